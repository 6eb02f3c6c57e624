package dev.pressroom.page.fetch;

import dev.pressroom.page.PageFailures;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Bytes of memory that are shared out, first come first served. Used by several event loops at once. */
final class MemoryBudget {
    private final Vertx vertx;
    private final long total;
    private final Deque<Waiter> waiting = new ArrayDeque<>();
    private long taken;

    MemoryBudget(Vertx vertx, long total) {
        this.vertx = vertx;
        this.total = total;
    }

    private record Waiter(long bytes, Promise<Void> turn) {}

    /** More than there is in all counts as all there is, so that it can have its turn, alone. */
    long counted(long bytes) {
        return Math.min(bytes, total);
    }

    /**
     * Takes memory that {@link #give} returns, on the context of the caller.
     *
     * @param bytes as {@link #counted}
     * @return fails with {@code PAGE_TIMEOUT} when there was none for so long; then nothing is taken
     */
    Future<Void> take(long bytes, Duration longestWait) {
        Waiter waiter = new Waiter(bytes, Promise.promise());
        synchronized (this) {
            if (waiting.isEmpty() && taken + bytes <= total) {
                taken += bytes;
                return Future.succeededFuture();
            }
            waiting.add(waiter);
        }
        Context context = vertx.getOrCreateContext();
        Promise<Void> turn = Promise.promise();
        long timer = vertx.setTimer(longestWait.toMillis(), late -> giveUp(waiter));
        waiter.turn
                .future()
                .onComplete(done -> vertx.cancelTimer(timer))
                .onComplete(
                        done -> context.runOnContext(v -> turn.tryComplete()),
                        cause -> context.runOnContext(v -> turn.tryFail(cause)));
        return turn.future();
    }

    /** Takes memory only when there is some and nobody waits for it. Returns whether it did. */
    synchronized boolean tryTake(long bytes) {
        boolean isFree = waiting.isEmpty() && taken + bytes <= total;
        taken += isFree ? bytes : 0;
        return isFree;
    }

    void give(long bytes) {
        List<Waiter> next = new ArrayList<>();
        synchronized (this) {
            taken -= bytes;
            admit(next);
        }
        next.forEach(waiter -> waiter.turn.tryComplete());
    }

    synchronized long taken() {
        return taken;
    }

    synchronized int waiting() {
        return waiting.size();
    }

    private void giveUp(Waiter waiter) {
        List<Waiter> next = new ArrayList<>();
        boolean late;
        synchronized (this) {
            late = waiting.remove(waiter);
            admit(next);
        }
        next.forEach(other -> other.turn.tryComplete());
        if (late) {
            waiter.turn.tryFail(PageFailures.busy());
        }
    }

    private void admit(List<Waiter> next) {
        while (!waiting.isEmpty() && taken + waiting.peek().bytes <= total) {
            Waiter first = waiting.poll();
            taken += first.bytes;
            next.add(first);
        }
    }
}
