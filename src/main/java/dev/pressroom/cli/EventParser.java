package dev.pressroom.cli;

import dev.pressroom.base.Chars;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * Takes an event stream apart, as the HTML standard describes it, however it is cut into pieces. Data that is no JSON
 * object is passed over.
 */
final class EventParser {
    private static final int LONGEST_LINE = 16 << 20;

    private final Consumer<Event> onEvent;
    private Buffer pending = Buffer.buffer();
    private boolean afterReturn;
    private String name = "";
    private Optional<String> id = Optional.empty();
    private final StringBuilder data = new StringBuilder();
    private OptionalInt retryMillis = OptionalInt.empty();

    EventParser(Consumer<Event> onEvent) {
        this.onEvent = onEvent;
    }

    /** How long the server asks us to wait before we connect again. */
    OptionalInt retryMillis() {
        return retryMillis;
    }

    /** @throws IllegalStateException when a line has no end */
    void feed(Buffer piece) {
        int begin = 0;
        for (int i = 0; i < piece.length(); i++) {
            byte character = piece.getByte(i);
            if (character == '\n' && afterReturn) {
                begin = i + 1;
            } else if (character == '\n' || character == '\r') {
                line(pending.appendBuffer(piece, begin, i - begin).toString());
                pending = Buffer.buffer();
                begin = i + 1;
            }
            afterReturn = character == '\r';
        }
        pending.appendBuffer(piece, begin, piece.length() - begin);
        if (pending.length() > LONGEST_LINE) {
            throw new IllegalStateException("the service sends a line without end");
        }
    }

    private void line(String line) {
        if (line.isEmpty()) {
            dispatch();
            return;
        }
        int colon = line.indexOf(':');
        String field = colon < 0 ? line : line.substring(0, colon);
        String value = colon < 0 ? "" : line.substring(colon + 1);
        String bare = value.startsWith(" ") ? value.substring(1) : value;
        switch (field) {
            case "event" -> name = bare;
            case "data" -> data.append(data.isEmpty() ? "" : "\n").append(bare);
            case "id" -> id = Optional.of(bare);
            case "retry" ->
                retryMillis =
                        Chars.all(bare, 1, 7, Chars::isDigit) ? OptionalInt.of(Integer.parseInt(bare)) : retryMillis;
            default -> {}
        }
    }

    private void dispatch() {
        if (!data.isEmpty()) {
            parsed(data.toString()).ifPresent(object -> onEvent.accept(new Event(name, id, object)));
        }
        name = "";
        id = Optional.empty();
        data.setLength(0);
    }

    private static Optional<JsonObject> parsed(String json) {
        try {
            return Optional.of(new JsonObject(json));
        } catch (DecodeException e) {
            return Optional.empty();
        }
    }
}
