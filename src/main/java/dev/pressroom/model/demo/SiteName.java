package dev.pressroom.model.demo;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds out what the business behind a page is called. */
final class SiteName {
    private static final LimitedPattern PARTS = LimitedPattern.compile("\\s+[|–—·•»:-]+\\s+|\\s*[|»]\\s*|:\\s+");
    private static final LimitedPattern GREETING = LimitedPattern.compile(
            "(?iU)^(?:welcome to|home of|willkommen (?:bei|in|im|auf)|herzlich willkommen (?:bei|in|im)|bienvenue (?:chez|à)|bienvenidos a)\\s+");
    private static final LimitedPattern PLACE = LimitedPattern.compile("(?U)^(\\S+ .+), \\p{Lu}\\p{L}+$");
    /** Code, a template that was never filled, or an address. */
    private static final LimitedPattern NO_NAME = LimitedPattern.compile("[<>{}\\[\\]$=;\\\\]|://|\\w\\(");

    private static final int MOST_WORDS = 6;

    private SiteName() {}

    static String of(String siteName, String title, String host, SiteLexicon lexicon) {
        if (isName(siteName, lexicon)) {
            return GREETING.matcher(siteName).replaceFirst("");
        }
        List<String> parts = Arrays.stream(PARTS.split(title))
                .map(part -> GREETING.matcher(part).replaceFirst("").strip())
                .filter(part -> isName(part, lexicon))
                .toList();
        String name = likeHost(parts, host).or(() -> brand(parts, title)).orElse(host.isEmpty() ? "This site" : host);
        return PLACE.matcher(name).replaceFirst("$1");
    }

    private static boolean isName(String text, SiteLexicon lexicon) {
        return !text.isEmpty()
                && text.codePoints().anyMatch(Character::isLetter)
                && !NO_NAME.matcher(text).find()
                && LimitedPattern.split(text, " ").length <= MOST_WORDS
                && !lexicon.furniture().contains(text.toLowerCase(Locale.ROOT));
    }

    /** {@code Green Acre Nursery} and {@code greenacre.example} belong together. */
    private static Optional<String> likeHost(List<String> parts, String host) {
        String label = letters(LimitedPattern.replaceFirst(host, "\\.[^.]*$", ""));
        return parts.stream()
                .filter(part -> letters(part).length() > 2)
                .filter(part -> label.contains(letters(part))
                        || label.length() > 3 && letters(part).contains(label))
                .min(Comparator.comparingInt(String::length));
    }

    /** The brand stands at the end as a rule, and it is short. */
    private static Optional<String> brand(List<String> parts, String title) {
        if (parts.size() == 1 && !PARTS.matcher(title).find()) {
            return LimitedPattern.split(parts.get(0), " ").length <= 5
                            && !LimitedPattern.matches(parts.get(0), ".*[.!?]$")
                    ? Optional.of(parts.get(0))
                    : Optional.empty();
        }
        return parts.stream()
                .filter(part -> LimitedPattern.split(part, " ").length <= 5)
                .reduce((first, second) ->
                        LimitedPattern.split(second, " ").length <= LimitedPattern.split(first, " ").length
                                ? second
                                : first);
    }

    private static String letters(String text) {
        return LimitedPattern.replaceAll(text.toLowerCase(Locale.ROOT), "[^\\p{L}\\p{N}]", "");
    }
}
