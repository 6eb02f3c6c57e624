package dev.pressroom.model;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/**
 * What a model is asked.
 *
 * @param task names the kind of work, for instance {@code content.outline}; the demo model and the metrics go by it
 * @param parts names of the {@link Prompts} that say what to do, in order
 * @param wishes of the client who ordered the text (language, angle, voice, length, instructions), a line each
 * @param facts what to do it with. Part of it comes from strangers (a request, a scraped page), so it is handed over
 *     as quoted data, never as instructions
 * @param schema JSON Schema of the answer, where the answer is to be JSON
 */
public record Prompt(
        String task, List<String> parts, List<String> wishes, JsonObject facts, Optional<JsonObject> schema) {
    /** Asks for prose. The prompt of the task's name says what to do. */
    public static Prompt prose(String task, JsonObject facts) {
        return new Prompt(task, List.of(task), List.of(), facts, Optional.empty());
    }

    /** Asks for JSON. The prompt of the task's name says what to do. */
    public static Prompt json(String task, JsonObject facts, JsonObject schema) {
        return new Prompt(task, List.of(task), List.of(), facts, Optional.of(schema));
    }

    public Prompt withParts(String... names) {
        return new Prompt(task, List.of(names), wishes, facts, schema);
    }

    public Prompt withWishes(List<String> lines) {
        return new Prompt(task, parts, lines, facts, schema);
    }
}
