package dev.pressroom.page.fetch;

import io.vertx.core.Vertx;
import java.time.Duration;

/** Watches that the other side does not fall silent. Stays on one Vert.x context. */
final class IdleTimer {
    private final Vertx vertx;
    private final Duration longest;
    private final Runnable onSilence;
    private long heardAt;
    private long timer;

    /** @param onSilence called once, when nothing was heard for so long */
    IdleTimer(Vertx vertx, Duration longest, Runnable onSilence) {
        this.vertx = vertx;
        this.longest = longest;
        this.onSilence = onSilence;
        heard();
        look(longest.toMillis());
    }

    void heard() {
        heardAt = System.nanoTime();
    }

    void stop() {
        vertx.cancelTimer(timer);
    }

    /** One timer for a whole body, not one for every piece of it. */
    private void look(long delayMs) {
        timer = vertx.setTimer(Math.max(1, delayMs), t -> {
            long left = longest.toMillis()
                    - Duration.ofNanos(System.nanoTime() - heardAt).toMillis();
            if (left > 0) {
                look(left);
            } else {
                onSilence.run();
            }
        });
    }
}
