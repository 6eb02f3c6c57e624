package dev.pressroom.job;

import java.util.Optional;
import java.util.UUID;

/** To whom a job belongs: a user, an anonymous session, or both. */
public record Owner(Optional<UUID> userId, Optional<String> sessionId) {
    public static Owner user(UUID userId) {
        return new Owner(Optional.of(userId), Optional.empty());
    }

    public static Owner session(String sessionId) {
        return new Owner(Optional.empty(), Optional.of(sessionId));
    }

    /** Names the caller in idempotency keys and rate limits. */
    public String key() {
        return userId.map(id -> "user:" + id).orElseGet(() -> "session:" + sessionId.orElseThrow());
    }

    /** Whose turn the owner's jobs take in the queue: the organization's, else the user's, else the session's. */
    public String tenant(Optional<UUID> organizationId) {
        return organizationId.map(id -> "organization:" + id).orElseGet(this::key);
    }

    boolean mayTouch(JobView job) {
        return userId.isPresent() && userId.equals(job.owner().userId())
                || sessionId.isPresent() && sessionId.equals(job.owner().sessionId());
    }
}
