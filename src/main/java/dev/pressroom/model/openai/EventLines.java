package dev.pressroom.model.openai;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.parsetools.RecordParser;
import java.nio.charset.StandardCharsets;
import java.util.function.BiConsumer;

/** Cuts a stream of bytes into server-sent events. Comments, ids and retry hints are skipped. */
final class EventLines implements Handler<Buffer> {
    private static final int LONGEST_LINE = 1 << 20;

    private final RecordParser lines;
    private final BiConsumer<String, String> onEvent;
    private final StringBuilder data = new StringBuilder();
    private String event = "";

    /**
     * @param onEvent gets the name, empty when there is none, and the data
     * @param onTooLong is told once of a line without an end
     */
    EventLines(BiConsumer<String, String> onEvent, Handler<Throwable> onTooLong) {
        this.onEvent = onEvent;
        this.lines = RecordParser.newDelimited("\n", line -> line(line.toString(StandardCharsets.UTF_8)))
                .maxRecordSize(LONGEST_LINE)
                .exceptionHandler(onTooLong);
    }

    @Override
    public void handle(Buffer bytes) {
        lines.handle(bytes);
    }

    private void line(String line) {
        String text = line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
        if (text.isEmpty()) {
            tell();
        } else if (text.startsWith("data:")) {
            data.append(data.isEmpty() ? "" : "\n").append(value(text, 5));
        } else if (text.startsWith("event:")) {
            event = value(text, 6);
        }
    }

    private void tell() {
        if (!data.isEmpty()) {
            onEvent.accept(event, data.toString());
        }
        data.setLength(0);
        event = "";
    }

    private static String value(String line, int from) {
        return line.startsWith(" ", from) ? line.substring(from + 1) : line.substring(from);
    }
}
