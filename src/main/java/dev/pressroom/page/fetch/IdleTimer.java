package dev.pressroom.page.fetch;

import io.vertx.core.Vertx;
import java.time.Duration;

/** Calls back when nothing has been received for a time. Stays on one Vert.x context. */
final class IdleTimer {
    private final Vertx vertx;
    private final Duration timeout;
    private final Runnable onIdle;
    private long resetAt;
    private long timer;

    /**
     * Starts the timer.
     *
     * @param onIdle called once, when {@link #reset} was not called for {@code timeout}
     */
    IdleTimer(Vertx vertx, Duration timeout, Runnable onIdle) {
        this.vertx = vertx;
        this.timeout = timeout;
        this.onIdle = onIdle;
        reset();
        schedule(timeout.toMillis());
    }

    /** To be called for each piece of data received. */
    void reset() {
        resetAt = System.nanoTime();
    }

    void stop() {
        vertx.cancelTimer(timer);
    }

    /** Reschedules one timer instead of setting one for each chunk. */
    private void schedule(long delayMs) {
        timer = vertx.setTimer(Math.max(1, delayMs), t -> {
            long left = timeout.toMillis()
                    - Duration.ofNanos(System.nanoTime() - resetAt).toMillis();
            if (left > 0) {
                schedule(left);
            } else {
                onIdle.run();
            }
        });
    }
}
