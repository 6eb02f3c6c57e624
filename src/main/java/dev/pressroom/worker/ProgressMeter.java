package dev.pressroom.worker;

import dev.pressroom.job.Lease;
import dev.pressroom.job.LeaseStore;
import dev.pressroom.job.Signal;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * The progress of a run: sent to the nodes that watch the job at most ten times a second and stored at most twice a second, the
 * newest state always last. The first state is stored after 100 ms, so that a run that ends at once stores none. Progress never decreases.
 */
final class ProgressMeter {
    private static final long PUBLISH_MILLIS = 100;
    private static final long STORE_MILLIS = 500;
    private static final long FIRST_STORE_MILLIS = 100;
    private static final int MAX_PERCENT_WHILE_RUNNING = 99;

    private final Watchers watchers;
    private final LeaseStore leases;
    private final Lease lease;
    private final Duration expected;
    private final long startNanos = System.nanoTime();
    private int progress;
    private String step = "Starting";
    private Optional<String> phase = Optional.empty();
    private final Throttle publishing;
    private final Throttle storing;
    private boolean begun;
    private boolean closed;

    /** @param expected the usual duration of such a job */
    ProgressMeter(Vertx vertx, Watchers watchers, LeaseStore leases, Lease lease, int progress, Duration expected) {
        this.watchers = watchers;
        this.leases = leases;
        this.lease = lease;
        this.progress = progress;
        this.expected = expected;
        this.publishing = new Throttle(vertx, PUBLISH_MILLIS, this::publish);
        this.storing = new Throttle(vertx, STORE_MILLIS, this::store);
        storing.pause(FIRST_STORE_MILLIS);
    }

    int progress() {
        return progress;
    }

    /**
     * @param share the part of the job that is done, from 0 to 1
     * @param givenPhase empty: the phase is kept as long as the step's title stays the same
     */
    void update(double share, String newStep, Optional<String> givenPhase) {
        Optional<String> newPhase = givenPhase.isEmpty() && newStep.equals(step) ? phase : givenPhase;
        int percent = Math.max(progress, Math.min(MAX_PERCENT_WHILE_RUNNING, (int) (share * 100)));
        if (closed || percent == progress && newStep.equals(step) && newPhase.equals(phase)) {
            return;
        }
        progress = percent;
        step = newStep;
        phase = newPhase;
        begun = true;
        publishIfWatched();
        storing.call();
    }

    /** Sends the progress to a node that was just registered. */
    void announceTo(UUID node) {
        if (begun && !closed) {
            watchers.sendTo(node, signal());
        }
    }

    /** Nothing is sent or stored any more. */
    void close() {
        closed = true;
    }

    /** The estimated remaining time: by the pace so far, weighted with the progress, and by the expected duration. */
    int etaSeconds() {
        double elapsed = (System.nanoTime() - startNanos) / 1e9;
        double done = progress / 100.0;
        double byPace = done > 0 ? elapsed / done * (1 - done) : expected.toSeconds();
        double byExpectation = expected.toMillis() / 1e3 * (1 - done);
        return (int) Math.ceil(done * byPace + (1 - done) * byExpectation);
    }

    private void publishIfWatched() {
        if (!watchers.isEmpty()) {
            publishing.call();
        }
    }

    private void publish() {
        if (!closed && !watchers.isEmpty()) {
            watchers.send(signal());
        }
    }

    private Signal signal() {
        JsonObject data = new JsonObject()
                .put("progress", progress)
                .put("currentStep", step)
                .put("estimatedTimeRemaining", etaSeconds());
        phase.ifPresent(p -> data.put("phase", p));
        return new Signal.ProgressUpdated(lease.jobId(), lease.attempt(), data.encode());
    }

    /** Sends it again, since a subscriber may have read the row before this write and subscribed after the last message. */
    private void store() {
        if (!closed) {
            leases.report(new LeaseStore.ProgressReport(lease, progress, step, phase, etaSeconds()));
            publishIfWatched();
        }
    }
}
