package dev.pressroom.pipeline;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.stream.Collector;

/** Takes out of text what Postgres refuses to store: NUL characters and halves of surrogate pairs. */
public final class CleanText {
    private CleanText() {}

    public static String of(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints()
                .filter(c -> c != 0 && !(c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE))
                .forEach(clean::appendCodePoint);
        return clean.length() == text.length() ? text : clean.toString();
    }

    /** A copy with every text in it cleaned, names of members included. */
    public static JsonObject of(JsonObject json) {
        JsonObject clean = new JsonObject();
        json.forEach(member -> clean.put(of(member.getKey()), value(member.getValue())));
        return clean;
    }

    public static JsonArray of(JsonArray json) {
        return json.stream().collect(Collector.of(JsonArray::new, (a, v) -> a.add(value(v)), JsonArray::addAll));
    }

    private static Object value(Object value) {
        if (value instanceof String text) {
            return of(text);
        }
        if (value instanceof JsonObject object) {
            return of(object);
        }
        return value instanceof JsonArray array ? of(array) : value;
    }
}
