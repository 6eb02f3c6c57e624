package dev.pressroom.load;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.function.Consumer;

/**
 * Checks what a stream promises, over all its connections: numbers that grow by one, nothing after the final event, and
 * text that fits to the text before it.
 */
final class EventCheck {
    private final Consumer<String> onFault;
    private int cursor;
    private boolean finished;
    private boolean greeted;
    private int text;

    /** @param onFault told in words what is wrong */
    EventCheck(Consumer<String> onFault) {
        this.onFault = onFault;
    }

    /** Number of the last event; 0 before the first. */
    int cursor() {
        return cursor;
    }

    /** A connection begins: its text does too. */
    void opened() {
        greeted = false;
        text = 0;
    }

    /** @param id 0 for a transient event */
    void event(int id, String name, String data) {
        if (!greeted && !name.equals("connected")) {
            onFault.accept("its stream begins with " + name);
        }
        greeted = true;
        if (finished) {
            onFault.accept("event " + name + " after the final one");
        }
        if (id > 0) {
            numbered(id);
        }
        if (name.equals("content-chunk")) {
            written(json(data));
        }
        finished = finished || name.equals("complete") || name.equals("failed");
    }

    private void numbered(int id) {
        if (id <= cursor) {
            onFault.accept("a double: event " + id + " after event " + cursor);
        } else if (id > cursor + 1) {
            onFault.accept("a gap: event " + id + " after event " + cursor);
        }
        cursor = Math.max(cursor, id);
    }

    private void written(JsonObject chunk) {
        int offset = chunk.getInteger("offset", -1);
        if (offset != 0 && offset != text) {
            onFault.accept("text at " + offset + " follows text that ends at " + text);
        }
        text = offset + chunk.getString("text", "").length();
    }

    /** An empty object when the data is none. */
    static JsonObject json(String data) {
        try {
            return new JsonObject(data);
        } catch (DecodeException e) {
            return new JsonObject();
        }
    }
}
