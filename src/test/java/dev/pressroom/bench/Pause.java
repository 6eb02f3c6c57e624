package dev.pressroom.bench;

import java.util.function.BooleanSupplier;

/** Waits, without costing what is measured anything to speak of. */
final class Pause {
    private static final long BETWEEN_MILLIS = 50;
    private static final long LONGEST_MILLIS = 300_000;

    private Pause() {}

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
