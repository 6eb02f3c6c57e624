package dev.pressroom.image;

import java.util.Arrays;

/**
 * Matches the square brackets within each line of a text; a backslash escapes a bracket. One pass, so the time stays
 * linear for any text.
 */
final class BracketPairs {
    /** Index of the closing bracket by the index of the opening one; 0 where there is none. */
    private final int[] closing;

    private BracketPairs(int length) {
        closing = new int[length];
    }

    static BracketPairs of(String text) {
        int first = text.indexOf("![");
        BracketPairs brackets = new BracketPairs(first < 0 ? 0 : text.length());
        int[] open = new int[16];
        int depth = 0;
        for (int i = first; i >= 0 && i < text.length(); i++) {
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
                        brackets.closing[open[depth]] = i;
                    }
                }
                default -> {}
            }
        }
        return brackets;
    }

    /** The index of the bracket that closes the one at {@code open}; -1 when there is none. */
    int closing(int open) {
        return closing[open] == 0 ? -1 : closing[open];
    }
}
