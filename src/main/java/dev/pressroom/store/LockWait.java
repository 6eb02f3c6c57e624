package dev.pressroom.store;

import java.time.Duration;

/**
 * How long a statement may wait for row locks of other transactions. A statement that serves many requests waits briefly,
 * since all of them wait with it.
 *
 * <p>The statement takes it as a parameter and sets {@code lock_timeout} for its own transaction, in a subquery on which the
 * locking part depends, so that it is set before the first lock:
 *
 * <pre>{@code from (select set_config('lock_timeout', $1, true)) as wait(millis) cross join lateral (... for update) }</pre>
 */
public enum LockWait {
    BRIEF(Duration.ofMillis(100)),
    LONG(Duration.ofSeconds(2));

    private final Duration length;

    LockWait(Duration length) {
        this.length = length;
    }

    public Duration length() {
        return length;
    }

    /** The value of {@code lock_timeout}, in milliseconds. */
    public String millis() {
        return Long.toString(length.toMillis());
    }
}
