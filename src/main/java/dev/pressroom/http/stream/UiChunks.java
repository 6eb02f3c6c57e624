package dev.pressroom.http.stream;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.UUID;

/**
 * The chunks of a UI message stream, protocol version 1, which the npm package {@code ai} reads. They have no members that
 * its schemas do not list.
 */
final class UiChunks {
    /** The header by which clients recognize the protocol, and its value. */
    static final String HEADER = "x-vercel-ai-ui-message-stream";

    static final String VERSION = "v1";

    /** The last frame of a stream. */
    static final Buffer DONE = Buffer.buffer("data: [DONE]\n\n");

    private static final String ARTICLE = "article";

    private UiChunks() {}

    static Buffer frame(JsonObject chunk) {
        return Buffer.buffer("data: " + chunk.encode() + "\n\n");
    }

    static JsonObject start(UUID messageId) {
        return chunk("start").put("messageId", messageId.toString());
    }

    static JsonObject startStep() {
        return chunk("start-step");
    }

    static JsonObject finishStep() {
        return chunk("finish-step");
    }

    static JsonObject textStart() {
        return chunk("text-start").put("id", ARTICLE);
    }

    static JsonObject textDelta(String text) {
        return chunk("text-delta").put("id", ARTICLE).put("delta", text);
    }

    static JsonObject textEnd() {
        return chunk("text-end").put("id", ARTICLE);
    }

    /** Data that clients do not keep in the message. */
    static JsonObject progress(JsonObject data) {
        return chunk("data-progress").put("data", data).put("transient", true);
    }

    /**
     * A part of the message; it replaces an earlier one with the same name and id.
     *
     * @param name without the prefix {@code data-}
     */
    static JsonObject data(String name, String id, JsonObject data) {
        return chunk("data-" + name).put("id", id).put("data", data);
    }

    static JsonObject file(String url, String mediaType) {
        return chunk("file").put("url", url).put("mediaType", mediaType);
    }

    static JsonObject metadata(JsonObject metadata) {
        return chunk("message-metadata").put("messageMetadata", metadata);
    }

    static JsonObject finish() {
        return chunk("finish").put("finishReason", "stop");
    }

    static JsonObject error(String text) {
        return chunk("error").put("errorText", text);
    }

    private static JsonObject chunk(String type) {
        return new JsonObject().put("type", type);
    }
}
