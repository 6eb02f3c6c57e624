package dev.pressroom.base;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Counts how often each term occurs in texts. Terms are words that are not {@link StopWords}. */
public final class TermCounter {
    private static final int MIN_TERM_CHARS = 4;
    private static final int MAX_TERM_CHARS = 40;

    private final Map<String, Term> terms = new LinkedHashMap<>();

    /** @param text as in its first occurrence */
    public record Term(String text, int count) {}

    /** The words of a text: runs of letters, digits and accents, with apostrophes and hyphens between them. */
    public static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        int from = -1;
        for (int i = 0; i <= text.length(); i++) {
            boolean joins = from >= 0 && i + 1 < text.length() && "'’-".indexOf(text.charAt(i)) >= 0;
            boolean within = i < text.length() && isPart(text, i) || joins && isPart(text, i + 1);
            if (within && from < 0) {
                from = i;
            } else if (!within && from >= 0) {
                words.add(text.substring(from, i));
                from = -1;
            }
        }
        return words;
    }

    /**
     * Counts the terms of a text: words of 4 to 40 characters (2 to 40 if the first one is ideographic) that begin with a
     * letter.
     */
    public void add(String text) {
        for (String word : words(text)) {
            int minChars = Character.isIdeographic(word.codePointAt(0)) ? 2 : MIN_TERM_CHARS;
            boolean fits = word.length() >= minChars && word.length() <= MAX_TERM_CHARS;
            if (fits && Character.isLetter(word.codePointAt(0)) && !StopWords.contains(word)) {
                String key = word.toLowerCase(Locale.ROOT);
                terms.merge(key, new Term(word, 1), (old, one) -> new Term(old.text, old.count + 1));
            }
        }
    }

    /**
     * The {@code max} most frequent terms, in descending order; equally frequent ones in the order of their first
     * occurrence.
     */
    public List<Term> top(int max) {
        var sorted = terms.values().stream()
                .sorted(Comparator.comparingInt(Term::count).reversed());
        return sorted.limit(max).toList();
    }

    /** Surrogates count as letters, since the characters of words beyond U+FFFF are letters. */
    private static boolean isPart(String text, int index) {
        char c = text.charAt(index);
        return Chars.isWordChar(c) || Character.isSurrogate(c) || Character.getType(c) == Character.NON_SPACING_MARK;
    }
}
