package dev.pressroom.worker;

import io.vertx.core.Future;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Limits the share of time that a periodic task takes, for a task that takes longer the more jobs there are. After a run the
 * next one waits for {@value #PAUSES} times the duration of that run, at most a minute, so that a task of up to 3 s takes at
 * most a twentieth of the time. Runs never overlap. Confined to one
 * Vert.x context.
 */
final class LimitedShare {
    private static final int PAUSES = 19;
    private static final long MAX_PAUSE_NANOS = 60_000_000_000L;

    private final LongSupplier nanoTime;
    private final Supplier<Future<Void>> task;
    private boolean running;
    private long pauseBegan;
    private long pauseNanos;

    LimitedShare(LongSupplier nanoTime, Supplier<Future<Void>> task) {
        this.nanoTime = nanoTime;
        this.task = task;
    }

    /** Runs the task; does nothing while it runs or pauses. */
    Future<Void> run() {
        long began = nanoTime.getAsLong();
        if (running || pauseNanos > 0 && began - pauseBegan < pauseNanos) {
            return Future.succeededFuture();
        }
        running = true;
        return Future.succeededFuture().compose(start -> task.get()).onComplete(done -> {
            running = false;
            pauseBegan = nanoTime.getAsLong();
            pauseNanos = Math.min(PAUSES * (pauseBegan - began), MAX_PAUSE_NANOS);
        });
    }
}
