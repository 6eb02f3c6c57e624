package dev.pressroom.worker;

import io.vertx.core.Vertx;

/** Runs an action at most once in a while: at once when it has rested, else at the end of its rest. */
final class Throttle {
    private final Vertx vertx;
    private final long millis;
    private final Runnable action;
    private boolean resting;
    private boolean again;

    Throttle(Vertx vertx, long millis, Runnable action) {
        this.vertx = vertx;
        this.millis = millis;
        this.action = action;
    }

    void call() {
        if (resting) {
            again = true;
            return;
        }
        action.run();
        rest(millis);
    }

    /** Rests without having run. */
    void rest(long millis) {
        resting = true;
        vertx.setTimer(millis, timer -> {
            resting = false;
            if (again) {
                again = false;
                call();
            }
        });
    }
}
