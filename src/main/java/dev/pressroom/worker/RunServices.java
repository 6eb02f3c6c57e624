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
 * What every run of a worker uses.
 *
 * @param betweenWrites the pause after a write that failed
 * @param databaseAnswers whether it does as far as the node knows
 */
record RunServices(
        Vertx vertx,
        LeaseStore leases,
        NarrativeStore narrativeStore,
        Signals signals,
        JobMetrics metrics,
        WorkerSettings settings,
        Backoff backoff,
        Duration betweenWrites,
        BooleanSupplier databaseAnswers) {
    private static final Logger LOG = LoggerFactory.getLogger(RunServices.class);

    /** Of a write while the database answers others; half a minute with the pauses, which double. */
    static final int MOST_TRIES = 8;

    /** Runs a part of a step so that {@link BlockedStepDetector} can tell whose it is, whatever thread it goes on in. */
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
     * Repeats a write for as long as the database is out of reach and nobody gave the run up. One that fails as if it
     * were, time and again, while the database answers the heartbeat, is itself the reason: it fails with
     * {@code INTERNAL}.
     *
     * @param what is written, for the log
     */
    <T> Future<T> persist(Lease lease, String what, Supplier<Future<T>> write, BooleanSupplier givenUp) {
        return tryPersist(lease, what, write, givenUp, 1);
    }

    private <T> Future<T> tryPersist(
            Lease lease, String what, Supplier<Future<T>> write, BooleanSupplier givenUp, int tries) {
        return guarded(write).recover(cause -> {
            if (!Database.isOutage(cause) || givenUp.getAsBoolean()) {
                return Future.failedFuture(cause);
            }
            if (!databaseAnswers.getAsBoolean()) {
                return pause(betweenWrites).compose(rested -> tryPersist(lease, what, write, givenUp, tries));
            }
            LOG.atWarn()
                    .addKeyValue("job", lease.jobId())
                    .addKeyValue("attempt", lease.attempt())
                    .addKeyValue("write", what)
                    .addKeyValue("try", tries)
                    .addKeyValue("cause", reason(cause))
                    .log("write failed though the database answers");
            if (tries == MOST_TRIES) {
                return Future.failedFuture(
                        new Failure(ErrorCode.INTERNAL, "Something went wrong on our side. Try again.", cause));
            }
            return pause(betweenWrites.multipliedBy(1L << tries - 1))
                    .compose(rested -> tryPersist(lease, what, write, givenUp, tries + 1));
        });
    }

    /** A write that throws instead of failing has failed. */
    private static <T> Future<T> guarded(Supplier<Future<T>> write) {
        try {
            return write.get();
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }

    /** The failure that was taken for an outage says more than that it was. */
    private static String reason(Throwable cause) {
        return String.valueOf(cause.getCause() == null ? cause : cause.getCause());
    }
}
