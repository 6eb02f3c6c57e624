package dev.pressroom.model.openai;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** Notices in a stream of events whether the answer has come to its end, rather than to the end of its connection. */
final class AnswerEnd {
    private static final String MARK = "[DONE]";

    private boolean marked;
    private boolean reasoned;

    void look(String data) {
        if (data.strip().equals(MARK)) {
            marked = true;
        } else if (data.contains("\"finish_reason\"")) {
            reasoned |= hasReason(data);
        }
    }

    /** The last event of all has come. */
    boolean isMarked() {
        return marked;
    }

    /** Some servers leave out the mark and close after the piece that says why they stop. */
    boolean isComplete() {
        return marked || reasoned;
    }

    private static boolean hasReason(String data) {
        try {
            JsonArray choices = new JsonObject(data).getJsonArray("choices", new JsonArray());
            return !choices.isEmpty() && choices.getJsonObject(0).getValue("finish_reason") != null;
        } catch (DecodeException | ClassCastException garbage) {
            return false;
        }
    }
}
