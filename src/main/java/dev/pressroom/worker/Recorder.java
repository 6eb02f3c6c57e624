package dev.pressroom.worker;

import dev.pressroom.job.JobEvent;
import dev.pressroom.job.Lease;
import dev.pressroom.job.PostgresLeaseStore;
import dev.pressroom.job.PostgresLeaseStore.StepOutput;
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

/** Keeps what a run makes: checkpoints and the numbered events that tell of them, in order. */
final class Recorder {
    private final RunServices services;
    private final Lease lease;
    private final IntSupplier progress;
    private final BooleanSupplier live;
    private final Runnable onLost;
    private Future<Void> lastWrite = Future.succeededFuture();
    private int lastEvent;
    private boolean unsure;

    /**
     * @param lastEvent number of the job's newest event
     * @param progress of the job, in percent, at the time of a write
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

    /** Stores a checkpoint, its events, or both at once; then watchers are told. Fails when the lease is lost. */
    Future<Void> record(Optional<StepOutput> checkpoint, List<StepResult.Event> happened) {
        return inTurn(() -> {
            PostgresLeaseStore.Recording recording =
                    new PostgresLeaseStore.Recording(lease, progress.getAsInt(), checkpoint, numbered(happened));
            return durably(recording).onSuccess(kept -> stored(recording));
        });
    }

    /** What is to be stored with the result of the job. To be asked when nothing is being written any more. */
    PostgresLeaseStore.Recording last(StepOutput checkpoint, List<StepResult.Event> happened) {
        return new PostgresLeaseStore.Recording(
                lease, progress.getAsInt(), Optional.of(checkpoint), numbered(happened));
    }

    /** Tells watchers what has been stored. */
    void stored(PostgresLeaseStore.Recording recording) {
        lastEvent += recording.events().size();
        tell(recording.events());
    }

    /** Completes when nothing is being written any more. */
    Future<Void> rest() {
        return lastWrite.otherwiseEmpty();
    }

    /**
     * Writes of a job go one after the other: their events must become visible in the order of their numbers. After one
     * that was given up, and may have arrived, nobody knows the next number, so nothing is written any more: another
     * event under a number that is taken would be lost.
     */
    private Future<Void> inTurn(Supplier<Future<Void>> write) {
        Future<Void> mine = lastWrite.transform(before -> unsure ? Future.failedFuture(before.cause()) : write.get());
        lastWrite = mine;
        return mine;
    }

    /** The numbers are taken only when the events are stored: one that is missing would hold up every stream. */
    private List<JobEvent> numbered(List<StepResult.Event> events) {
        List<JobEvent> numbered = new ArrayList<>(events.size());
        for (StepResult.Event event : events) {
            int seq = lastEvent + numbered.size() + 1;
            numbered.add(new JobEvent(
                    seq, lease.attempt(), event.name(), event.data().encode()));
        }
        return numbered;
    }

    private void tell(List<JobEvent> events) {
        events.forEach(event -> services.signals()
                .send(new Signal.EventAppended(
                        lease.jobId(), lease.attempt(), event.seq(), event.name(), event.data())));
    }

    /** While the database is away the run holds its breath; when it is back the same write is made again. */
    private Future<Void> durably(PostgresLeaseStore.Recording recording) {
        return services.persist(
                        lease, "checkpoint", () -> services.leases().record(recording), () -> !live.getAsBoolean())
                .onFailure(cause -> unsure = mayHaveArrived(cause))
                .compose(ours -> {
                    if (ours) {
                        return Future.succeededFuture();
                    }
                    onLost.run();
                    return Future.failedFuture(JobRun.leaseIsLost());
                });
    }

    /** One that was given up for repeated failures of an unknown kind too: its cause looked like an outage. */
    private static boolean mayHaveArrived(Throwable cause) {
        return Database.isOutage(cause) || Database.isOutage(cause.getCause());
    }
}
