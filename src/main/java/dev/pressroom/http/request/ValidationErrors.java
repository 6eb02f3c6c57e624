package dev.pressroom.http.request;

import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.Collectors;

/** The failure for a request that does not match the OpenAPI document: {@code VALIDATION_FAILED} with details. */
public final class ValidationErrors {
    /** Violations that one response names; checks stop at this number. */
    public static final int MAX_VIOLATIONS = 20;

    /**
     * One violation in a request.
     *
     * @param path a JSON pointer (RFC 6901) into the body, empty for the whole body; or the name of a parameter
     * @param message a predicate whose subject is the path: "is required"
     */
    public record Violation(String path, String message) {}

    private ValidationErrors() {}

    /** @param violations at least one */
    public static Failure failure(List<Violation> violations) {
        JsonArray details = new JsonArray();
        violations.forEach(violation ->
                details.add(new JsonObject().put("path", violation.path()).put("message", violation.message())));
        return new ErrorResponse.DetailedFailure(
                ErrorCode.VALIDATION_FAILED, sentence(violations), new JsonObject().put("details", details));
    }

    private static String sentence(List<Violation> violations) {
        return violations.stream()
                .map(violation -> (violation.path().isEmpty() ? "The request's body" : violation.path()) + " "
                        + violation.message())
                .collect(Collectors.joining("; ", "", "."));
    }
}
