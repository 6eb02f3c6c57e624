package dev.pressroom.http;

import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import dev.pressroom.base.TextPattern;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.validation.SchemaValidationException;
import io.vertx.openapi.validation.ValidatorErrorType;
import io.vertx.openapi.validation.ValidatorException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Says in plain English, and once for each place, what the request validator found wrong. */
final class Violations {
    private static final TextPattern PARAMETER = TextPattern.of(1000, "(?:query|path|header|cookie) parameter (\\S+)");
    private static final int MOST = 50;

    /**
     * One thing that is wrong with a request.
     *
     * @param path a JSON pointer (RFC 6901) into the body, empty for all of it; or the name of a parameter
     * @param message goes on from the path: "is required"
     */
    record Violation(String path, String message) {}

    private Violations() {}

    /** What to answer: the code that fits, and the details when there are any. */
    static Failure failure(ValidatorException invalid) {
        if (isUndecodableBody(invalid)) {
            return new Failure(ErrorCode.MALFORMED_JSON, "The request's body is no valid JSON.");
        }
        if (invalid.type() == ValidatorErrorType.UNSUPPORTED_VALUE_FORMAT
                && parameter(invalid).isEmpty()) {
            return new Failure(ErrorCode.UNSUPPORTED_MEDIA_TYPE, "Send the body as application/json.");
        }
        return failure(of(invalid));
    }

    /** What to answer to a body that is JSON, but not as it should be. The first faults are told. */
    static Failure failure(List<Violation> found) {
        List<Violation> all = found.subList(0, Math.min(MOST, found.size()));
        JsonArray details = new JsonArray();
        all.forEach(one -> details.add(new JsonObject().put("path", one.path()).put("message", one.message())));
        return new ErrorAnswer.DetailedFailure(
                ErrorCode.VALIDATION_FAILED, sentence(all), new JsonObject().put("details", details));
    }

    /** The faults in the order in which the document names the members; never empty. */
    static List<Violation> of(ValidatorException invalid) {
        Optional<String> parameter = parameter(invalid);
        if (!(invalid instanceof SchemaValidationException schema)) {
            return List.of(new Violation(parameter.orElse(""), withoutSchema(invalid, parameter)));
        }
        Map<String, String> byPath = new LinkedHashMap<>();
        schema.getOutputUnit().getErrors().stream()
                .flatMap(unit -> Wording.of(unit, parameter).stream())
                .forEach(violation -> byPath.putIfAbsent(violation.path(), violation.message()));
        return byPath.entrySet().stream()
                .limit(MOST)
                .map(entry -> new Violation(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static String withoutSchema(ValidatorException invalid, Optional<String> parameter) {
        return switch (invalid.type()) {
            case MISSING_REQUIRED_PARAMETER -> parameter.isPresent() ? "is required" : "must be a JSON object";
            default -> "cannot be read";
        };
    }

    private static boolean isUndecodableBody(ValidatorException invalid) {
        return invalid.type() == ValidatorErrorType.ILLEGAL_VALUE
                && invalid.getMessage().contains("body can't be decoded");
    }

    /** The validator names the parameter in its message only. */
    private static Optional<String> parameter(ValidatorException invalid) {
        return PARAMETER.find(invalid.getMessage()).map(found -> found.group(1));
    }

    private static String sentence(List<Violation> all) {
        return all.stream()
                .map(one -> (one.path().isEmpty() ? "The request's body" : one.path()) + " " + one.message())
                .collect(Collectors.joining("; ", "", "."));
    }
}
