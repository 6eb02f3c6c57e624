package dev.pressroom.http;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.JsonSchema;
import java.util.List;

/**
 * Cuts texts that are longer than their schema allows. The schema validator of the library matches a pattern
 * (java.util.regex) whatever the length; it finds a cut text too long all the same.
 */
final class LongTexts {
    private static final List<String> COMBINED = List.of("allOf", "anyOf", "oneOf");

    private LongTexts() {}

    /** The same value, changed in place where it is an object or an array. */
    static Object cut(Object value, JsonSchema schema) {
        return schema instanceof JsonObject object ? cut(value, object) : value;
    }

    private static Object cut(Object value, JsonObject schema) {
        Object cut = value;
        for (String keyword : COMBINED) {
            for (Object part : schema.getJsonArray(keyword, new JsonArray())) {
                cut = part instanceof JsonObject object ? cut(cut, object) : cut;
            }
        }
        if (cut instanceof String text && schema.getValue("maxLength") instanceof Integer most) {
            return text.length() <= atMost(most) ? text : text.substring(0, atMost(most));
        }
        if (cut instanceof JsonObject object && schema.getValue("properties") instanceof JsonObject properties) {
            properties.forEach(property -> cutMember(object, property.getKey(), property.getValue()));
        }
        if (cut instanceof JsonArray array && schema.getValue("items") instanceof JsonObject items) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, cut(array.getValue(i), items));
            }
        }
        return cut;
    }

    private static void cutMember(JsonObject object, String name, Object schema) {
        if (object.containsKey(name) && schema instanceof JsonObject member) {
            object.put(name, cut(object.getValue(name), member));
        }
    }

    /** UTF-16 units of a text that is too long, also where the limit counts code points. */
    private static int atMost(int maxLength) {
        return 2 * maxLength + 2;
    }
}
