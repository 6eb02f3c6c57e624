package dev.pressroom.model.openai;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/** Tells an answer that came in one piece as the events of a stream. */
final class WholeAnswer {
    private WholeAnswer() {}

    /** Empty when the body is no answer. */
    static Optional<List<String>> asEvents(Buffer body) {
        try {
            JsonObject answer = new JsonObject(body);
            JsonObject choice = answer.getJsonArray("choices").getJsonObject(0);
            JsonObject delta = new JsonObject()
                    .put("role", "assistant")
                    .put("content", choice.getJsonObject("message").getString("content"));
            JsonObject piece = answer.copy()
                    .put("object", "chat.completion.chunk")
                    .put(
                            "choices",
                            new JsonArray()
                                    .add(new JsonObject()
                                            .put("index", 0)
                                            .put("delta", delta)
                                            .put("finish_reason", choice.getString("finish_reason", "stop"))));
            return Optional.of(List.of(piece.encode(), "[DONE]"));
        } catch (DecodeException | ClassCastException | NullPointerException | IndexOutOfBoundsException noAnswer) {
            return Optional.empty();
        }
    }
}
