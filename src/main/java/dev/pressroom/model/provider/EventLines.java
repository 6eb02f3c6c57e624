package dev.pressroom.model.provider;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.BiConsumer;

/**
 * Parses a stream of bytes into server-sent events (WHATWG HTML). Lines end with LF, CR or CRLF; comments, ids and
 * retry fields are ignored. Some gateways omit the empty line between two events, so a data line that holds a whole
 * JSON object, or the end marker, is an event of its own.
 */
final class EventLines implements Handler<Buffer> {
    private static final int MAX_EVENT_BYTES = 1 << 20;
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final BiConsumer<String, String> onEvent;
    private final Handler<Throwable> onTooLong;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final StringBuilder data = new StringBuilder();
    private String event = "";
    private boolean afterCarriageReturn;
    private boolean atStart = true;
    private boolean failed;

    /**
     * @param onEvent receives the name, empty when there is none, and the data
     * @param onTooLong is called once, when an event has more than {@value #MAX_EVENT_BYTES} bytes
     */
    EventLines(BiConsumer<String, String> onEvent, Handler<Throwable> onTooLong) {
        this.onEvent = onEvent;
        this.onTooLong = onTooLong;
    }

    @Override
    public void handle(Buffer bytes) {
        for (int i = 0; i < bytes.length() && !failed; i++) {
            byte b = bytes.getByte(i);
            if (b == '\n' && afterCarriageReturn) {
                afterCarriageReturn = false;
            } else if (b == '\n' || b == '\r') {
                afterCarriageReturn = b == '\r';
                endLine();
            } else {
                afterCarriageReturn = false;
                append(b);
            }
        }
    }

    /** Handles the last line, which may have no line break. */
    void end() {
        if (!failed) {
            endLine();
            dispatch();
        }
    }

    private void append(byte b) {
        line.write(b);
        if (line.size() + data.length() > MAX_EVENT_BYTES) {
            failed = true;
            onTooLong.handle(new IllegalStateException("an event is longer than " + MAX_EVENT_BYTES + " bytes"));
        }
    }

    private void endLine() {
        String text = line.toString(StandardCharsets.UTF_8);
        line.reset();
        line(atStart && text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text);
        atStart = false;
    }

    private void line(String text) {
        if (text.isEmpty()) {
            dispatch();
        } else if (text.startsWith("data:")) {
            data(value(text, 5));
        } else if (text.startsWith("event:")) {
            event = value(text, 6);
        } else if (text.startsWith("error:")) {
            dispatch();
            event = "error";
            data.append(value(text, 6));
            dispatch();
        }
    }

    private void data(String value) {
        data.append(data.isEmpty() ? "" : "\n").append(value);
        if (data.length() == value.length() && isWhole(value.strip())) {
            dispatch();
        }
    }

    private static boolean isWhole(String value) {
        return value.startsWith("{") && value.endsWith("}") || value.equals(OpenAiReader.END_MARK);
    }

    private void dispatch() {
        String name = event;
        String value = data.toString();
        event = "";
        data.setLength(0);
        if (!value.isEmpty()) {
            onEvent.accept(name, value);
        }
    }

    private static String value(String line, int from) {
        return line.startsWith(" ", from) ? line.substring(from + 1) : line.substring(from);
    }
}
