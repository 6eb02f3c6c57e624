package dev.pressroom.base;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;

/**
 * Removes control characters (except line feeds and tabs), unpaired surrogates, byte order marks and bidirectional
 * formatting characters from text. Postgres refuses NUL and unpaired surrogates, terminals execute control characters, and
 * bidirectional formatting can disguise one text as another.
 */
public final class CleanText {
    private CleanText() {}

    /**
     * The cleaned text, line breaks kept. Cleaning a text in parts gives the same result, unless a surrogate pair is split.
     */
    public static String of(String text) {
        int dirty = firstDirty(text);
        if (dirty == text.length()) {
            return text;
        }
        StringBuilder clean = new StringBuilder(text.length()).append(text, 0, dirty);
        for (int i = dirty; i < text.length(); ) {
            int point = text.codePointAt(i);
            i += Character.charCount(point);
            if (isText(point)) {
                clean.appendCodePoint(point);
            }
        }
        return clean.toString();
    }

    /** The cleaned text on one line: line breaks and tabs become spaces, leading and trailing white space is removed. */
    public static String line(String text) {
        return of(text).replace('\n', ' ')
                .replace('\t', ' ')
                .replace('\u2028', ' ')
                .replace('\u2029', ' ')
                .strip();
    }

    private static int firstDirty(String text) {
        for (int i = 0; i < text.length(); ) {
            int point = text.codePointAt(i);
            if (!isText(point)) {
                return i;
            }
            i += Character.charCount(point);
        }
        return text.length();
    }

    private static boolean isText(int point) {
        if (point < 0x80) {
            return point >= ' ' && point != 0x7f || point == '\n' || point == '\t';
        }
        return switch (Character.getType(point)) {
            case Character.CONTROL, Character.SURROGATE -> false;
            case Character.FORMAT -> !isBidiControl(point) && point != 0xfeff;
            default -> true;
        };
    }

    /** The characters with the property Bidi_Control (UAX 9). */
    private static boolean isBidiControl(int point) {
        return point == 0x061c
                || point == 0x200e
                || point == 0x200f
                || point >= 0x202a && point <= 0x202e
                || point >= 0x2066 && point <= 0x2069;
    }

    /** A copy in which every text is cleaned, member names included. */
    public static JsonObject of(JsonObject json) {
        JsonObject clean = new JsonObject();
        for (Map.Entry<String, Object> member : json) {
            clean.put(of(member.getKey()), value(member.getValue()));
        }
        return clean;
    }

    /** A copy in which every text is cleaned, member names included. */
    public static JsonArray of(JsonArray json) {
        JsonArray clean = new JsonArray();
        for (Object item : json) {
            clean.add(value(item));
        }
        return clean;
    }

    /** Uses two stack frames per level: old rows, stored before the depth was bounded, can be 1000 levels deep. */
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
