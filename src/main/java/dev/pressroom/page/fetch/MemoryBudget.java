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

/** A budget of bytes of memory, granted first come, first served. Used by several event loops at once. */
final class MemoryBudget {
    private final Vertx vertx;
    private final long total;
    private final Deque<Waiter> waiting = new ArrayDeque<>();
    private long taken;

    MemoryBudget(Vertx vertx, long total) {
        this.vertx = vertx;
        this.total = total;
    }

    private record Waiter(long bytes, Promise<Void> granted) {}

    /** Bytes that count for a request: at most the whole budget, so that a larger request can be granted alone. */
    long counted(long bytes) {
        return Math.min(bytes, total);
    }

    /**
     * Takes bytes, to be returned with {@link #give}. Completes on the Vert.x context of the call.
     *
     * @param bytes as {@link #counted}
     * @return fails with {@code PAGE_TIMEOUT}, and takes nothing, when they are not granted within {@code maxWait}
     */
    Future<Void> take(long bytes, Duration maxWait) {
        Waiter waiter = new Waiter(bytes, Promise.promise());
        synchronized (this) {
            if (waiting.isEmpty() && taken + bytes <= total) {
                taken += bytes;
                return Future.succeededFuture();
            }
            waiting.add(waiter);
        }
        Context context = vertx.getOrCreateContext();
        Promise<Void> result = Promise.promise();
        long timer = vertx.setTimer(maxWait.toMillis(), late -> onTimeout(waiter));
        waiter.granted
                .future()
                .onComplete(done -> vertx.cancelTimer(timer))
                .onComplete(
                        done -> context.runOnContext(v -> result.tryComplete()),
                        cause -> context.runOnContext(v -> result.tryFail(cause)));
        return result.future();
    }

    /** Takes bytes if they are free and no request waits. Returns whether it did. */
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
        next.forEach(waiter -> waiter.granted.tryComplete());
    }

    synchronized long taken() {
        return taken;
    }

    synchronized int waiting() {
        return waiting.size();
    }

    private void onTimeout(Waiter waiter) {
        List<Waiter> next = new ArrayList<>();
        boolean late;
        synchronized (this) {
            late = waiting.remove(waiter);
            admit(next);
        }
        next.forEach(other -> other.granted.tryComplete());
        if (late) {
            waiter.granted.tryFail(PageFailures.busy());
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
