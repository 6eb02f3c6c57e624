package dev.pressroom.webhook;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** When a delivery that failed is sent again. */
final class RetrySchedule {
    static final List<Duration> DELAYS = List.of(
            Duration.ofSeconds(5),
            Duration.ofMinutes(5),
            Duration.ofMinutes(30),
            Duration.ofHours(2),
            Duration.ofHours(5),
            Duration.ofHours(10),
            Duration.ofHours(14),
            Duration.ofHours(20),
            Duration.ofHours(24));

    /** The first attempt, and one after each delay. */
    static final int MAX_ATTEMPTS = DELAYS.size() + 1;

    /** A receiver that asks for a longer wait is tried after this time. */
    static final Duration MAX_RETRY_AFTER = Duration.ofHours(24);

    /** Largest part of a delay that is added to it at random. */
    private static final double JITTER = 0.1;

    private final RandomGenerator random;

    RetrySchedule(RandomGenerator random) {
        this.random = random;
    }

    /**
     * The wait before the next attempt, never shorter than scheduled. Empty after the last attempt.
     *
     * @param failed number of attempts that have failed, at least 1
     * @param retryAfter the wait that the receiver asked for
     */
    Optional<Duration> after(int failed, Optional<Duration> retryAfter) {
        if (failed >= MAX_ATTEMPTS) {
            return Optional.empty();
        }
        Duration scheduled = DELAYS.get(failed - 1);
        Duration asked = retryAfter.orElse(Duration.ZERO);
        Duration bounded = asked.compareTo(MAX_RETRY_AFTER) > 0 ? MAX_RETRY_AFTER : asked;
        Duration wait = bounded.compareTo(scheduled) > 0 ? bounded : scheduled;
        return Optional.of(wait.plusMillis((long) (wait.toMillis() * JITTER * random.nextDouble())));
    }
}
