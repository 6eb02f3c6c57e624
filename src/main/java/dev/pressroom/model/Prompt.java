package dev.pressroom.model;

import io.vertx.core.json.JsonObject;
import java.util.Optional;

/**
 * What a model is asked.
 *
 * @param task names the kind of work, for instance {@code content.outline}; the demo model and the metrics go by it
 * @param instructions what to do, written by us
 * @param facts what to do it with. Part of it comes from strangers (a request, a scraped page), so it is handed over
 *     as quoted data, never as instructions
 * @param schema JSON Schema of the answer, where the answer is to be JSON
 */
public record Prompt(String task, String instructions, JsonObject facts, Optional<JsonObject> schema) {
    public static Prompt prose(String task, String instructions, JsonObject facts) {
        return new Prompt(task, instructions, facts, Optional.empty());
    }

    public static Prompt json(String task, String instructions, JsonObject facts, JsonObject schema) {
        return new Prompt(task, instructions, facts, Optional.of(schema));
    }
}
