package dev.pressroom.model;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/**
 * A request to a text model.
 *
 * @param task the kind of work, such as {@code content.outline}; used by metrics and the demo model
 * @param parts names of {@link Prompts} with the instructions, in order
 * @param requirements of the client for the text (language, angle, voice, length, instructions), one line each
 * @param facts the data to work with. Part of it is untrusted (a request, a fetched page), so the model gets it as
 *     quoted data, never as instructions
 * @param schema JSON Schema of the answer; empty for prose
 */
public record Prompt(
        String task, List<String> parts, List<String> requirements, JsonObject facts, Optional<JsonObject> schema) {
    /** Requests prose; the prompt named like the task has the instructions. */
    public static Prompt prose(String task, JsonObject facts) {
        return new Prompt(task, List.of(task), List.of(), facts, Optional.empty());
    }

    /** Requests JSON; the prompt named like the task has the instructions. */
    public static Prompt json(String task, JsonObject facts, JsonObject schema) {
        return new Prompt(task, List.of(task), List.of(), facts, Optional.of(schema));
    }

    public Prompt withParts(String... names) {
        return new Prompt(task, List.of(names), requirements, facts, schema);
    }

    public Prompt withRequirements(List<String> lines) {
        return new Prompt(task, parts, lines, facts, schema);
    }
}
