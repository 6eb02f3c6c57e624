package dev.pressroom.job;

import io.vertx.core.buffer.Buffer;
import java.util.Optional;
import java.util.UUID;

/**
 * A job to be stored.
 *
 * @param secondSession a session that may read, cancel and adopt the job beside the session that owns it
 * @param tenant for fair queueing and the cap on jobs
 * @param organizationId the id of one of the owner's organizations; stored with the job if it is new
 * @param input the request's body, JSON text
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

    /** A job of a user belongs to the user alone: sessions are dropped. */
    public Submission {
        owner = owner.ofNewJob();
        secondSession = owner.userId().isPresent() ? Optional.empty() : secondSession;
    }

    /**
     * @param key the client's Idempotency-Key
     * @param requestHash differs for another request with the same key
     */
    public record IdempotencyKey(String key, Buffer requestHash) {}

    /** @param replayed true when an earlier request with the same idempotency key stored the job */
    public record Accepted(UUID jobId, boolean replayed) {}

    /** The outcomes of the database functions {@code submit_each} and {@code submit_jobs}. */
    enum Outcome {
        CREATED,
        REPLAYED,
        CONFLICT,
        TOO_MANY_JOBS,
        INSUFFICIENT_CREDITS
    }
}
