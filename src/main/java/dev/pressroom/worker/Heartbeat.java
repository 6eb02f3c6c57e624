package dev.pressroom.worker;

import dev.pressroom.job.Lease;
import dev.pressroom.job.LeaseStore;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores the node's heartbeat, which renews the leases of all its runs, at most once a second, independent of the runs' progress.
 * Stops runs whose lease is lost: cancelled, or rescued by another node. It also runs while the worker is idle, so that
 * other nodes know that this one is alive and this node knows whether the database is available.
 */
final class Heartbeat {
    private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);
    private static final long MAX_PERIOD_MILLIS = 1000;
    private static final long ANSWER_TIMEOUT_MILLIS = 1000;

    private final Vertx vertx;
    private final LeaseStore leases;
    private final Map<UUID, JobRun> runs;
    private final long periodMillis;
    private final Duration timeout;
    private final Runnable onAvailable;
    private long timer;
    private final Promise<Void> stopped = Promise.promise();
    private boolean renewing;
    /** Renewals without an answer; more than one when some have exceeded their time limit. */
    private int underWay;

    private boolean stopping;
    /** Read from other threads. */
    private volatile boolean available;

    /**
     * @param runs the live runs by job; read at each renewal
     * @param onAvailable called when the database answers again, including the first time
     */
    Heartbeat(Vertx vertx, LeaseStore leases, Map<UUID, JobRun> runs, Duration lease, Runnable onAvailable) {
        this.vertx = vertx;
        this.leases = leases;
        this.runs = runs;
        this.onAvailable = onAvailable;
        this.timeout = lease.dividedBy(2);
        this.periodMillis = Math.min(MAX_PERIOD_MILLIS, lease.toMillis() / 4);
    }

    void start() {
        timer = vertx.setPeriodic(periodMillis, tick -> renew());
        renew();
    }

    /** True when the last renewal was answered within a second. */
    boolean databaseAnswers() {
        return available;
    }

    /** Counts the database as unreachable after a failed statement, until the next renewal is answered. */
    void markDown() {
        available = false;
    }

    /** Completes when no renewal is under way: stored later, it would restore the heartbeat of a stopped node. */
    Future<Void> stop() {
        vertx.cancelTimer(timer);
        stopping = true;
        completeIfIdle();
        return stopped.future();
    }

    private void completeIfIdle() {
        if (stopping && underWay == 0) {
            stopped.tryComplete();
        }
    }

    private void renew() {
        if (renewing) {
            return;
        }
        Map<Lease, JobRun> current = new LinkedHashMap<>();
        runs.values().forEach(run -> current.put(run.lease(), run));
        long unanswered = vertx.setTimer(ANSWER_TIMEOUT_MILLIS, timer -> markDown());
        Future<Collection<Lease>> answer = leases.renew(current.keySet());
        renewing = true;
        underWay++;
        answer.onComplete(done -> {
            underWay--;
            completeIfIdle();
        });
        TimeLimit.within(vertx, timeout, answer)
                .onComplete(done -> {
                    renewing = false;
                    vertx.cancelTimer(unanswered);
                })
                .onSuccess(lost -> {
                    lost.forEach(lease -> current.get(lease).stop(RunOutcome.Reason.LEASE_LOST));
                    answered();
                })
                .onFailure(cause -> {
                    markDown();
                    LOG.atWarn().addKeyValue("cause", cause.getMessage()).log("leases not renewed");
                });
    }

    private void answered() {
        if (!available) {
            available = true;
            onAvailable.run();
        }
    }
}
