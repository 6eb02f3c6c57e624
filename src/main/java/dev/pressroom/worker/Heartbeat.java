package dev.pressroom.worker;

import dev.pressroom.job.Leases;
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
 * Renews the leases of all runs of a worker, one statement for all of them, however far the runs have come. Stops the
 * runs whose lease turns out to be lost: cancelled while the message got lost, or rescued by another node.
 */
final class Heartbeat {
    private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);
    private static final long LONGEST_PERIOD_MILLIS = 1000;

    private final Vertx vertx;
    private final Leases leases;
    private final Map<UUID, JobRun> runs;
    private final long periodMillis;
    private final long patienceMillis;
    private long timer;
    private boolean beating;

    /** @param runs the live runs by job; read at each beat */
    Heartbeat(Vertx vertx, Leases leases, Map<UUID, JobRun> runs, Duration lease) {
        this.vertx = vertx;
        this.leases = leases;
        this.runs = runs;
        this.patienceMillis = lease.toMillis() / 2;
        this.periodMillis = Math.min(LONGEST_PERIOD_MILLIS, lease.toMillis() / 4);
    }

    void start() {
        timer = vertx.setPeriodic(periodMillis, tick -> beat());
    }

    void stop() {
        vertx.cancelTimer(timer);
    }

    private void beat() {
        if (beating || runs.isEmpty()) {
            return;
        }
        beating = true;
        Map<UUID, JobRun> asked = new LinkedHashMap<>(runs);
        inTime(leases.renew(asked.keySet()))
                .onSuccess(renewed -> stopLost(asked, renewed))
                .onFailure(cause ->
                        LOG.atWarn().addKeyValue("cause", cause.getMessage()).log("leases not renewed"))
                .onComplete(done -> beating = false);
    }

    /** By a timer of the verticle's own, so that whoever steers its time steers this too. */
    private <T> Future<T> inTime(Future<T> answer) {
        Promise<T> first = Promise.promise();
        long late = vertx.setTimer(patienceMillis, timer -> first.tryFail("no answer in " + patienceMillis + " ms"));
        answer.onSuccess(first::tryComplete).onFailure(first::tryFail);
        return first.future().onComplete(done -> vertx.cancelTimer(late));
    }

    private void stopLost(Map<UUID, JobRun> asked, Collection<UUID> renewed) {
        asked.forEach((job, run) -> {
            if (!renewed.contains(job)) {
                run.stop(Outcome.Reason.LEASE_LOST);
            }
        });
    }
}
