package dev.pressroom.cli.io;

import dev.pressroom.base.Chars;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * Incremental parser of server-sent events, by the HTML standard (section 9.2.6), for any chunk boundaries. Events whose
 * data is not a JSON object are skipped.
 */
public final class EventParser {
    /**
     * A server-sent event.
     *
     * @param id for resuming after this event; empty for a transient event
     */
    public record Event(String name, Optional<String> id, JsonObject data) {}

    private static final int MAX_LINE_BYTES = 16 << 20;
    private static final int MAX_DATA_CHARS = 16 << 20;

    private final Consumer<Event> onEvent;
    private Buffer pending = Buffer.buffer();
    private boolean afterReturn;
    private String name = "";
    private Optional<String> id = Optional.empty();
    private final StringBuilder data = new StringBuilder();
    private OptionalInt retryMillis = OptionalInt.empty();

    public EventParser(Consumer<Event> onEvent) {
        this.onEvent = onEvent;
    }

    /** The reconnection time that the server has sent in a {@code retry} field. */
    public OptionalInt retryMillis() {
        return retryMillis;
    }

    /** @throws CommandFailure when a line or the data of an event is too long */
    public void feed(Buffer chunk) {
        int begin = 0;
        for (int i = 0; i < chunk.length(); i++) {
            byte character = chunk.getByte(i);
            if (character == '\n' && afterReturn) {
                begin = i + 1;
            } else if (character == '\n' || character == '\r') {
                line(pending.appendBuffer(chunk, begin, i - begin).toString());
                pending = Buffer.buffer();
                begin = i + 1;
            }
            afterReturn = character == '\r';
        }
        pending.appendBuffer(chunk, begin, chunk.length() - begin);
        if (pending.length() > MAX_LINE_BYTES) {
            throw tooLong();
        }
    }

    private static CommandFailure tooLong() {
        return new CommandFailure("The service sent an event that is too long. Is this the right address?");
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
            case "data" -> append(bare);
            case "id" -> id = Optional.of(bare);
            case "retry" ->
                retryMillis =
                        Chars.all(bare, 1, 7, Chars::isDigit) ? OptionalInt.of(Integer.parseInt(bare)) : retryMillis;
            default -> {}
        }
    }

    private void append(String line) {
        if (data.length() + line.length() > MAX_DATA_CHARS) {
            throw tooLong();
        }
        data.append(data.isEmpty() ? "" : "\n").append(line);
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
