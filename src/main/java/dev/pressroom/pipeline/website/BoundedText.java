package dev.pressroom.pipeline.website;

import dev.pressroom.base.CleanText;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** Keeps what a model or a page says within bounds, and free of what Postgres refuses. */
final class BoundedText {
    private static final int LONGEST_TEXT = 1500;
    private static final int MOST_ITEMS = 12;

    private BoundedText() {}

    /** A model's answer: cleaned, its texts and lists cut to a sane size. */
    static JsonObject answer(JsonObject answer) {
        JsonObject bounded = new JsonObject();
        CleanText.of(answer).forEach(member -> bounded.put(member.getKey(), value(member.getValue())));
        return bounded;
    }

    /** At most so many characters, and no half of a pair. */
    static String text(String text, int most) {
        return text.length() <= most
                ? text
                : CleanText.of(text.substring(0, most)).stripTrailing();
    }

    /** The first items. */
    static JsonArray first(JsonArray items, int most) {
        JsonArray first = new JsonArray();
        items.stream().limit(most).forEach(first::add);
        return first;
    }

    private static Object value(Object value) {
        if (value instanceof String text) {
            return text(text.strip(), LONGEST_TEXT);
        }
        if (value instanceof JsonObject object) {
            return answer(object);
        }
        if (value instanceof JsonArray array) {
            JsonArray bounded = new JsonArray();
            array.stream().limit(MOST_ITEMS).map(BoundedText::value).forEach(bounded::add);
            return bounded;
        }
        return value;
    }
}
