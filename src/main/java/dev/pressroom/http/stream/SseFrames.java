package dev.pressroom.http.stream;

import dev.pressroom.job.JobEvent;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;

/** Encodes server-sent events (WHATWG HTML, section 9.2). The data is one line of JSON. */
final class SseFrames {
    /** An empty comment, which keeps the connection open. */
    static final Buffer KEEP_ALIVE = Buffer.buffer(":\n\n");

    private SseFrames() {}

    /** Sets the delay before a client reconnects. */
    static Buffer retry(int millis) {
        return Buffer.buffer("retry: " + millis + "\n\n");
    }

    /** A stored event; its number is the id from which a client resumes. */
    static Buffer durable(JobEvent event) {
        return durable(event.seq(), event.name(), event.data());
    }

    static Buffer durable(int id, String name, String data) {
        return Buffer.buffer("id: " + id + "\nevent: " + name + "\ndata: " + data + "\n\n");
    }

    /** An event without an id, which is not sent again after a reconnect. */
    static Buffer transientEvent(String name, String data) {
        return Buffer.buffer("event: " + name + "\ndata: " + data + "\n\n");
    }

    static Buffer progress(String data) {
        return transientEvent("progress-update", data);
    }

    /** @param offset of the chunk in the whole text, in UTF-16 code units as in JavaScript; 0 starts a new text */
    static Buffer chunk(int offset, String text) {
        return transientEvent(
                "content-chunk",
                new JsonObject().put("text", text).put("offset", offset).encode());
    }
}
