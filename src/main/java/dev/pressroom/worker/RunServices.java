package dev.pressroom.worker;

import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import dev.pressroom.config.WorkerSettings;
import dev.pressroom.job.Lease;
import dev.pressroom.job.LeaseStore;
import dev.pressroom.job.NarrativeStore;
import dev.pressroom.job.Signals;
import dev.pressroom.store.Database;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The services that all runs of a worker share.
 *
 * @param writeRetryDelay the pause after a failed write; doubled for each further try
 * @param databaseAnswers true when the last heartbeat was answered
 */
record RunServices(
        Vertx vertx,
        LeaseStore leases,
        NarrativeStore narrativeStore,
        Signals signals,
        JobMetrics metrics,
        WorkerSettings settings,
        ModelPrices prices,
        Backoff backoff,
        Duration writeRetryDelay,
        BooleanSupplier databaseAnswers) {
    private static final Logger LOG = LoggerFactory.getLogger(RunServices.class);

    /** Tries of a write that fails while heartbeats are answered; with the pauses they take half a minute. */
    static final int MAX_TRIES = 8;

    /** Runs a part of a step in a context that carries its {@link BlockedStepDetector.Work} to every thread it uses. */
    static <T> Future<T> onBehalfOf(BlockedStepDetector.Work owner, Supplier<Future<T>> work) {
        if (!(Vertx.currentContext() instanceof ContextInternal current)) {
            return work.get();
        }
        ContextInternal own = current.duplicate();
        own.putLocal(BlockedStepDetector.WORK, owner);
        ContextInternal before = own.beginDispatch();
        try {
            return work.get();
        } finally {
            own.endDispatch(before);
        }
    }

    Future<Void> pause(Duration duration) {
        Promise<Void> promise = Promise.promise();
        vertx.setTimer(Math.max(1, duration.toMillis()), timer -> promise.complete());
        return promise.future();
    }

    /**
     * Repeats a write while the database is unreachable and the run is not abandoned. A write that keeps failing while
     * heartbeats are answered fails with {@code INTERNAL} after 8 tries.
     *
     * @param what the name of the write, for the log
     */
    <T> Future<T> persist(Lease lease, String what, Supplier<Future<T>> write, BooleanSupplier abandoned) {
        return tryPersist(lease, what, write, abandoned, 1);
    }

    private <T> Future<T> tryPersist(
            Lease lease, String what, Supplier<Future<T>> write, BooleanSupplier abandoned, int tries) {
        return guarded(write).recover(cause -> {
            if (!Database.isOutage(cause) || abandoned.getAsBoolean()) {
                return Future.failedFuture(cause);
            }
            if (!databaseAnswers.getAsBoolean()) {
                return pause(writeRetryDelay).compose(paused -> tryPersist(lease, what, write, abandoned, tries));
            }
            LOG.atWarn()
                    .addKeyValue("job", lease.jobId())
                    .addKeyValue("attempt", lease.attempt())
                    .addKeyValue("write", what)
                    .addKeyValue("try", tries)
                    .addKeyValue("cause", reason(cause))
                    .log("write failed though the database answers");
            if (tries == MAX_TRIES) {
                return Future.failedFuture(
                        new Failure(ErrorCode.INTERNAL, "Something went wrong on our side. Try again.", cause));
            }
            return pause(writeRetryDelay.multipliedBy(1L << tries - 1))
                    .compose(paused -> tryPersist(lease, what, write, abandoned, tries + 1));
        });
    }

    /** Turns an exception of the write into a failed future. */
    private static <T> Future<T> guarded(Supplier<Future<T>> write) {
        try {
            return write.get();
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }

    /** The reason for the log: the cause of the failure, which is more precise, if there is one. */
    private static String reason(Throwable cause) {
        return String.valueOf(cause.getCause() == null ? cause : cause.getCause());
    }
}
