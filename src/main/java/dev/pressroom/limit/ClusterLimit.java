package dev.pressroom.limit;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Limits verified callers over all nodes. An allowance from the {@link SlidingWindow} is used up here before the next is asked
 * for, so most requests are decided without asking; a node may hold one that is not used, which the other nodes lack
 * until its window is over. While the window does not answer, this node counts by itself. Safe to use from any thread.
 */
public final class ClusterLimit {
    private static final long PAUSE_NANOS = Duration.ofSeconds(1).toNanos();

    private final String name;
    private final int perMinute;
    private final Optional<SlidingWindow> window;
    private final LongSupplier nanoTime;
    private final Runnable aloneListener;
    private final TokenBuckets alone;
    private final LruCache<Known> callers;
    private volatile long askAgainNanos;

    /**
     * @param name in the keys of the window
     * @param most callers that are remembered
     * @param window empty where there is none: then this node counts by itself
     * @param aloneListener is called for each request that this node decided by itself because the window did not answer
     */
    public ClusterLimit(
            String name,
            int perMinute,
            int most,
            Optional<SlidingWindow> window,
            LongSupplier nanoTime,
            Runnable aloneListener) {
        this.name = name;
        this.perMinute = perMinute;
        this.window = window;
        this.nanoTime = nanoTime;
        this.aloneListener = aloneListener;
        this.alone = new TokenBuckets(perMinute, most, nanoTime);
        this.callers = new LruCache<>(most, Known::new);
        this.askAgainNanos = nanoTime.getAsLong();
    }

    /**
     * Counts a request. Complete when it returns, but when an allowance has to be asked for: then it completes on the
     * thread that gets the answer. It never fails.
     */
    public Future<LimitDecision> take(String caller) {
        return window.isPresent() && isAnswering()
                ? callers.with(caller, known -> take(caller, known))
                : Future.succeededFuture(takeAlone(caller));
    }

    /** Counts more for a request that was let on, also beyond the limit: the caller's next requests wait. */
    public void takeMore(String caller, int requests) {
        if (window.isEmpty() || !isAnswering()) {
            alone.takeMore(caller, requests);
            return;
        }
        callers.with(caller, known -> {
            int covered = Math.min(requests, known.usable(nanoTime.getAsLong()));
            known.requests -= covered;
            known.debt += requests - covered;
            return known.debt > 0 ? ask(caller, known) : null;
        });
    }

    /** How many callers are remembered. */
    public int size() {
        return callers.size() + alone.size();
    }

    private LimitDecision takeAlone(String caller) {
        if (window.isPresent()) {
            aloneListener.run();
        }
        return alone.take(caller);
    }

    /** After a failure the window is left alone for a moment. */
    private boolean isAnswering() {
        return nanoTime.getAsLong() - askAgainNanos >= 0;
    }

    private Future<LimitDecision> take(String caller, Known known) {
        long now = nanoTime.getAsLong();
        if (known.usable(now) > 0) {
            known.requests--;
            return Future.succeededFuture(
                    LimitDecision.admitted(known.requests + known.left, Math.max(0, known.resetNanos - now)));
        }
        if (known.isRefused && known.resetNanos - now > 0 && known.debt == 0) {
            return Future.succeededFuture(LimitDecision.refused(known.resetNanos - now));
        }
        known.waiting++;
        return ask(caller, known)
                .transform(asked -> asked.succeeded() ? take(caller) : Future.succeededFuture(takeAlone(caller)));
    }

    /** One question at a time for each caller; who comes meanwhile waits for its answer. */
    private Future<Void> ask(String caller, Known known) {
        if (known.asking != null) {
            return known.asking;
        }
        int debt = known.debt;
        known.debt = 0;
        long askedNanos = nanoTime.getAsLong();
        Future<Void> asking = window.orElseThrow()
                .allowance(name + ":" + caller, perMinute, known.waiting, debt)
                .onFailure(cause -> isSilent(caller, debt))
                .transform(answer -> callers.with(caller, asker -> {
                    asker.answered(Optional.ofNullable(answer.result()), askedNanos, nanoTime.getAsLong());
                    return answer.succeeded() ? Future.succeededFuture() : Future.failedFuture(answer.cause());
                }));
        known.asking = asking.isComplete() ? null : asking;
        return asking;
    }

    private void isSilent(String caller, int debt) {
        askAgainNanos = nanoTime.getAsLong() + PAUSE_NANOS;
        if (debt > 0) {
            alone.takeMore(caller, debt);
        }
    }

    /** What this node knows of a caller. Used under the lock of {@link LruCache} only. */
    private static final class Known {
        private int requests;
        private int left;
        private int debt;
        private int waiting;
        private long endNanos;
        private boolean isRefused;
        private long resetNanos;
        private Future<Void> asking;

        /** Requests of the allowance that may still be admitted; none before a debt has been counted. */
        private int usable(long nowNanos) {
            return debt == 0 && endNanos - nowNanos > 0 ? requests : 0;
        }

        private void answered(Optional<SlidingWindow.Allowance> answer, long askedNanos, long nowNanos) {
            asking = null;
            waiting = 0;
            answer.ifPresent(allowance -> {
                requests = allowance.requests();
                left = allowance.left();
                isRefused = requests == 0;
                endNanos = askedNanos + SlidingWindow.LENGTH.toNanos();
                resetNanos = nowNanos + allowance.until().toNanos();
            });
        }
    }
}
