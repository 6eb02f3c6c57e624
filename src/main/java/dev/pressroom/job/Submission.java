package dev.pressroom.job;

import dev.pressroom.trace.TraceSpan;
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
 * @param span of the request, or of the sending of the job; the runs of the job are linked to it
 */
public record Submission(
        UUID id,
        JobType type,
        Owner owner,
        Optional<String> secondSession,
        Tenant tenant,
        Optional<UUID> organizationId,
        String input,
        Optional<IdempotencyKey> idempotencyKey,
        JobOptions options,
        TraceSpan span) {

    /** A job of a user belongs to the user alone: sessions are dropped. */
    public Submission {
        owner = owner.ofNewJob();
        secondSession = owner.userId().isPresent() ? Optional.empty() : secondSession;
    }

    /** A submission without title, tags, limit and base. */
    public Submission(
            UUID id,
            JobType type,
            Owner owner,
            Optional<String> secondSession,
            Tenant tenant,
            Optional<UUID> organizationId,
            String input,
            Optional<IdempotencyKey> idempotencyKey) {
        this(id, type, owner, secondSession, tenant, organizationId, input, idempotencyKey, JobOptions.NONE);
    }

    /** A submission that is not traced. */
    public Submission(
            UUID id,
            JobType type,
            Owner owner,
            Optional<String> secondSession,
            Tenant tenant,
            Optional<UUID> organizationId,
            String input,
            Optional<IdempotencyKey> idempotencyKey,
            JobOptions options) {
        this(id, type, owner, secondSession, tenant, organizationId, input, idempotencyKey, options, TraceSpan.NONE);
    }

    /** The same submission with another span. */
    public Submission within(TraceSpan other) {
        return new Submission(
                id, type, owner, secondSession, tenant, organizationId, input, idempotencyKey, options, other);
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
        BUDGET_EXCEEDED,
        TOO_MANY_JOBS,
        INSUFFICIENT_CREDITS,
        BASE_NOT_FOUND,
        BASE_NOT_FINISHED
    }
}
