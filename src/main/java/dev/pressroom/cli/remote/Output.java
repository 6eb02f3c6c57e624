package dev.pressroom.cli.remote;

import dev.pressroom.base.CleanText;
import dev.pressroom.cli.io.Terminal;
import dev.pressroom.cli.io.TextWidth;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * Prints results: tables on a terminal, values separated by tabs otherwise, a JSON object a line with {@code --json}. No
 * control character of a value is printed.
 */
final class Output {
    private static final String ERASE_LINE = "\r\u001b[K";

    enum Format {
        TABLE,
        TABS,
        JSON;

        static Format of(boolean json, Terminal terminal) {
            if (json) {
                return JSON;
            }
            return terminal.live() ? TABLE : TABS;
        }
    }

    private final Format format;
    private final RemoteIo io;

    Output(Format format, RemoteIo io) {
        this.format = format;
        this.io = io;
    }

    boolean isTable() {
        return format == Format.TABLE;
    }

    boolean isJson() {
        return format == Format.JSON;
    }

    /** Whether the reader of a pipe has ended, as {@code head} does. */
    boolean isClosed() {
        return io.out().checkError();
    }

    void rows(Table table, List<JsonObject> rows) {
        switch (format) {
            case JSON -> rows.forEach(this::json);
            case TABS -> rows.forEach(row -> io.out().println(table.plain(row)));
            case TABLE -> {
                if (rows.isEmpty()) {
                    note("None.");
                    return;
                }
                List<String> lines = table.layout(rows, io.terminal().columns().getAsInt());
                io.out().println(io.terminal().bold(lines.get(0)));
                lines.subList(1, lines.size()).forEach(io.out()::println);
            }
        }
    }

    /** One object, on one line; characters that a terminal would execute are escaped. */
    void json(JsonObject object) {
        io.out().println(escaped(object.encode()));
    }

    /** The result of an action: a sentence, or an object. */
    void done(String sentence, JsonObject object) {
        if (isJson()) {
            json(object);
        } else {
            line(sentence);
        }
    }

    void line(String text) {
        io.out().println(CleanText.line(text));
    }

    /** A line of several values: separated by tabs, or as a name and a text. */
    void values(String name, String text) {
        String clean = CleanText.line(text);
        io.out().println(isTable() ? String.format("%-16s%s", name, clean) : name + "\t" + clean);
    }

    /** A title above a table, on a terminal only. */
    void title(String text) {
        if (isTable()) {
            io.out().println();
            io.out().println(io.terminal().bold(text));
        }
    }

    /** A remark for people, on a terminal only. */
    void note(String text) {
        if (isTable()) {
            io.out().println(io.terminal().dim(CleanText.line(text)));
        }
    }

    void error(String text) {
        io.err().println(CleanText.line(text));
    }

    /** Shows a line that the next one replaces; on a terminal only. */
    void transientLine(String text) {
        if (isTable()) {
            int width = Math.max(1, io.terminal().columns().getAsInt() - 1);
            io.out().print(ERASE_LINE + TextWidth.cut(CleanText.line(text), width));
            io.out().flush();
        }
    }

    void endTransientLine() {
        if (isTable()) {
            io.out().print(ERASE_LINE);
            io.out().flush();
        }
    }

    /** JSON has escapes for the control characters of ASCII only. */
    static String escaped(String json) {
        if (json.equals(CleanText.of(json))) {
            return json;
        }
        StringBuilder safe = new StringBuilder(json.length() + 16);
        json.chars().forEach(character -> {
            boolean kept = Character.isSurrogate((char) character)
                    || !CleanText.of(String.valueOf((char) character)).isEmpty();
            safe.append(kept ? String.valueOf((char) character) : String.format("\\u%04x", character));
        });
        return safe.toString();
    }
}
