package dev.pressroom.base;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Stop words of eight European languages ("and", "with", "your"): words without information about the subject of a text. */
public final class StopWords {
    /** The headings of the file, with the tags of their languages. */
    private static final Map<String, String> TAGS = Map.of(
            "# English", "en",
            "# German", "de",
            "# French", "fr",
            "# Spanish", "es",
            "# Italian", "it",
            "# Portuguese", "pt",
            "# Dutch", "nl",
            "# Polish", "pl");

    /** Words of a text that are read to find its language. */
    private static final int MAX_WORDS = 2000;

    /** Stop words of a language that a text must have at least. */
    private static final int MIN_FOUND = 5;

    private static final Map<String, Set<String>> BY_LANGUAGE = load();
    private static final Set<String> WORDS =
            BY_LANGUAGE.values().stream().flatMap(Collection::stream).collect(Collectors.toUnmodifiableSet());

    private StopWords() {}

    /** @param word in any case */
    public static boolean contains(String word) {
        return WORDS.contains(word.toLowerCase(Locale.ROOT));
    }

    /**
     * The language of a text by its stop words, as a BCP 47 tag. Empty for a text with few of them, and when two languages
     * have about as many: the leading one needs twice as many as the next.
     */
    public static Optional<String> language(String text) {
        List<String> words = Chars.words(text, MAX_WORDS).stream()
                .map(word -> word.toLowerCase(Locale.ROOT))
                .toList();
        String best = null;
        long most = 0;
        long second = 0;
        for (Map.Entry<String, Set<String>> language : BY_LANGUAGE.entrySet()) {
            long found = words.stream().filter(language.getValue()::contains).count();
            if (found > most) {
                second = most;
                most = found;
                best = language.getKey();
            } else {
                second = Math.max(second, found);
            }
        }
        return most >= MIN_FOUND && most >= 2 * second ? Optional.ofNullable(best) : Optional.empty();
    }

    private static Map<String, Set<String>> load() {
        try (InputStream file = StopWords.class.getResourceAsStream("/stop-words.txt")) {
            Map<String, Set<String>> words = new LinkedHashMap<>();
            String language = "en";
            for (String line : new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList()) {
                if (line.startsWith("#")) {
                    language = TAGS.getOrDefault(line, language);
                } else {
                    words.computeIfAbsent(language, tag -> new HashSet<>()).addAll(Chars.words(line));
                }
            }
            return words;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
