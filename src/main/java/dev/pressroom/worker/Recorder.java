package dev.pressroom.worker;

import dev.pressroom.job.JobEvent;
import dev.pressroom.job.Lease;
import dev.pressroom.job.LeaseStore;
import dev.pressroom.job.LeaseStore.StepOutput;
import dev.pressroom.job.Signal;
import dev.pressroom.pipeline.StepResult;
import dev.pressroom.store.Database;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/** Stores the checkpoints and numbered events of a run, in order, and publishes the events. */
final class Recorder {
    private final RunServices services;
    private final Lease lease;
    private final IntSupplier progress;
    private final BooleanSupplier live;
    private final Runnable onLost;
    private Future<Void> lastWrite = Future.succeededFuture();
    private int lastEvent;
    private boolean numberUnknown;

    /**
     * @param lastEvent number of the job's newest event
     * @param progress supplies the job's progress in percent
     * @param onLost called when a write shows that the lease is lost
     */
    Recorder(
            RunServices services,
            Lease lease,
            int lastEvent,
            IntSupplier progress,
            BooleanSupplier live,
            Runnable onLost) {
        this.services = services;
        this.lease = lease;
        this.lastEvent = lastEvent;
        this.progress = progress;
        this.live = live;
        this.onLost = onLost;
    }

    /** Stores a checkpoint, events, or both at once; then publishes the events. Fails when the lease is lost. */
    Future<Void> record(Optional<StepOutput> checkpoint, List<StepResult.Event> events) {
        return afterLastWrite(() -> {
            LeaseStore.Recording recording =
                    new LeaseStore.Recording(lease, progress.getAsInt(), checkpoint, numbered(events));
            return store(recording).onSuccess(written -> stored(recording));
        });
    }

    /** The recording to be stored with the job's result. Call it after {@link #drained}. */
    LeaseStore.Recording last(StepOutput checkpoint, List<StepResult.Event> events) {
        return new LeaseStore.Recording(lease, progress.getAsInt(), Optional.of(checkpoint), numbered(events));
    }

    /** Publishes the events of a stored recording. */
    void stored(LeaseStore.Recording recording) {
        lastEvent += recording.events().size();
        publish(recording.events());
    }

    /** Completes, never failing, when no write is under way. */
    Future<Void> drained() {
        return lastWrite.otherwiseEmpty();
    }

    /**
     * Writes are executed one after the other, so that events become visible in the order of their numbers. After a write
     * that was given up and may have arrived the next number is unknown, so all later writes fail: an event under a used
     * number would be lost.
     */
    private Future<Void> afterLastWrite(Supplier<Future<Void>> write) {
        Future<Void> thisWrite =
                lastWrite.transform(before -> numberUnknown ? Future.failedFuture(before.cause()) : write.get());
        lastWrite = thisWrite;
        return thisWrite;
    }

    /** Numbers count as used only when the events are stored: a missing number would delay every stream. */
    private List<JobEvent> numbered(List<StepResult.Event> events) {
        List<JobEvent> numbered = new ArrayList<>(events.size());
        for (StepResult.Event event : events) {
            int seq = lastEvent + numbered.size() + 1;
            numbered.add(new JobEvent(
                    seq, lease.attempt(), event.name(), event.data().encode()));
        }
        return numbered;
    }

    private void publish(List<JobEvent> events) {
        events.forEach(event -> services.signals()
                .publish(new Signal.EventAppended(
                        lease.jobId(), lease.attempt(), event.seq(), event.name(), event.data())));
    }

    /** While the database is unreachable the run waits; then the same write is repeated. */
    private Future<Void> store(LeaseStore.Recording recording) {
        return services.persist(
                        lease, "checkpoint", () -> services.leases().record(recording), () -> !live.getAsBoolean())
                .onFailure(cause -> numberUnknown = Database.mayHaveArrived(cause))
                .compose(leaseHeld -> {
                    if (leaseHeld) {
                        return Future.succeededFuture();
                    }
                    onLost.run();
                    return Future.failedFuture(JobRun.leaseIsLost());
                });
    }
}
