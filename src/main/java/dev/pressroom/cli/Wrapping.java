package dev.pressroom.cli;

import com.google.re2j.Matcher;
import dev.pressroom.base.TextPattern;
import dev.pressroom.cli.io.TextWidth;
import java.util.ArrayList;
import java.util.List;

/**
 * Wraps text that arrives in chunks into rows of a terminal, at spaces where possible. Later rows of a list item are
 * indented.
 */
final class Wrapping {
    private static final TextPattern ITEM = TextPattern.of(100, "^\\s*([-*]|\\d{1,3}\\.) ");

    /** Bound of the characters in a row, per column: combining characters take no column. */
    private static final int MAX_CHARS_PER_COLUMN = 4;

    private final StringBuilder row = new StringBuilder();
    private int indent;

    /** Adds a chunk. @return the rows that are complete now */
    List<String> add(String chunk, int columns) {
        List<String> full = new ArrayList<>();
        chunk.codePoints().forEach(character -> {
            if (character == '\n') {
                full.add(row.toString());
                row.setLength(0);
                indent = 0;
                return;
            }
            row.appendCodePoint(character == '\t' ? ' ' : character);
            if (row.length() > MAX_CHARS_PER_COLUMN * columns || TextWidth.of(row.toString()) > columns) {
                full.add(split());
            }
        });
        return full;
    }

    /** The last, incomplete row. */
    String partial() {
        return row.toString();
    }

    /** Removes and returns the row up to its last space, or without a space all but its last character. */
    private String split() {
        indent = ITEM.find(row.toString()).map(Matcher::end).orElse(indent);
        int space = row.lastIndexOf(" ");
        boolean hasWord =
                space >= Math.max(1, indent) && !row.substring(0, space).isBlank();
        int end = hasWord ? space : row.offsetByCodePoints(row.length(), -1);
        String full = row.substring(0, end);
        row.replace(0, hasWord ? space + 1 : end, " ".repeat(hasWord ? indent : 0));
        return full;
    }
}
