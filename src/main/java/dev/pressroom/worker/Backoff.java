package dev.pressroom.worker;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The pause before another try: exponential with jitter (Brooker, "Exponential Backoff And Jitter", AWS 2015), at least the
 * server's Retry-After, at most 60 s.
 */
record Backoff(Duration base, RandomGenerator random) {
    private static final Duration MAX_PAUSE = Duration.ofSeconds(60);

    /** @param tries the number of tries so far, from 1 */
    Duration afterTry(int tries, Optional<Duration> retryAfter) {
        long ceiling = base.toMillis() << Math.min(tries, 10);
        long jittered = base.toMillis() + random.nextLong(ceiling);
        long millis = Math.max(jittered, retryAfter.map(Duration::toMillis).orElse(0L));
        return Duration.ofMillis(Math.min(millis, MAX_PAUSE.toMillis()));
    }
}
