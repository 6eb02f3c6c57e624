package dev.pressroom.embedded;

import java.time.Duration;

/**
 * The time at which polling a server is given up.
 *
 * @param nanos the end, by {@link System#nanoTime}
 */
record Deadline(long nanos) {
    private static final long POLL_MILLIS = 20;

    static Deadline in(Duration limit) {
        return new Deadline(System.nanoTime() + limit.toNanos());
    }

    boolean isOver() {
        return System.nanoTime() - nanos > 0;
    }

    /**
     * Sleeps for 20 ms, the pause between two polls.
     *
     * @throws StartFailure when the thread is interrupted; its interrupt status stays set
     */
    void pause() {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartFailure("Interrupted while waiting for a server.", e);
        }
    }
}
