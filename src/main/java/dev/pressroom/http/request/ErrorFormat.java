package dev.pressroom.http.request;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.OptionalDouble;

/** The forms of an error body. */
enum ErrorFormat {
    /** The error envelope of the API contract. */
    ENVELOPE(JsonResponses.JSON),

    /** Problem details (RFC 9457), with the members of the envelope as extensions. */
    PROBLEM(HttpHeaders.createOptimized("application/problem+json"));

    /** The page that explains each error code, under an anchor with the name of the code. */
    private static final String EXPLANATIONS = "/docs/errors#";

    private final CharSequence contentType;

    ErrorFormat(CharSequence contentType) {
        this.contentType = contentType;
    }

    /** Problem details for a client that names their type and does not prefer JSON; the envelope for all others. */
    static ErrorFormat of(HttpServerRequest request) {
        Accept accept = Accept.of(request);
        OptionalDouble problem = accept.named("application/problem+json");
        return problem.isPresent()
                        && problem.getAsDouble() > 0
                        && problem.getAsDouble()
                                >= accept.named("application/json").orElse(0)
                ? PROBLEM
                : ENVELOPE;
    }

    CharSequence contentType() {
        return contentType;
    }

    /**
     * @param baseUrl of the service, without a trailing slash; empty makes {@code type} a reference relative to the host
     * @param path of the request; left out of the body when it is no valid URI reference
     */
    JsonObject body(JsonObject envelope, int status, String baseUrl, String path) {
        if (this == ENVELOPE) {
            return envelope;
        }
        JsonObject problem = new JsonObject()
                .put("type", baseUrl + EXPLANATIONS + envelope.getString("errorCode"))
                .put("title", envelope.getString("error"))
                .put("status", status)
                .put("detail", envelope.getString("message"));
        if (isReference(path)) {
            problem.put("instance", path);
        }
        envelope.forEach(member -> problem.put(member.getKey(), member.getValue()));
        return problem;
    }

    /** Whether a path is one by RFC 3986, in ASCII. */
    private static boolean isReference(String path) {
        if (path == null
                || !path.startsWith("/")
                || path.startsWith("//")
                || path.chars().anyMatch(c -> c > 0x7e)) {
            return false;
        }
        try {
            return new URI(path).getRawPath().equals(path);
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
