package dev.pressroom.model.demo;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds whom a page says it is for: {@code for busy parents}, {@code für Familien}. */
final class Addressees {
    private static final LimitedPattern FOR = LimitedPattern.compile(
            "(?iU)\\b(?:for|helps?|serving|support|für|pour|para|per|voor)\\s+((?:[\\p{L}-]+\\s+){0,2}?)([\\p{L}-]{3,})(?:(?:,|\\s+and|\\s+und|\\s+et|\\s+y)\\s+((?:[\\p{L}-]+\\s+){0,2}?)([\\p{L}-]{3,}))?");
    private static final List<String> VAGUE =
            List.of("people", "friends", "owners", "users", "groups", "makers", "lovers", "guests", "readers");
    /** Often the object of a service and not its reader: these count only where they are named with emphasis. */
    private static final List<String> IN_CARE =
            List.of("children", "kids", "babies", "toddlers", "animals", "employees", "adults", "kinder", "enfants");

    private static final int MOST = 3;

    private Addressees() {}

    /** The most often named first, in small letters where the language allows it. */
    static List<String> of(SitePage page, SiteLexicon lexicon) {
        Map<String, Integer> named = named(
                Stream.concat(page.head().lines(), page.sentences().stream()).distinct(), page, lexicon);
        Set<String> emphasised = named(page.head().lines(), page, lexicon).keySet();
        return named.entrySet().stream()
                .filter(e -> e.getValue() > 1
                        || emphasised.contains(e.getKey())
                        || !IN_CARE.contains(e.getKey().toLowerCase(Locale.ROOT)))
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .map(Map.Entry::getKey)
                .limit(MOST)
                .collect(Collectors.toList());
    }

    private static Map<String, Integer> named(Stream<String> texts, SitePage page, SiteLexicon lexicon) {
        Map<String, Integer> named = new LinkedHashMap<>();
        texts.forEach(text -> find(text, page, lexicon, named));
        return named;
    }

    private static void find(String text, SitePage page, SiteLexicon lexicon, Map<String, Integer> named) {
        Matcher m = FOR.matcher(text);
        int from = 0;
        while (m.find(from)) {
            add(m.group(1), m.group(2), page, lexicon, named);
            if (m.group(4) != null) {
                add(m.group(3), m.group(4), page, lexicon, named);
            }
            from = m.start() + 2;
        }
    }

    private static void add(
            String before, String noun, SitePage page, SiteLexicon lexicon, Map<String, Integer> named) {
        String low = noun.toLowerCase(Locale.ROOT);
        if (!lexicon.persons().contains(low)) {
            return;
        }
        var stop = lexicon.stop()
                .getOrDefault(page.language().code(), lexicon.stop().get("en"));
        String adjectives = Stream.of(LimitedPattern.split(before.strip(), "\\s+"))
                .dropWhile(word -> stop.contains(word.toLowerCase(Locale.ROOT)))
                .collect(Collectors.joining(" "));
        boolean clean = Stream.of(LimitedPattern.split(adjectives, " "))
                .noneMatch(word -> stop.contains(word.toLowerCase(Locale.ROOT)));
        if (!clean || adjectives.isEmpty() && VAGUE.contains(low)) {
            return;
        }
        String phrase = (adjectives + " " + noun).strip();
        String said = page.language().isEnglish() ? phrase.toLowerCase(Locale.ROOT) : phrase;
        named.merge(said, 1, Integer::sum);
    }
}
