package dev.pressroom.cli;

import com.google.re2j.Matcher;
import dev.pressroom.base.TextPattern;
import java.util.ArrayList;
import java.util.List;

/**
 * Breaks text that comes in pieces into rows of a terminal, between words where there are any. What belongs to an item
 * of a list is set in below it.
 */
final class Wrapping {
    private static final TextPattern ITEM = TextPattern.of(100, "^\\s*([-*]|\\d{1,3}\\.) ");

    /** Characters of a row for each column: accents take none. */
    private static final int MOST_PER_COLUMN = 4;

    private final StringBuilder row = new StringBuilder();
    private int indent;

    /** Takes a piece; gives the rows that are full now. */
    List<String> add(String piece, int columns) {
        List<String> full = new ArrayList<>();
        piece.codePoints().forEach(character -> {
            if (character == '\n') {
                full.add(row.toString());
                row.setLength(0);
                indent = 0;
                return;
            }
            row.appendCodePoint(character == '\t' ? ' ' : character);
            if (row.length() > MOST_PER_COLUMN * columns || TextWidth.of(row.toString()) > columns) {
                full.add(split());
            }
        });
        return full;
    }

    /** What is written of the row that is not full yet. */
    String partial() {
        return row.toString();
    }

    /** Takes away the part up to the last space, or all but the last character where there is none. */
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
