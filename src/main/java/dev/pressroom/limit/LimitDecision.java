package dev.pressroom.limit;

import java.time.Duration;

/**
 * The decision of a limit about one request.
 *
 * @param remaining further requests that would be admitted now, as far as this node knows
 * @param reset for a refused request, the time until the next one is admitted; else the time until {@code remaining} grows
 */
public record LimitDecision(boolean admitted, long remaining, Duration reset) {
    static LimitDecision admitted(long remaining, long resetNanos) {
        return new LimitDecision(true, remaining, Duration.ofNanos(resetNanos));
    }

    static LimitDecision refused(long waitNanos) {
        return new LimitDecision(false, 0, Duration.ofNanos(waitNanos));
    }

    /** {@link #reset} in seconds, rounded up, at least 1. */
    public long resetSeconds() {
        return Math.max(1, reset.plusNanos(999_999_999).toSeconds());
    }
}
