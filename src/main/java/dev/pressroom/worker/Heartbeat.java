package dev.pressroom.worker;

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
 * Renews the leases of all runs of a worker, one statement for all of them, however far the runs have come. Stops the
 * runs whose lease turns out to be lost: cancelled while the message got lost, or rescued by another node. It beats while
 * nothing runs too: so others know that the node is alive, and it knows itself whether the database answers.
 */
final class Heartbeat {
    private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);
    private static final long LONGEST_PERIOD_MILLIS = 1000;
    private static final long SILENCE_MILLIS = 1000;

    private final Vertx vertx;
    private final LeaseStore leases;
    private final Map<UUID, JobRun> runs;
    private final long periodMillis;
    private final long patienceMillis;
    private final Runnable onReturn;
    private long timer;
    private boolean beating;
    private boolean answers;

    /**
     * @param runs the live runs by job; read at each beat
     * @param onReturn called when the database answers again, the first time included
     */
    Heartbeat(Vertx vertx, LeaseStore leases, Map<UUID, JobRun> runs, Duration lease, Runnable onReturn) {
        this.vertx = vertx;
        this.leases = leases;
        this.runs = runs;
        this.onReturn = onReturn;
        this.patienceMillis = lease.toMillis() / 2;
        this.periodMillis = Math.min(LONGEST_PERIOD_MILLIS, lease.toMillis() / 4);
    }

    void start() {
        timer = vertx.setPeriodic(periodMillis, tick -> beat());
        beat();
    }

    /** Whether the newest beat was answered, and that within a second. */
    boolean databaseAnswers() {
        return answers;
    }

    /** Tells that a statement has failed: until the next beat the database counts as away. */
    void suspect() {
        answers = false;
    }

    void stop() {
        vertx.cancelTimer(timer);
    }

    private void beat() {
        if (beating) {
            return;
        }
        beating = true;
        Map<UUID, JobRun> asked = new LinkedHashMap<>(runs);
        long silent = vertx.setTimer(SILENCE_MILLIS, timer -> suspect());
        inTime(leases.renew(asked.keySet()))
                .onComplete(done -> vertx.cancelTimer(silent))
                .onSuccess(renewed -> {
                    stopLost(asked, renewed);
                    answered();
                })
                .onFailure(cause -> {
                    suspect();
                    LOG.atWarn().addKeyValue("cause", cause.getMessage()).log("leases not renewed");
                })
                .onComplete(done -> beating = false);
    }

    private void answered() {
        if (!answers) {
            answers = true;
            onReturn.run();
        }
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
                run.stop(RunOutcome.Reason.LEASE_LOST);
            }
        });
    }
}
