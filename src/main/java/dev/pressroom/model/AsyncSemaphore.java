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

/** First come, first served: a fixed number have their turn, a bounded number wait. Safe to use from any context. */
final class AsyncSemaphore {
    private static final Duration COME_BACK = Duration.ofSeconds(2);

    private final Vertx vertx;
    private final int places;
    private final int waiting;
    private final Deque<Waiter> line = new ArrayDeque<>();
    private int taken;

    AsyncSemaphore(Vertx vertx, int places, int waiting) {
        this.vertx = vertx;
        this.places = places;
        this.waiting = waiting;
    }

    /** The right to call; to be given back once, more often does no harm. */
    final class Turn {
        private final AtomicBoolean ended = new AtomicBoolean();

        void end() {
            if (ended.compareAndSet(false, true)) {
                next();
            }
        }
    }

    private record Waiter(Context context, Promise<Turn> promise) {}

    /** Completes on the caller's context when it is its turn; fails when the line is full or the wait is cancelled. */
    Future<Turn> enter(Cancellation cancellation) {
        if (cancellation.isCancelled()) {
            return Future.failedFuture(cancelled());
        }
        Waiter waiter = new Waiter(vertx.getOrCreateContext(), Promise.promise());
        synchronized (this) {
            if (taken < places) {
                taken++;
                return Future.succeededFuture(new Turn());
            }
            if (line.size() >= waiting) {
                return Future.failedFuture(full());
            }
            line.add(waiter);
        }
        cancellation.onCancel(() -> leave(waiter));
        return waiter.promise().future();
    }

    private void leave(Waiter waiter) {
        boolean waited;
        synchronized (this) {
            waited = line.remove(waiter);
        }
        if (waited) {
            waiter.context().runOnContext(v -> waiter.promise().fail(cancelled()));
        }
    }

    private void next() {
        Waiter first;
        synchronized (this) {
            first = line.poll();
            if (first == null) {
                taken--;
                return;
            }
        }
        first.context().runOnContext(v -> first.promise().complete(new Turn()));
    }

    private static Failure cancelled() {
        return new Failure(ErrorCode.CANCELLED, "Cancelled");
    }

    private static Failure full() {
        return new Failure(
                ErrorCode.MODEL_RATE_LIMITED,
                "The model is asked for too much at the moment. Try again later.",
                Optional.of(COME_BACK),
                null);
    }
}
