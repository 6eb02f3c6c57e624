package dev.pressroom.http.schema;

import io.vertx.core.json.JsonArray;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Describes the keywords of a schema as predicates for error messages, whose subject is the path of the value. */
final class SchemaMessages {
    /** The meaning of each pattern in the OpenAPI document, by the name of its member or parameter. */
    private static final Map<String, String> PATTERN_MESSAGES = Map.of(
            "jobId", "must be a UUID",
            "postId", "must be a UUID",
            "imageId", "must be a UUID",
            "cursor", "must be the nextCursor of an earlier page",
            "email", "must be an e-mail address",
            "websiteUrl", "must be an http(s) URL");

    private static final Map<String, String> TYPE_NAMES = Map.of(
            "string", "a string",
            "boolean", "a boolean",
            "integer", "a whole number",
            "number", "a number",
            "object", "an object",
            "array", "an array");

    private SchemaMessages() {}

    /**
     * @param operand the value of the keyword in the schema
     * @param name of the member or parameter
     */
    static String of(String keyword, Object operand, String name) {
        return switch (keyword) {
            case "type" -> "must be " + types(operand);
            case "enum" -> "must be one of " + choices((JsonArray) operand);
            case "format" -> operand.equals("uuid") ? "must be a UUID" : "must be an http(s), mailto or relative link";
            case "pattern" -> PATTERN_MESSAGES.getOrDefault(name, "must not be blank");
            case "minLength" -> "must have at least " + operand + " characters";
            case "maxLength" -> "must have at most " + operand + " characters";
            case "minItems" -> "must have at least " + operand + " items";
            case "maxItems" -> "must have at most " + operand + " items";
            case "maxProperties" -> "must have at most " + operand + " members";
            case "minimum" -> "must be at least " + operand;
            case "maximum" -> "must be at most " + operand;
            default -> throw new IllegalArgumentException(keyword);
        };
    }

    /** Omits null, which means the same as a missing member. */
    private static String types(Object operand) {
        Stream<?> types = operand instanceof JsonArray several ? several.stream() : Stream.of(operand);
        return types.filter(type -> !"null".equals(type))
                .map(type -> TYPE_NAMES.getOrDefault(type, type.toString()))
                .collect(Collectors.joining(" or "));
    }

    private static String choices(JsonArray choices) {
        return choices.stream().filter(Objects::nonNull).map(Object::toString).collect(Collectors.joining(", "));
    }
}
