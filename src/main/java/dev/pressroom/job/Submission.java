package dev.pressroom.job;

import io.vertx.core.buffer.Buffer;
import java.util.Optional;
import java.util.UUID;

/**
 * A job that a caller asks for.
 *
 * @param secondSession that may read, cancel and adopt the job beside the session that owns it
 * @param tenant whose turn it takes in the queue
 * @param organizationId by which its owner names an organization
 * @param input the request's body, as JSON text
 */
public record Submission(
        UUID id,
        JobType type,
        Owner owner,
        Optional<String> secondSession,
        Tenant tenant,
        Optional<UUID> organizationId,
        String input,
        Optional<IdempotencyKey> idempotencyKey) {

    /** The job belongs to its owner's user alone, where there is one: no session has a part in it. */
    public Submission {
        owner = owner.ofNewJob();
        secondSession = owner.userId().isPresent() ? Optional.empty() : secondSession;
    }

    /**
     * @param key what the caller sent
     * @param requestHash by which another request under the same key is told apart
     */
    public record IdempotencyKey(String key, Buffer requestHash) {}

    /** @param replayed whether this is the answer of an earlier request with the same idempotency key */
    public record Accepted(UUID jobId, boolean replayed) {}
}
