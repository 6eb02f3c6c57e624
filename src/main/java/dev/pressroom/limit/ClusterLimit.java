package dev.pressroom.limit;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Limits the requests of verified users over all nodes. A node fetches an allowance of several requests from the shared
 * {@link SlidingWindow} and admits that many without another call; an unused allowance is not available to other nodes until
 * the window ends. While the window does not respond, this node counts locally. Thread-safe.
 */
public final class ClusterLimit {
    /** After a failed call the window is not called for this time. */
    private static final long RETRY_NANOS = Duration.ofSeconds(1).toNanos();

    private final String name;
    private final int perMinute;
    private final Optional<SlidingWindow> window;
    private final LongSupplier nanoTime;
    private final Runnable onLocalDecision;
    private final TokenBuckets local;
    private final LruCache<State> users;
    private volatile long retryAtNanos;

    /**
     * @param name prefix of the keys in the window
     * @param maxUsers in memory; the least recently used are dropped
     * @param window empty without Redis: then this node counts locally
     * @param onLocalDecision called for each request that was counted locally because the window did not respond
     */
    public ClusterLimit(
            String name,
            int perMinute,
            int maxUsers,
            Optional<SlidingWindow> window,
            LongSupplier nanoTime,
            Runnable onLocalDecision) {
        this.name = name;
        this.perMinute = perMinute;
        this.window = window;
        this.nanoTime = nanoTime;
        this.onLocalDecision = onLocalDecision;
        this.local = new TokenBuckets(perMinute, maxUsers, nanoTime);
        this.users = new LruCache<>(maxUsers, State::new);
        this.retryAtNanos = nanoTime.getAsLong();
    }

    /**
     * Counts a request. The future is complete at once unless an allowance must be fetched; then it completes on the thread
     * of the Redis client. It never fails.
     */
    public Future<LimitDecision> take(String user) {
        return window.isPresent() && isWindowUsable()
                ? users.with(user, state -> take(user, state))
                : Future.succeededFuture(takeLocally(user));
    }

    /**
     * Counts further requests for a request that was admitted (a batch), even beyond the limit: later requests are then
     * refused for longer.
     */
    public void takeMore(String user, int requests) {
        if (window.isEmpty() || !isWindowUsable()) {
            local.takeMore(user, requests);
            return;
        }
        users.with(user, state -> {
            int covered = Math.min(requests, state.usable(nanoTime.getAsLong()));
            state.requests -= covered;
            state.debt += requests - covered;
            return state.debt > 0 ? fetch(user, state) : null;
        });
    }

    /** Number of users in memory. */
    public int size() {
        return users.size() + local.size();
    }

    private LimitDecision takeLocally(String user) {
        if (window.isPresent()) {
            onLocalDecision.run();
        }
        return local.take(user);
    }

    private boolean isWindowUsable() {
        return nanoTime.getAsLong() - retryAtNanos >= 0;
    }

    private Future<LimitDecision> take(String user, State state) {
        long now = nanoTime.getAsLong();
        if (state.usable(now) > 0) {
            state.requests--;
            return Future.succeededFuture(
                    LimitDecision.admitted(state.requests + state.left, Math.max(0, state.resetNanos - now)));
        }
        if (state.isRefused && state.resetNanos - now > 0 && state.debt == 0) {
            return Future.succeededFuture(LimitDecision.refused(state.resetNanos - now));
        }
        state.waiting++;
        return fetch(user, state)
                .transform(fetched -> fetched.succeeded() ? take(user) : Future.succeededFuture(takeLocally(user)));
    }

    /** Fetches an allowance, one at a time per user; requests that arrive meanwhile wait for the same one. */
    private Future<Void> fetch(String user, State state) {
        if (state.fetching != null) {
            return state.fetching;
        }
        int debt = state.debt;
        state.debt = 0;
        long startNanos = nanoTime.getAsLong();
        Future<Void> fetching = window.orElseThrow()
                .allowance(name + ":" + user, perMinute, state.waiting, debt)
                .onFailure(cause -> onWindowFailure(user, debt))
                .transform(response -> users.with(user, current -> {
                    current.fetched(Optional.ofNullable(response.result()), startNanos, nanoTime.getAsLong());
                    return response.succeeded() ? Future.succeededFuture() : Future.failedFuture(response.cause());
                }));
        state.fetching = fetching.isComplete() ? null : fetching;
        return fetching;
    }

    private void onWindowFailure(String user, int debt) {
        retryAtNanos = nanoTime.getAsLong() + RETRY_NANOS;
        if (debt > 0) {
            local.takeMore(user, debt);
        }
    }

    /** The state of one user on this node. Access only under the lock of {@link LruCache}. */
    private static final class State {
        /** Rest of the allowance. */
        private int requests;

        /** Rest of the limit beyond the allowance, when it was fetched. */
        private int left;

        /** Admitted requests that the window has not counted yet. */
        private int debt;

        /** Requests that wait for an allowance. */
        private int waiting;

        /** When the allowance ends, by {@code nanoTime}. */
        private long endNanos;
        /** True when the last allowance was 0. */
        private boolean isRefused;
        /** {@link SlidingWindow.Allowance#reset} as a time of {@code nanoTime}. */
        private long resetNanos;

        private Future<Void> fetching;

        /** Requests that the allowance still admits; 0 while a debt is uncounted. */
        private int usable(long nowNanos) {
            return debt == 0 && endNanos - nowNanos > 0 ? requests : 0;
        }

        /** @param result empty when the window did not respond */
        private void fetched(Optional<SlidingWindow.Allowance> result, long startNanos, long nowNanos) {
            fetching = null;
            waiting = 0;
            result.ifPresent(allowance -> {
                requests = allowance.requests();
                left = allowance.left();
                isRefused = requests == 0;
                endNanos = startNanos + SlidingWindow.LENGTH.toNanos();
                resetNanos = nowNanos + allowance.reset().toNanos();
            });
        }
    }
}
