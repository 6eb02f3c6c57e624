package dev.pressroom.model.demo;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The language a page is written in.
 *
 * @param code two letters; empty when it can not be told
 * @param name in English; empty like the code
 */
record PageLanguage(String code, String name) {
    /** So many joining words show a language more surely than an attribute that came with a template. */
    private static final int ENOUGH = 8;

    static PageLanguage of(String attribute, String text, SiteLexicon lexicon) {
        String given = LimitedPattern.replaceFirst(attribute.toLowerCase(Locale.ROOT), "[-_].*", "")
                .strip();
        Map<String, Long> hits = new TreeMap<>();
        String[] words = LimitedPattern.split(text.toLowerCase(Locale.ROOT), "[^\\p{L}]+");
        lexicon.stop().forEach((code, stop) -> hits.put(code, count(words, stop)));
        var best = hits.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow();
        boolean sure = best.getValue() >= ENOUGH && best.getValue() > 2 * hits.getOrDefault(given, 0L);
        boolean unknown = !lexicon.languages().containsKey(given);
        String code = unknown && best.getValue() > 1 || sure && hits.containsKey(given) ? best.getKey() : given;
        return lexicon.languages().containsKey(code)
                ? new PageLanguage(code, lexicon.languages().get(code))
                : new PageLanguage("", "");
    }

    /** A page that does not say is treated as an English one. */
    boolean isEnglish() {
        return code.isEmpty() || code.equals("en");
    }

    private static long count(String[] words, Set<String> stop) {
        return Arrays.stream(words).filter(stop::contains).count();
    }
}
