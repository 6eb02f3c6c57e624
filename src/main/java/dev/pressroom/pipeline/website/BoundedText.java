package dev.pressroom.pipeline.website;

import dev.pressroom.base.CleanText;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** Bounds the size of texts from models and pages, and removes characters that Postgres rejects. */
final class BoundedText {
    private static final int MAX_TEXT_CHARACTERS = 1500;
    private static final int MAX_ITEMS = 12;

    private BoundedText() {}

    /** The answer of a model: cleaned, texts cut at 1,500 characters and lists at 12 items. */
    static JsonObject answer(JsonObject answer) {
        JsonObject bounded = new JsonObject();
        CleanText.of(answer).forEach(member -> bounded.put(member.getKey(), value(member.getValue())));
        return bounded;
    }

    /** At most {@code max} characters, without half a surrogate pair. */
    static String text(String text, int max) {
        return text.length() <= max
                ? text
                : CleanText.of(text.substring(0, max)).stripTrailing();
    }

    /** The first {@code max} items. */
    static JsonArray first(JsonArray items, int max) {
        JsonArray first = new JsonArray();
        items.stream().limit(max).forEach(first::add);
        return first;
    }

    private static Object value(Object value) {
        if (value instanceof String text) {
            return text(text.strip(), MAX_TEXT_CHARACTERS);
        }
        if (value instanceof JsonObject object) {
            return answer(object);
        }
        if (value instanceof JsonArray array) {
            JsonArray bounded = new JsonArray();
            array.stream().limit(MAX_ITEMS).map(BoundedText::value).forEach(bounded::add);
            return bounded;
        }
        return value;
    }
}
