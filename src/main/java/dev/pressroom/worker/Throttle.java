package dev.pressroom.worker;

import io.vertx.core.Vertx;

/**
 * Runs an action at most once per interval: at once when the last run is at least one interval ago, else at the end of that
 * interval.
 */
final class Throttle {
    private final Vertx vertx;
    private final long intervalMillis;
    private final Runnable action;
    private boolean paused;
    private boolean again;

    Throttle(Vertx vertx, long intervalMillis, Runnable action) {
        this.vertx = vertx;
        this.intervalMillis = intervalMillis;
        this.action = action;
    }

    void call() {
        if (paused) {
            again = true;
            return;
        }
        action.run();
        pause(intervalMillis);
    }

    /** Delays the next run of the action by this time. */
    void pause(long millis) {
        paused = true;
        vertx.setTimer(millis, timer -> {
            paused = false;
            if (again) {
                again = false;
                call();
            }
        });
    }
}
