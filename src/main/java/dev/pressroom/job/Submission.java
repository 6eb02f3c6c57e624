package dev.pressroom.job;

import io.vertx.core.buffer.Buffer;
import java.util.Optional;
import java.util.UUID;

/**
 * A job that a caller asks for.
 *
 * @param input the request's body, as JSON text
 */
public record Submission(
        UUID id,
        JobType type,
        Owner owner,
        Optional<UUID> organizationId,
        String input,
        Optional<IdempotencyKey> idempotencyKey) {

    public String tenant() {
        return owner.tenant(organizationId);
    }

    /**
     * @param key what the caller sent
     * @param requestHash by which another request under the same key is told apart
     */
    public record IdempotencyKey(String key, Buffer requestHash) {}

    /** @param replayed whether this is the answer of an earlier request with the same idempotency key */
    public record Accepted(UUID jobId, boolean replayed) {}
}
