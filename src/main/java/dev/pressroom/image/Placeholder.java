package dev.pressroom.image;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A placeholder for an image in an article: {@code ![IMAGE:type:description]} or {@code
 * ![CHART:type|title|labels|values]}. Brackets in it must be balanced or escaped by a backslash. When {@code (}
 * follows, it is an existing image and no placeholder.
 */
public sealed interface Placeholder {
    /** Index of its first character in the text. */
    int start();

    /** Index after its last character. */
    int end();

    /** Its source text. */
    String raw();

    /** The kind of image or chart, such as {@code hero_image} or {@code bar}. */
    String type();

    /** Description or title for readers; may be empty. */
    String text();

    /**
     * The chart that it describes; empty for an image.
     *
     * @throws dev.pressroom.base.Failure {@code MODEL_ANSWER_INVALID}, when it is a chart that cannot be drawn
     */
    Optional<Chart> chart();

    /** @param type of image, such as {@code hero_image}; {@code illustration} when none is given */
    record Picture(int start, int end, String raw, String type, String text) implements Placeholder {
        @Override
        public Optional<Chart> chart() {
            return Optional.empty();
        }
    }

    /** @param text the title of the chart */
    record Diagram(int start, int end, String raw, String type, String text, List<String> labels, List<String> values)
            implements Placeholder {
        @Override
        public Optional<Chart> chart() {
            return Optional.of(Chart.of(type, text, labels, values));
        }
    }

    /** All placeholders of a text, in order. */
    static List<Placeholder> in(String markdown) {
        List<Placeholder> found = new ArrayList<>();
        BracketPairs brackets = BracketPairs.of(markdown);
        int from = 0;
        for (int start = markdown.indexOf("![", from); start >= 0; start = markdown.indexOf("![", from)) {
            from = PlaceholderReader.read(markdown, start, brackets)
                    .map(placeholder -> {
                        found.add(placeholder);
                        return placeholder.end();
                    })
                    .orElse(start + 2);
        }
        return found;
    }

    /** The text with each placeholder replaced. */
    static String replaced(String markdown, Function<Placeholder, String> by) {
        StringBuilder text = new StringBuilder();
        int from = 0;
        for (Placeholder placeholder : in(markdown)) {
            text.append(markdown, from, placeholder.start()).append(by.apply(placeholder));
            from = placeholder.end();
        }
        return text.append(markdown, from, markdown.length()).toString();
    }
}
