package dev.pressroom.job;

import java.util.Optional;
import java.util.UUID;

/**
 * Who calls, or to whom a job belongs: a user, an anonymous session, or both. A job that a caller with both makes belongs
 * to the user alone; one that a user has adopted belongs to both.
 *
 * @param organizationId that the user's signed token carries
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

    /** Names the caller in idempotency keys. */
    public String key() {
        return userId.map(id -> "user:" + id).orElseGet(() -> "session:" + sessionId.orElseThrow());
    }

    /** To whom a job belongs that this caller makes: a session beside a user has no part in it. */
    Owner ofNewJob() {
        return userId.isPresent() ? new Owner(userId, Optional.empty(), organizationId) : this;
    }

    boolean mayTouch(JobView job) {
        return userId.isPresent() && userId.equals(job.owner().userId())
                || sessionId.isPresent()
                        && (sessionId.equals(job.owner().sessionId()) || sessionId.equals(job.secondSession()));
    }
}
