package dev.pressroom.picture;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Which square bracket closes which, within each line of a text; a backslash takes a bracket its meaning. Found in one
 * pass, so that a text of nothing but opening brackets costs no more than any other.
 */
final class Brackets {
    private final Map<Integer, Integer> closing = new HashMap<>();

    private Brackets() {}

    static Brackets of(String text) {
        Brackets brackets = new Brackets();
        int[] open = new int[16];
        int depth = 0;
        for (int i = text.indexOf("!["); i >= 0 && i < text.length(); i++) {
            switch (text.charAt(i)) {
                case '\n', '\r' -> depth = 0;
                case '\\' -> i++;
                case '[' -> {
                    open = depth < open.length ? open : Arrays.copyOf(open, 2 * depth);
                    open[depth++] = i;
                }
                case ']' -> {
                    if (depth > 0) {
                        depth--;
                        brackets.close(text, open[depth], i);
                    }
                }
                default -> {}
            }
        }
        return brackets;
    }

    private void close(String text, int open, int close) {
        if (open > 0 && text.charAt(open - 1) == '!') {
            closing.put(open, close);
        }
    }

    /** The index of the bracket that closes the one at {@code open}, which an exclamation mark precedes; -1: none does. */
    int closing(int open) {
        return closing.getOrDefault(open, -1);
    }
}
