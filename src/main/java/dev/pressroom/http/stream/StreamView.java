package dev.pressroom.http.stream;

import dev.pressroom.http.request.ErrorResponse;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;

/**
 * What a request asks of a stream.
 *
 * @param isMessage whether the job is shown as a UI message of the AI SDK instead of its events
 */
record StreamView(boolean isMessage, EventFilter filter) {
    /** The query parameter {@code events} of a request for events. */
    static StreamView ofEvents(HttpServerRequest request) {
        return new StreamView(false, EventFilter.of(request.params().getAll("events")));
    }

    /**
     * The query parameters {@code format} and {@code events} of a request that creates a job; the schema has validated
     * {@code format}.
     */
    static StreamView ofCreate(HttpServerRequest request) {
        List<String> events = request.params().getAll("events");
        if (request.getParam("format") == null) {
            return new StreamView(false, EventFilter.of(events));
        }
        if (!events.isEmpty()) {
            throw ErrorResponse.DetailedFailure.invalid("events", "cannot be combined with format=ui-message");
        }
        return new StreamView(true, EventFilter.ALL);
    }
}
