package dev.pressroom.base;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Stop words of eight European languages ("and", "with", "your"): words without information about the subject of a text. */
public final class StopWords {
    private static final Set<String> WORDS = load();

    private StopWords() {}

    /** @param word in any case */
    public static boolean contains(String word) {
        return WORDS.contains(word.toLowerCase(Locale.ROOT));
    }

    private static Set<String> load() {
        try (InputStream file = StopWords.class.getResourceAsStream("/stop-words.txt")) {
            String text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
            List<String> lines =
                    text.lines().filter(line -> !line.startsWith("#")).toList();
            return Set.copyOf(Chars.words(String.join(" ", lines)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
