package dev.pressroom.http.schema;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pressroom.base.Chars;
import dev.pressroom.base.TextPattern;
import dev.pressroom.page.SafeLink;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A JSON schema, made into a predicate once: what it does not accept is not valid, and {@link SchemaErrors} says why. It
 * is there because the library's validator interprets the schema anew for each value, which cost half of a request.
 */
public final class SchemaPredicate {
    /** Keywords that say nothing about what is valid. */
    private static final Set<String> TALK = Set.of("description", "title", "examples", "default", "deprecated");

    private SchemaPredicate() {}

    /** Empty when the schema says something that is not known here. */
    public static Optional<Predicate<JsonNode>> of(JsonObject schema) {
        try {
            return Optional.of(compiled(schema));
        } catch (UnknownKeyword unknown) {
            return Optional.empty();
        }
    }

    private static Predicate<JsonNode> compiled(JsonObject schema) {
        return schema.fieldNames().stream()
                .filter(name -> !TALK.contains(name) && !name.startsWith("x-") && !name.startsWith("__"))
                .sorted(Comparator.comparingInt(SchemaPredicate::cost))
                .map(name -> compiled(name, schema.getValue(name), schema))
                .reduce(value -> true, Predicate::and);
    }

    /** The order of the checks: the size of a value comes before its contents. */
    private static int cost(String keyword) {
        return switch (keyword) {
            case "pattern", "format" -> 2;
            case "properties", "items" -> 3;
            default -> keyword.equals("type") || keyword.startsWith("max") ? 0 : 1;
        };
    }

    private static Predicate<JsonNode> compiled(String keyword, Object given, JsonObject schema) {
        return switch (keyword) {
            case "type" -> given instanceof JsonArray several ? anyType(several) : type((String) given);
            case "enum" -> oneOf((JsonArray) given);
            case "pattern" -> pattern((String) given, schema);
            case "format" -> format((String) given);
            case "maxLength" -> text(text -> hasAtMost((Integer) given, text));
            case "minLength" -> text(text -> text.codePointCount(0, text.length()) >= (Integer) given);
            case "minimum" -> number(number -> number >= ((Number) given).doubleValue());
            case "maximum" -> number(number -> number <= ((Number) given).doubleValue());
            case "required" -> required((JsonArray) given);
            case "properties" -> properties((JsonObject) given);
            case "maxProperties" -> object(object -> object.size() <= (Integer) given);
            case "maxItems" -> array(array -> array.size() <= (Integer) given);
            case "minItems" -> array(array -> array.size() >= (Integer) given);
            case "items" -> items(compiled((JsonObject) given));
            default -> throw new UnknownKeyword();
        };
    }

    private static Predicate<JsonNode> anyType(JsonArray types) {
        return types.stream().map(name -> type((String) name)).reduce(value -> false, Predicate::or);
    }

    private static Predicate<JsonNode> type(String name) {
        return switch (name) {
            case "string" -> JsonNode::isTextual;
            case "null" -> JsonNode::isNull;
            case "boolean" -> JsonNode::isBoolean;
            case "integer" -> JsonNode::isIntegralNumber;
            case "number" -> JsonNode::isNumber;
            case "object" -> JsonNode::isObject;
            case "array" -> JsonNode::isArray;
            default -> throw new UnknownKeyword();
        };
    }

    private static Predicate<JsonNode> oneOf(JsonArray values) {
        Set<Object> known = values.stream().collect(HashSet::new, Set::add, Set::addAll);
        if (!known.stream().allMatch(value -> value == null || value instanceof String)) {
            throw new UnknownKeyword();
        }
        return value -> (value.isTextual() || value.isNull()) && known.contains(value.textValue());
    }

    /** In characters, of which a text has at most as many as chars, and at least half as many. */
    private static boolean hasAtMost(int characters, String text) {
        return text.length() <= characters
                || text.length() <= 2 * characters && text.codePointCount(0, text.length()) <= characters;
    }

    /** @throws IllegalArgumentException without a maxLength beside it, which every pattern needs */
    private static Predicate<JsonNode> pattern(String regex, JsonObject schema) {
        if (!(schema.getValue("maxLength") instanceof Integer maxLength)) {
            throw new IllegalArgumentException("the pattern " + regex + " has no maxLength beside it");
        }
        TextPattern pattern = TextPattern.of(2 * maxLength, regex);
        return text(pattern::isIn);
    }

    private static Predicate<JsonNode> format(String name) {
        return switch (name) {
            case "uuid" -> text(Chars::isUuid);
            case "link" -> text(SafeLink::isSafe);
            default -> throw new UnknownKeyword();
        };
    }

    private static Predicate<JsonNode> required(JsonArray names) {
        List<String> all = names.stream().map(String.class::cast).toList();
        return object(object -> all.stream().allMatch(object::has));
    }

    private static Predicate<JsonNode> properties(JsonObject schemas) {
        List<Property> all = schemas.stream()
                .map(each -> new Property(each.getKey(), compiled((JsonObject) each.getValue())))
                .toList();
        return object(object -> {
            for (Property property : all) {
                JsonNode value = object.get(property.name);
                if (value != null && !property.check.test(value)) {
                    return false;
                }
            }
            return true;
        });
    }

    private record Property(String name, Predicate<JsonNode> check) {}

    private static Predicate<JsonNode> items(Predicate<JsonNode> check) {
        return array(array -> {
            for (JsonNode item : array) {
                if (!check.test(item)) {
                    return false;
                }
            }
            return true;
        });
    }

    /** A keyword about texts says nothing about other values; so do those below. */
    private static Predicate<JsonNode> text(Predicate<String> check) {
        return value -> !value.isTextual() || check.test(value.textValue());
    }

    private static Predicate<JsonNode> number(Predicate<Double> check) {
        return value -> !value.isNumber() || check.test(value.doubleValue());
    }

    private static Predicate<JsonNode> object(Predicate<JsonNode> check) {
        return value -> !value.isObject() || check.test(value);
    }

    private static Predicate<JsonNode> array(Predicate<JsonNode> check) {
        return value -> !value.isArray() || check.test(value);
    }

    private static final class UnknownKeyword extends RuntimeException {
        private static final long serialVersionUID = 1;

        UnknownKeyword() {
            super(null, null, false, false);
        }
    }
}
