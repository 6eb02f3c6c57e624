package dev.pressroom.worker;

import dev.pressroom.job.Lease;
import dev.pressroom.job.LeaseStore;
import dev.pressroom.job.PostgresLeaseStore;
import dev.pressroom.job.Signal;
import dev.pressroom.job.Signals;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Optional;

/**
 * How far a run has come: told to watchers at most ten times a second and to Postgres at most twice, the newest state
 * always last, and not of a run that ends at once. It never goes down.
 */
final class ProgressMeter {
    private static final long TELL_MILLIS = 100;
    private static final long STORE_MILLIS = 500;
    private static final long FIRST_STORE_MILLIS = 100;
    private static final int LAST_BEFORE_DONE = 99;

    private final Signals signals;
    private final LeaseStore leases;
    private final Lease lease;
    private final Duration usual;
    private final long startNanos = System.nanoTime();
    private int progress;
    private String step = "Starting";
    private Optional<String> phase = Optional.empty();
    private final Throttle telling;
    private final Throttle storing;
    private boolean closed;

    /** @param usual how long such a job takes as a rule */
    ProgressMeter(Vertx vertx, Signals signals, LeaseStore leases, Lease lease, int progress, Duration usual) {
        this.signals = signals;
        this.leases = leases;
        this.lease = lease;
        this.progress = progress;
        this.usual = usual;
        this.telling = new Throttle(vertx, TELL_MILLIS, this::tell);
        this.storing = new Throttle(vertx, STORE_MILLIS, this::store);
        storing.rest(FIRST_STORE_MILLIS);
    }

    int progress() {
        return progress;
    }

    /**
     * @param share of the whole job that is done, from 0 to 1
     * @param saidPhase empty: that of the step stays, which another of the same title may have set
     */
    void update(double share, String newStep, Optional<String> saidPhase) {
        Optional<String> newPhase = saidPhase.isEmpty() && newStep.equals(step) ? phase : saidPhase;
        int percent = Math.max(progress, Math.min(LAST_BEFORE_DONE, (int) (share * 100)));
        if (closed || percent == progress && newStep.equals(step) && newPhase.equals(phase)) {
            return;
        }
        progress = percent;
        step = newStep;
        phase = newPhase;
        telling.call();
        storing.call();
    }

    /** Nothing is told any more. */
    void close() {
        closed = true;
    }

    /** What remains by the pace so far, blended with what is usual while there is little to go by. */
    int etaSeconds() {
        double elapsed = (System.nanoTime() - startNanos) / 1e9;
        double done = progress / 100.0;
        double byPace = done > 0 ? elapsed / done * (1 - done) : usual.toSeconds();
        double byRule = usual.toMillis() / 1e3 * (1 - done);
        return (int) Math.ceil(done * byPace + (1 - done) * byRule);
    }

    private void tell() {
        if (closed) {
            return;
        }
        JsonObject data = new JsonObject()
                .put("progress", progress)
                .put("currentStep", step)
                .put("estimatedTimeRemaining", etaSeconds());
        phase.ifPresent(p -> data.put("phase", p));
        signals.send(new Signal.ProgressUpdated(lease.jobId(), lease.attempt(), data.encode()));
    }

    /** Told again: a watcher who came before this is stored, and after it was told, would know nothing of it. */
    private void store() {
        if (!closed) {
            leases.report(new PostgresLeaseStore.ProgressReport(lease, progress, step, phase, etaSeconds()));
            telling.call();
        }
    }
}
