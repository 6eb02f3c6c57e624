package dev.pressroom.limit;

import java.time.Duration;

/**
 * Whether a request is within its limit.
 *
 * @param remaining requests that the caller has left, as far as this node knows
 * @param reset when refused, the time until the next request is admitted; else the time in which no more than
 *     {@code remaining} should come
 */
public record LimitDecision(boolean admitted, long remaining, Duration reset) {
    static LimitDecision admitted(long remaining, long resetNanos) {
        return new LimitDecision(true, remaining, Duration.ofNanos(resetNanos));
    }

    static LimitDecision refused(long waitNanos) {
        return new LimitDecision(false, 0, Duration.ofNanos(waitNanos));
    }

    /** {@link #reset} in whole seconds, at least 1 and never less than the truth. */
    public long resetSeconds() {
        return Math.max(1, reset.plusNanos(999_999_999).toSeconds());
    }
}
