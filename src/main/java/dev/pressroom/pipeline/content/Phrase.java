package dev.pressroom.pipeline.content;

import dev.pressroom.base.Chars;

/**
 * A phrase to be counted in texts: as whole words, in any case, with any white space between them. The search is linear
 * (Knuth, Morris and Pratt).
 */
final class Phrase {
    private final String phrase;
    private final int[] fallBack;

    Phrase(String phrase) {
        this.phrase = folded(phrase).strip();
        this.fallBack = fallBack(this.phrase);
    }

    /** The form of a text in which phrases are counted: lower case, with one space for each run of white space. */
    static String folded(String text) {
        StringBuilder folded = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!Character.isWhitespace(c)) {
                folded.append(folded(c));
            } else if (folded.isEmpty() || folded.charAt(folded.length() - 1) != ' ') {
                folded.append(' ');
            }
        }
        return folded.toString();
    }

    private static char folded(char c) {
        boolean plain = c < 0x80 && (c < 'A' || c > 'Z');
        return plain ? c : Character.toLowerCase(Character.toUpperCase(c));
    }

    /** @param folded a text made by {@link #folded} */
    int countIn(String folded) {
        int count = 0;
        int matched = 0;
        for (int i = 0; i < folded.length() && !phrase.isEmpty(); i++) {
            while (matched > 0 && folded.charAt(i) != phrase.charAt(matched)) {
                matched = fallBack[matched - 1];
            }
            matched += folded.charAt(i) == phrase.charAt(matched) ? 1 : 0;
            if (matched == phrase.length()) {
                boolean whole = isWhole(folded, i + 1 - matched, i + 1);
                count += whole ? 1 : 0;
                matched = whole ? 0 : fallBack[matched - 1];
            }
        }
        return count;
    }

    private static boolean isWhole(String text, int start, int end) {
        return (start == 0 || !Chars.isWordChar(text.codePointBefore(start)))
                && (end == text.length() || !Chars.isWordChar(text.codePointAt(end)));
    }

    /**
     * The failure function: for each prefix of the phrase, the length of its longest proper prefix that is also its
     * suffix.
     */
    private static int[] fallBack(String phrase) {
        int[] lengths = new int[phrase.length()];
        for (int i = 1, length = 0; i < phrase.length(); i++) {
            while (length > 0 && phrase.charAt(i) != phrase.charAt(length)) {
                length = lengths[length - 1];
            }
            length += phrase.charAt(i) == phrase.charAt(length) ? 1 : 0;
            lengths[i] = length;
        }
        return lengths;
    }
}
