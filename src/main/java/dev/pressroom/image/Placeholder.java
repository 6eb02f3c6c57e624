package dev.pressroom.image;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What stands in an article until a picture is made: {@code ![IMAGE:type:description]} or
 * {@code ![CHART:type|title|labels|values]}. Brackets in it may be balanced or escaped by a backslash. Followed by
 * {@code (} it is an image that is there already, and none.
 */
public sealed interface Placeholder {
    /** Where it begins in the text. */
    int start();

    /** Where the text goes on after it. */
    int end();

    /** As it stands in the text. */
    String raw();

    /** The kind of picture or chart: {@code hero_image}, {@code bar}. */
    String type();

    /** What it shows, in words for readers; may be empty. */
    String text();

    /**
     * The chart that it describes; empty for a picture.
     *
     * @throws dev.pressroom.base.Failure with {@code MODEL_ANSWER_INVALID}, when it is to be a chart and cannot
     */
    Optional<Chart> chart();

    /** @param type of picture, such as {@code hero_image}; {@code illustration} where none is given */
    record Picture(int start, int end, String raw, String type, String text) implements Placeholder {
        @Override
        public Optional<Chart> chart() {
            return Optional.empty();
        }
    }

    /** @param text its title */
    record Diagram(int start, int end, String raw, String type, String text, List<String> labels, List<String> values)
            implements Placeholder {
        @Override
        public Optional<Chart> chart() {
            return Optional.of(Chart.of(type, text, labels, values));
        }
    }

    /** All in a text, in order. */
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

    /** The text with something else in the place of each. */
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
