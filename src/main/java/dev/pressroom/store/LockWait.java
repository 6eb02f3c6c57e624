package dev.pressroom.store;

import java.time.Duration;

/**
 * How long a statement may wait for the row locks of others. A statement that serves many callers waits briefly, since
 * all of them wait with it.
 *
 * <p>A statement takes it as a parameter and sets {@code lock_timeout} for its own transaction, in a subquery on which
 * what takes the locks depends, so that it is in force before the first lock:
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

    /** As {@code lock_timeout} takes it. */
    public String millis() {
        return Long.toString(length.toMillis());
    }
}
