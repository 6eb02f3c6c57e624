package dev.pressroom.pipeline;

import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * The result of a step or a part.
 *
 * @param output stored as the checkpoint
 * @param tokens used by its model calls
 * @param events published to subscribers, stored in the same transaction as the checkpoint
 */
public record StepResult(JsonObject output, int tokens, List<Event> events) {
    public StepResult(JsonObject output, int tokens, String event, JsonObject data) {
        this(output, tokens, List.of(new Event(event, data)));
    }

    /** A durable event that has no number yet. */
    public record Event(String name, JsonObject data) {}
}
