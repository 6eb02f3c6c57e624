package dev.pressroom.job;

import java.util.Optional;
import java.util.UUID;

/**
 * The owner of a job, or the client of a request: a user, an anonymous session, or both. A job submitted by a client with
 * both belongs to the user alone; a session's job that a user has adopted belongs to both.
 *
 * @param organizationId from the user's signed token
 */
public record Owner(Optional<UUID> userId, Optional<String> sessionId, Optional<UUID> organizationId) {
    public Owner(Optional<UUID> userId, Optional<String> sessionId) {
        this(userId, sessionId, Optional.empty());
    }

    public static Owner user(UUID userId) {
        return new Owner(Optional.of(userId), Optional.empty());
    }

    public static Owner session(String sessionId) {
        return new Owner(Optional.empty(), Optional.of(sessionId));
    }

    /** Identifies the owner in idempotency keys and organizations: {@code user:ID} or {@code session:ID}. */
    public String key() {
        return userId.map(id -> "user:" + id).orElseGet(() -> "session:" + sessionId.orElseThrow());
    }

    /** The owner of a job that this client submits: the user without the session, where there is a user. */
    Owner ofNewJob() {
        return userId.isPresent() ? new Owner(userId, Optional.empty(), organizationId) : this;
    }

    /** Whether this is the owner of the job, who may also retry and delete it. */
    public boolean owns(JobView job) {
        return userId.isPresent() && userId.equals(job.owner().userId())
                || sessionId.isPresent() && sessionId.equals(job.owner().sessionId());
    }

    boolean mayAccess(JobView job) {
        return owns(job) || sessionId.isPresent() && sessionId.equals(job.secondSession());
    }
}
