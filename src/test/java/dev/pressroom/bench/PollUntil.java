package dev.pressroom.bench;

import java.util.function.BooleanSupplier;

/** Polls a condition rarely enough not to affect the measurement. */
final class PollUntil {
    private static final long BETWEEN_MILLIS = 50;
    private static final long LONGEST_MILLIS = 300_000;

    private PollUntil() {}

    static void of(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Until the condition holds; fails after five minutes. */
    static void until(BooleanSupplier condition) {
        for (long waited = 0; !condition.getAsBoolean(); waited += BETWEEN_MILLIS) {
            if (waited > LONGEST_MILLIS) {
                throw new IllegalStateException("what is waited for does not come");
            }
            of(BETWEEN_MILLIS);
        }
    }
}
