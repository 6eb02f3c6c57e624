package dev.pressroom.http.stream;

import dev.pressroom.job.JobEvent;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;

/** Server-sent events as they go over the wire (WHATWG HTML, 9.2). The data is one line of JSON. */
public final class SseFrames {
    /** A comment: keeps the connection open and says nothing. */
    static final Buffer KEEP_ALIVE = Buffer.buffer(":\n\n");

    private SseFrames() {}

    static Buffer retry(int millis) {
        return Buffer.buffer("retry: " + millis + "\n\n");
    }

    public static Buffer durable(JobEvent event) {
        return durable(event.seq(), event.name(), event.data());
    }

    public static Buffer durable(int id, String name, String data) {
        return Buffer.buffer("id: " + id + "\nevent: " + name + "\ndata: " + data + "\n\n");
    }

    static Buffer passing(String name, String data) {
        return Buffer.buffer("event: " + name + "\ndata: " + data + "\n\n");
    }

    static Buffer progress(String data) {
        return passing("progress-update", data);
    }

    /** @param offset where the text stands in the whole, in UTF-16 units as JavaScript counts; 0 starts it anew */
    static Buffer chunk(int offset, String text) {
        return passing(
                "content-chunk",
                new JsonObject().put("text", text).put("offset", offset).encode());
    }
}
