package dev.pressroom.http;

import dev.pressroom.base.Chars;
import dev.pressroom.base.TextPattern;
import io.vertx.json.schema.OutputUnit;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Turns one unit of the schema validator's output into words. The validator tells every step on its way down to the
 * fault; the keywords known here are the faults themselves, the rest is the way and says nothing.
 */
final class Wording {
    /** Characters of the validator's message that are read. */
    private static final int LONGEST = 2000;

    private static final TextPattern QUOTED = TextPattern.of(LONGEST, "\"(.*)\"");
    private static final TextPattern LIMIT = TextPattern.of(LONGEST, "[<>] (-?\\d+)");
    private static final TextPattern BOUND = TextPattern.of(LONGEST, "than (-?\\d+)");
    private static final TextPattern EXPECTED = TextPattern.of(LONGEST, "Expected (.*)$");
    private static final TextPattern CHOICES = TextPattern.of(LONGEST, "any of \\[(.*)]$");

    /** What a pattern of the OpenAPI document is there for, by the member or parameter it is on. */
    private static final Map<String, String> PATTERNS = Map.of(
            "jobId", "must be a UUID",
            "postId", "must be a UUID",
            "imageId", "must be a UUID",
            "cursor", "must be the nextCursor of an earlier page",
            "href", "must be an http(s) or a relative link",
            "email", "must be an e-mail address",
            "websiteUrl", "must be an http(s) URL");

    private static final Map<String, String> TYPES = Map.of(
            "string", "a string",
            "boolean", "a boolean",
            "integer", "a whole number",
            "number", "a number",
            "object", "an object",
            "array", "an array");

    private Wording() {}

    /** @param parameter the name of the parameter that is meant; empty: something in the body */
    static Optional<Violations.Violation> of(OutputUnit unit, Optional<String> parameter) {
        String path = parameter.orElseGet(() -> pointer(unit.getInstanceLocation()));
        String keyword = last(unit.getKeywordLocation());
        return keyword.equals("required")
                ? Optional.of(new Violations.Violation(path + "/" + first(QUOTED, unit), "is required"))
                : message(keyword, last(path), unit).map(message -> new Violations.Violation(path, message));
    }

    private static Optional<String> message(String keyword, String name, OutputUnit unit) {
        return Optional.ofNullable(
                switch (keyword) {
                    case "type" -> "must be " + types(first(EXPECTED, unit));
                    case "enum" -> "must be one of " + choices(first(CHOICES, unit));
                    case "format" -> "must be a " + first(QUOTED, unit).replace("uuid", "UUID");
                    case "pattern" -> PATTERNS.getOrDefault(name, "must not be blank");
                    case "minLength" -> "must have at least " + first(LIMIT, unit) + " characters";
                    case "maxLength" -> "must have at most " + first(LIMIT, unit) + " characters";
                    case "minItems" -> "must have at least " + first(LIMIT, unit) + " items";
                    case "maxItems" -> "must have at most " + first(LIMIT, unit) + " items";
                    case "minimum" -> "must be at least " + first(BOUND, unit);
                    case "maximum" -> "must be at most " + first(BOUND, unit);
                    default -> null;
                });
    }

    /** From {@code boolean, null} to "a boolean": that null is the same as nothing need not be said. */
    private static String types(String expected) {
        return Chars.split(expected, ',').stream()
                .map(String::strip)
                .filter(Predicate.not("null"::equals))
                .map(type -> TYPES.getOrDefault(type, type))
                .collect(Collectors.joining(" or "));
    }

    private static String choices(String json) {
        return Chars.split(json, ',').stream()
                .map(choice -> choice.replace("\"", ""))
                .filter(Predicate.not("null"::equals))
                .collect(Collectors.joining(", "));
    }

    private static String pointer(String location) {
        String pointer = location.startsWith("#") ? location.substring(1) : location;
        return URLDecoder.decode(pointer.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static String last(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static String first(TextPattern pattern, OutputUnit unit) {
        return pattern.find(unit.getError()).map(found -> found.group(1)).orElse("");
    }
}
