package dev.pressroom.http.job;

import dev.pressroom.http.request.ErrorResponse;
import dev.pressroom.http.request.JsonBodies;
import dev.pressroom.job.Submission;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;

/**
 * Reads the {@code Idempotency-Key} of a request (draft-ietf-httpapi-idempotency-key-header), with the SHA-256 of its path
 * and body, by which a key that is reused for another request is detected.
 */
public final class Idempotency {
    private static final int MAX_LENGTH = 255;
    private static final String IN_CONTEXT = "idempotency key";

    private Idempotency() {}

    /**
     * Makes this key the one of the request, for jobs that a message in its body describes.
     *
     * @param key of 1 to 255 characters; empty for none
     */
    public static void use(RoutingContext context, Optional<String> key) {
        context.put(IN_CONTEXT, key);
    }

    /** @throws dev.pressroom.base.Failure {@code VALIDATION_FAILED} for an empty or too long key */
    public static Optional<Submission.IdempotencyKey> key(RoutingContext context) {
        Optional<String> inContext = context.get(IN_CONTEXT);
        String key = inContext == null ? context.request().getHeader("Idempotency-Key") : inContext.orElse(null);
        if (key == null) {
            return Optional.empty();
        }
        if (key.isEmpty() || key.length() > MAX_LENGTH) {
            throw ErrorResponse.DetailedFailure.invalid("Idempotency-Key", "must have 1 to 255 characters");
        }
        return Optional.of(new Submission.IdempotencyKey(key, hash(context)));
    }

    private static Buffer hash(RoutingContext context) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(context.request().path().getBytes(StandardCharsets.UTF_8));
            digest.update(JsonBodies.text(context).getBytes(StandardCharsets.UTF_8));
            return Buffer.buffer(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
