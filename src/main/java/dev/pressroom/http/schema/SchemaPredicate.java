package dev.pressroom.http.schema;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pressroom.base.Chars;
import dev.pressroom.base.TextPattern;
import dev.pressroom.page.url.SafeLink;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Compiles a JSON schema into a predicate that decides whether a value is valid; {@link SchemaErrors} finds the reasons. The
 * validator of Vert.x interprets the schema for each value, which took half of the time of a request.
 */
final class SchemaPredicate {
    /** Keywords without effect on validity. */
    private static final Set<String> ANNOTATIONS = Set.of("description", "title", "examples", "default", "deprecated");

    /** Checks for the patterns of most requests, with the result of RE2/J, which takes several times as long. */
    static final Map<String, Predicate<String>> CHECKS_OF_PATTERNS = Map.of(
            "\\S",
            text -> text.chars().anyMatch(c -> "\t\n\f\r ".indexOf(c) < 0),
            "^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$",
            Chars::isUuid);

    private SchemaPredicate() {}

    /** Empty when the schema has a keyword that is not supported. */
    static Optional<Predicate<JsonNode>> of(JsonObject schema) {
        try {
            return Optional.of(compile(schema));
        } catch (UnsupportedKeyword e) {
            return Optional.empty();
        }
    }

    private static Predicate<JsonNode> compile(JsonObject schema) {
        return schema.fieldNames().stream()
                .filter(name -> !ANNOTATIONS.contains(name) && !name.startsWith("x-") && !name.startsWith("__"))
                .sorted(Comparator.comparingInt(SchemaPredicate::cost))
                .map(name -> compile(name, schema.getValue(name), schema))
                .reduce(value -> true, Predicate::and);
    }

    /** Rank in the order of the checks: the size of a value comes before its contents. */
    private static int cost(String keyword) {
        return switch (keyword) {
            case "pattern", "format" -> 2;
            case "properties", "items", "anyOf" -> 3;
            default -> keyword.equals("type") || keyword.startsWith("max") ? 0 : 1;
        };
    }

    /** @param operand the value of the keyword in the schema */
    private static Predicate<JsonNode> compile(String keyword, Object operand, JsonObject schema) {
        return switch (keyword) {
            case "type" -> operand instanceof JsonArray several ? anyType(several) : type((String) operand);
            case "enum" -> oneOf((JsonArray) operand);
            case "pattern" -> pattern((String) operand, schema);
            case "format" -> format((String) operand);
            case "maxLength" -> text(text -> hasAtMost((Integer) operand, text));
            case "minLength" -> text(text -> text.codePointCount(0, text.length()) >= (Integer) operand);
            case "minimum" -> number(number -> number >= ((Number) operand).doubleValue());
            case "maximum" -> number(number -> number <= ((Number) operand).doubleValue());
            case "required" -> required((JsonArray) operand);
            case "properties" -> properties((JsonObject) operand);
            case "maxProperties" -> object(object -> object.size() <= (Integer) operand);
            case "maxItems" -> array(array -> array.size() <= (Integer) operand);
            case "minItems" -> array(array -> array.size() >= (Integer) operand);
            case "items" -> items(compile((JsonObject) operand));
            case "anyOf" -> anyOf((JsonArray) operand);
            default -> throw new UnsupportedKeyword();
        };
    }

    private static Predicate<JsonNode> anyOf(JsonArray schemas) {
        return schemas.stream().map(schema -> compile((JsonObject) schema)).reduce(value -> false, Predicate::or);
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
            default -> throw new UnsupportedKeyword();
        };
    }

    private static Predicate<JsonNode> oneOf(JsonArray values) {
        Set<Object> known = values.stream().collect(HashSet::new, Set::add, Set::addAll);
        if (!known.stream().allMatch(value -> value == null || value instanceof String)) {
            throw new UnsupportedKeyword();
        }
        return value -> (value.isTextual() || value.isNull()) && known.contains(value.textValue());
    }

    /** Counts code points, only if necessary: a text of n chars has n/2 to n code points. */
    private static boolean hasAtMost(int characters, String text) {
        return text.length() <= characters
                || text.length() <= 2 * characters && text.codePointCount(0, text.length()) <= characters;
    }

    /** @throws IllegalArgumentException without a maxLength in the same schema: it bounds the cost of the pattern */
    private static Predicate<JsonNode> pattern(String regex, JsonObject schema) {
        if (!(schema.getValue("maxLength") instanceof Integer maxLength)) {
            throw new IllegalArgumentException("the pattern " + regex + " has no maxLength beside it");
        }
        Predicate<String> known = CHECKS_OF_PATTERNS.get(regex);
        return text(known != null ? known : TextPattern.of(2 * maxLength, regex)::isIn);
    }

    private static Predicate<JsonNode> format(String name) {
        return switch (name) {
            case "uuid" -> text(Chars::isUuid);
            case "link" -> text(SafeLink::isSafe);
            default -> throw new UnsupportedKeyword();
        };
    }

    private static Predicate<JsonNode> required(JsonArray names) {
        List<String> all = names.stream().map(String.class::cast).toList();
        return object(object -> all.stream().allMatch(object::has));
    }

    private static Predicate<JsonNode> properties(JsonObject schemas) {
        List<Property> all = schemas.stream()
                .map(each -> new Property(each.getKey(), compile((JsonObject) each.getValue())))
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

    /** A keyword for strings accepts all values of other types (JSON Schema); the same holds for the three below. */
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

    private static final class UnsupportedKeyword extends RuntimeException {
        private static final long serialVersionUID = 1;

        UnsupportedKeyword() {
            super(null, null, false, false);
        }
    }
}
