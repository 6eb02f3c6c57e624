package dev.pressroom.base;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Counts the words of texts, but for those that say nothing about a subject ({@link StopWords}). */
public final class TermCounter {
    private static final int SHORTEST_TERM = 4;
    private static final int LONGEST_TERM = 40;

    private final Map<String, Term> terms = new LinkedHashMap<>();

    /** @param text as it occurs first */
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

    public void add(String text) {
        for (String word : words(text)) {
            int shortest = Character.isIdeographic(word.codePointAt(0)) ? 2 : SHORTEST_TERM;
            boolean fits = word.length() >= shortest && word.length() <= LONGEST_TERM;
            if (fits && Character.isLetter(word.codePointAt(0)) && !StopWords.contains(word)) {
                String key = word.toLowerCase(Locale.ROOT);
                terms.merge(key, new Term(word, 1), (old, one) -> new Term(old.text, old.count + 1));
            }
        }
    }

    /** The most frequent terms; of equally frequent ones the first first. */
    public List<Term> top(int most) {
        var sorted = terms.values().stream()
                .sorted(Comparator.comparingInt(Term::count).reversed());
        return sorted.limit(most).toList();
    }

    /** Halves of a pair count as letters: what is written with them is. */
    private static boolean isPart(String text, int index) {
        char c = text.charAt(index);
        return Chars.isWordChar(c) || Character.isSurrogate(c) || Character.getType(c) == Character.NON_SPACING_MARK;
    }
}
