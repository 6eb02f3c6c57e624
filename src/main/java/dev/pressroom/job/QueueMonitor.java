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
 * Knows whether the queue can be reached, so that a request which needs it is refused before anything is stored. Looks
 * twice a second. Safe to share between verticles.
 */
public final class QueueMonitor {
    private static final Logger LOG = LoggerFactory.getLogger(QueueMonitor.class);
    private static final long PERIOD_MILLIS = 500;

    private final Vertx vertx;
    private final Optional<? extends JobQueue> queue;
    private final List<Runnable> onReturn = new CopyOnWriteArrayList<>();
    private volatile boolean up;
    private volatile boolean looking;
    private volatile Optional<String> fault = Optional.empty();
    private long timer;

    /** @param queue empty when none is configured: then it is never up */
    public QueueMonitor(Vertx vertx, Optional<? extends JobQueue> queue) {
        this.vertx = vertx;
        this.queue = queue;
    }

    /**
     * Takes the first look and goes on looking. An unreachable queue is no reason to fail, one that may lose entries
     * is.
     */
    public Future<Void> start() {
        if (queue.isEmpty()) {
            return Future.succeededFuture();
        }
        timer = vertx.setPeriodic(PERIOD_MILLIS, tick -> look());
        return queue.get()
                .fault()
                .recover(unreachable -> Future.succeededFuture(Optional.empty()))
                .compose(fault -> fault.isPresent()
                        ? Future.failedFuture(new Failure(ErrorCode.QUEUE_UNAVAILABLE, fault.get()))
                        : look());
    }

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

    /** Tells that a call has just failed; the reason is found out, and logged, by the next check. */
    public void suspect() {
        up = false;
    }

    /** Why the queue cannot be used, in words for an operator; empty while it can, or none is configured. */
    public Optional<String> fault() {
        return fault;
    }

    private synchronized void failed(Throwable cause) {
        up = false;
        String reason = reason(cause);
        if (!fault.equals(Optional.of(reason))) {
            fault = Optional.of(reason);
            LOG.atWarn().addKeyValue("cause", reason).log("job queue unreachable");
        }
    }

    private static String reason(Throwable cause) {
        Throwable inner = cause.getCause() == null ? cause : cause.getCause();
        return inner instanceof ErrorType
                ? inner.getMessage()
                : inner.getClass().getSimpleName() + ": " + inner.getMessage();
    }

    /** Runs {@code action} each time the queue can be reached again, the first time included. */
    public void onReturn(Runnable action) {
        onReturn.add(action);
    }

    public void stop() {
        vertx.cancelTimer(timer);
    }

    private Future<Void> look() {
        if (looking) {
            return Future.succeededFuture();
        }
        looking = true;
        return queue.orElseThrow()
                .ping()
                .onSuccess(pong -> returned())
                .onFailure(this::failed)
                .otherwiseEmpty()
                .onComplete(done -> looking = false);
    }

    private void returned() {
        if (!up) {
            up = true;
            fault = Optional.empty();
            LOG.atInfo().log("job queue reachable");
            onReturn.forEach(Runnable::run);
        }
    }
}
