package dev.pressroom.worker;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * How long to wait before another try: exponential with full jitter (Brooker, "Exponential Backoff And Jitter", AWS
 * 2015), but never shorter than the other side asked for, and never longer than a minute.
 */
record Backoff(Duration base, RandomGenerator random) {
    private static final Duration LONGEST = Duration.ofSeconds(60);

    /** @param tries made so far, from 1 */
    Duration afterTry(int tries, Optional<Duration> asked) {
        long ceiling = base.toMillis() << Math.min(tries, 10);
        long jittered = base.toMillis() + random.nextLong(ceiling);
        long millis = Math.max(jittered, asked.map(Duration::toMillis).orElse(0L));
        return Duration.ofMillis(Math.min(millis, LONGEST.toMillis()));
    }
}
