package dev.pressroom.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A terminal of the simplest kind, to see what stands on it in the end. */
final class Screen {
    private static final Pattern CODE = Pattern.compile("\u001b\\[[?0-9;]*([A-Za-z])");

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    PrintStream out() {
        return new PrintStream(written, true, StandardCharsets.UTF_8);
    }

    String raw() {
        return written.toString(StandardCharsets.UTF_8);
    }

    List<String> rows() {
        List<StringBuilder> rows = new ArrayList<>(List.of(new StringBuilder()));
        String text = raw();
        int row = 0;
        int column = 0;
        int at = 0;
        Matcher code = CODE.matcher(text);
        while (at < text.length()) {
            char character = text.charAt(at);
            if (code.region(at, text.length()).lookingAt()) {
                if (code.group(1).equals("K")) {
                    rows.get(row).setLength(Math.min(column, rows.get(row).length()));
                } else if (code.group(1).equals("A")) {
                    row--;
                }
                at = code.end();
                continue;
            }
            at++;
            if (character == '\n') {
                row++;
                column = 0;
                if (row == rows.size()) {
                    rows.add(new StringBuilder());
                }
            } else if (character == '\r') {
                column = 0;
            } else {
                rows.get(row).setLength(Math.max(rows.get(row).length(), column + 1));
                rows.get(row).setCharAt(column++, character);
            }
        }
        return rows.stream().map(StringBuilder::toString).toList();
    }
}
