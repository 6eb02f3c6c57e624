package dev.pressroom.model;

import dev.pressroom.base.Cancellation;
import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** A fair semaphore with a bounded queue. Safe to use from any Vert.x context. */
final class AsyncSemaphore {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private final Vertx vertx;
    private final int permits;
    private final int maxWaiting;
    private final Deque<Waiter> queue = new ArrayDeque<>();
    private int taken;

    AsyncSemaphore(Vertx vertx, int permits, int maxWaiting) {
        this.vertx = vertx;
        this.permits = permits;
        this.maxWaiting = maxWaiting;
    }

    /** To be released once; further releases have no effect. */
    final class Permit {
        private final AtomicBoolean released = new AtomicBoolean();

        void release() {
            if (released.compareAndSet(false, true)) {
                releaseNext();
            }
        }
    }

    private record Waiter(Context context, Promise<Permit> promise) {}

    /**
     * Completes on the Vert.x context of the call. Fails with {@code MODEL_RATE_LIMITED} when the queue is full, and
     * with {@code CANCELLED}.
     */
    Future<Permit> acquire(Cancellation cancellation) {
        if (cancellation.isCancelled()) {
            return Future.failedFuture(cancelled());
        }
        Waiter waiter = new Waiter(vertx.getOrCreateContext(), Promise.promise());
        synchronized (this) {
            if (taken < permits) {
                taken++;
                return Future.succeededFuture(new Permit());
            }
            if (queue.size() >= maxWaiting) {
                return Future.failedFuture(full());
            }
            queue.add(waiter);
        }
        cancellation.onCancel(() -> removeWaiter(waiter));
        return waiter.promise().future();
    }

    private void removeWaiter(Waiter waiter) {
        boolean waited;
        synchronized (this) {
            waited = queue.remove(waiter);
        }
        if (waited) {
            waiter.context().runOnContext(v -> waiter.promise().fail(cancelled()));
        }
    }

    private void releaseNext() {
        Waiter first;
        synchronized (this) {
            first = queue.poll();
            if (first == null) {
                taken--;
                return;
            }
        }
        first.context().runOnContext(v -> first.promise().complete(new Permit()));
    }

    private static Failure cancelled() {
        return new Failure(ErrorCode.CANCELLED, "Cancelled");
    }

    private static Failure full() {
        return new Failure(
                ErrorCode.MODEL_RATE_LIMITED,
                "Too many requests wait for the model. Try again later.",
                Optional.of(RETRY_AFTER),
                null);
    }
}
