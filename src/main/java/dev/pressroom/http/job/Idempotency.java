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

/** Reads the {@code Idempotency-Key} of a request (draft-ietf-httpapi-idempotency-key-header). */
final class Idempotency {
    private static final int LONGEST = 255;

    private Idempotency() {}

    static Optional<Submission.IdempotencyKey> key(RoutingContext context) {
        String key = context.request().getHeader("Idempotency-Key");
        if (key == null) {
            return Optional.empty();
        }
        if (key.isEmpty() || key.length() > LONGEST) {
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
