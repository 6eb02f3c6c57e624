package dev.pressroom.http.schema;

import io.vertx.core.json.JsonArray;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Says in words what a keyword of a schema asks for. The sentence begins with the place of the value. */
final class SchemaMessages {
    /** What a pattern of the OpenAPI document is there for, by the member or parameter it is on. */
    private static final Map<String, String> PATTERNS = Map.of(
            "jobId", "must be a UUID",
            "postId", "must be a UUID",
            "imageId", "must be a UUID",
            "cursor", "must be the nextCursor of an earlier page",
            "email", "must be an e-mail address",
            "websiteUrl", "must be an http(s) URL");

    private static final Map<String, String> TYPES = Map.of(
            "string", "a string",
            "boolean", "a boolean",
            "integer", "a whole number",
            "number", "a number",
            "object", "an object",
            "array", "an array");

    private SchemaMessages() {}

    /**
     * @param given the keyword's value
     * @param name of the member or parameter
     */
    static String of(String keyword, Object given, String name) {
        return switch (keyword) {
            case "type" -> "must be " + types(given);
            case "enum" -> "must be one of " + choices((JsonArray) given);
            case "format" -> given.equals("uuid") ? "must be a UUID" : "must be an http(s), mailto or relative link";
            case "pattern" -> PATTERNS.getOrDefault(name, "must not be blank");
            case "minLength" -> "must have at least " + given + " characters";
            case "maxLength" -> "must have at most " + given + " characters";
            case "minItems" -> "must have at least " + given + " items";
            case "maxItems" -> "must have at most " + given + " items";
            case "maxProperties" -> "must have at most " + given + " members";
            case "minimum" -> "must be at least " + given;
            case "maximum" -> "must be at most " + given;
            default -> throw new IllegalArgumentException(keyword);
        };
    }

    /** That null is the same as leaving a member out need not be said. */
    private static String types(Object given) {
        Stream<?> types = given instanceof JsonArray several ? several.stream() : Stream.of(given);
        return types.filter(type -> !"null".equals(type))
                .map(type -> TYPES.getOrDefault(type, type.toString()))
                .collect(Collectors.joining(" or "));
    }

    private static String choices(JsonArray choices) {
        return choices.stream().filter(Objects::nonNull).map(Object::toString).collect(Collectors.joining(", "));
    }
}
