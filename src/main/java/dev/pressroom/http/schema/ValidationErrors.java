package dev.pressroom.http.schema;

import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import dev.pressroom.http.request.ErrorResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.Collectors;

/** The answer to a request that does not fit the OpenAPI document. */
public final class ValidationErrors {
    /** Faults that one answer names. Whoever looks for faults stops at this number. */
    public static final int MOST = 20;

    /**
     * One thing that is wrong with a request.
     *
     * @param path a JSON pointer (RFC 6901) into the body, empty for all of it; or the name of a parameter
     * @param message continues the path: "is required"
     */
    public record Violation(String path, String message) {}

    private ValidationErrors() {}

    /** @param found at least one */
    public static Failure failure(List<Violation> found) {
        JsonArray details = new JsonArray();
        found.forEach(
                one -> details.add(new JsonObject().put("path", one.path()).put("message", one.message())));
        return new ErrorResponse.DetailedFailure(
                ErrorCode.VALIDATION_FAILED, sentence(found), new JsonObject().put("details", details));
    }

    private static String sentence(List<Violation> all) {
        return all.stream()
                .map(one -> (one.path().isEmpty() ? "The request's body" : one.path()) + " " + one.message())
                .collect(Collectors.joining("; ", "", "."));
    }
}
