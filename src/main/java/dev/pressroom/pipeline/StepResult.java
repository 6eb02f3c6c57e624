package dev.pressroom.pipeline;

import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * What a step has made.
 *
 * @param output the checkpoint
 * @param tokens that its model calls used
 * @param events told to watchers, written in the same transaction as the checkpoint
 */
public record StepResult(JsonObject output, int tokens, List<Event> events) {
    public StepResult(JsonObject output, int tokens, String event, JsonObject data) {
        this(output, tokens, List.of(new Event(event, data)));
    }

    /** A durable event, still without its number. */
    public record Event(String name, JsonObject data) {}
}
