package dev.pressroom.job;

import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.impl.types.ErrorType;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks every 500 ms whether the queue answers, so that requests that need it are refused before anything is stored. Safe
 * to share between verticles.
 */
public final class QueueMonitor {
    private static final Logger LOG = LoggerFactory.getLogger(QueueMonitor.class);
    private static final long PERIOD_MILLIS = 500;

    private final Vertx vertx;
    private final Optional<? extends JobQueue> queue;
    private final List<Runnable> onReachable = new CopyOnWriteArrayList<>();
    private volatile boolean up;
    private volatile boolean checking;
    private volatile Optional<String> fault = Optional.empty();
    private long timer;

    /** @param queue empty when none is configured; then {@link #isUp} stays false */
    public QueueMonitor(Vertx vertx, Optional<? extends JobQueue> queue) {
        this.vertx = vertx;
        this.queue = queue;
    }

    /**
     * Makes the first check and starts the periodic one. Succeeds while the queue is unreachable; fails when its
     * configuration is wrong, such as one that may drop entries.
     */
    public Future<Void> start() {
        if (queue.isEmpty()) {
            return Future.succeededFuture();
        }
        timer = vertx.setPeriodic(PERIOD_MILLIS, tick -> check());
        return queue.get()
                .fault()
                .recover(unreachable -> Future.succeededFuture(Optional.empty()))
                .compose(fault -> fault.isPresent()
                        ? Future.failedFuture(new Failure(ErrorCode.QUEUE_UNAVAILABLE, fault.get()))
                        : check());
    }

    /** True when the last check was answered and no call was reported as failed since. */
    public boolean isUp() {
        return up;
    }

    /** Succeeds while the queue can be reached, else fails with {@code QUEUE_UNAVAILABLE}. */
    public Future<Void> requireUp() {
        if (up) {
            return Future.succeededFuture();
        }
        return Future.failedFuture(new Failure(
                ErrorCode.QUEUE_UNAVAILABLE,
                queue.isEmpty()
                        ? "This service runs without a job queue: jobs can be read, but not created or retried."
                        : "The job queue cannot be reached at the moment. Try again shortly."));
    }

    /** Counts the queue as down after a failed call, until the next check, which logs the reason. */
    public void markDown() {
        up = false;
    }

    /** Why the queue is down, one sentence for the operator; empty while it is up or none is configured. */
    public Optional<String> fault() {
        return fault;
    }

    private synchronized void failed(Throwable cause) {
        up = false;
        String reason = reason(cause);
        if (!fault.equals(Optional.of(reason))) {
            fault = Optional.of(reason);
            LOG.atWarn().addKeyValue("cause", reason).log("job queue (REDIS_URL) unreachable");
        }
    }

    private static String reason(Throwable cause) {
        Throwable inner = cause.getCause() == null ? cause : cause.getCause();
        return inner instanceof ErrorType
                ? inner.getMessage()
                : inner.getClass().getSimpleName() + ": " + inner.getMessage();
    }

    /** Runs {@code action} each time the queue becomes reachable, including the first time. */
    public void onReachable(Runnable action) {
        onReachable.add(action);
    }

    public void stop() {
        vertx.cancelTimer(timer);
    }

    private Future<Void> check() {
        if (checking) {
            return Future.succeededFuture();
        }
        checking = true;
        return queue.orElseThrow()
                .ping()
                .onSuccess(pong -> answered())
                .onFailure(this::failed)
                .otherwiseEmpty()
                .onComplete(done -> checking = false);
    }

    private void answered() {
        if (!up) {
            up = true;
            fault = Optional.empty();
            LOG.atInfo().log("job queue reachable");
            onReachable.forEach(Runnable::run);
        }
    }
}
