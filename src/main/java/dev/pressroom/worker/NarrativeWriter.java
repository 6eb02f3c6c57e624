package dev.pressroom.worker;

import dev.pressroom.job.Lease;
import dev.pressroom.job.NarrativeEvent;
import dev.pressroom.job.NarrativeStore;
import dev.pressroom.job.Signal;
import dev.pressroom.store.Database;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * Stores and publishes the narrative events of a run, in order. Events within 50 ms are stored together, since each word of
 * a text is an event.
 */
final class NarrativeWriter {
    private static final long BATCH_MILLIS = 50;

    private final RunServices services;
    private final Lease lease;
    private final BooleanSupplier live;
    private final Runnable onLost;
    private final Set<String> restarted = new LinkedHashSet<>();
    private List<Line> pending = new ArrayList<>();
    private Promise<Void> pendingStored = Promise.promise();
    private Future<Void> lastWrite = Future.succeededFuture();
    private boolean isLastKnown;
    private boolean numberUnknown;
    private int last;

    private record Line(String step, String name, String data) {}

    /** @param onLost called when a write shows that the lease is lost */
    NarrativeWriter(RunServices services, Lease lease, BooleanSupplier live, Runnable onLost) {
        this.services = services;
        this.lease = lease;
        this.live = live;
        this.onLost = onLost;
    }

    /** Call it when a step starts: the first narrative event of the step then deletes the events of its earlier runs. */
    void begin(String step) {
        pending.removeIf(line -> line.step.equals(step));
        restarted.add(step);
    }

    /** Appends an event; completes when it is stored, fails when the lease is lost. */
    Future<Void> add(String step, String name, JsonObject data) {
        if (pending.isEmpty()) {
            services.vertx().setTimer(BATCH_MILLIS, timer -> flush());
        }
        pending.add(new Line(step, name, data.encode()));
        return pendingStored.future();
    }

    /** Stores pending events; completes, never failing, when no write is under way. */
    Future<Void> drained() {
        flush();
        return lastWrite.otherwiseEmpty();
    }

    private void flush() {
        List<Line> lines = pending;
        Promise<Void> done = pendingStored;
        pending = new ArrayList<>();
        pendingStored = Promise.promise();
        lastWrite = lastWrite.transform(before -> afterLastWrite(before, lines));
        lastWrite.onComplete(done);
    }

    /**
     * After a write that was given up and may have arrived the next number is unknown, so all later writes fail: events
     * under used numbers would be lost.
     */
    private Future<Void> afterLastWrite(AsyncResult<Void> before, List<Line> lines) {
        if (numberUnknown) {
            return Future.failedFuture(before.cause());
        }
        return lines.isEmpty() ? Future.succeededFuture() : write(lines);
    }

    private Future<Void> write(List<Line> lines) {
        return numbersKnown()
                .compose(numberKnown -> {
                    NarrativeStore.Narrated narrated = numbered(lines);
                    return services.persist(
                                    lease,
                                    "narrative",
                                    () -> services.narrativeStore().narrate(narrated),
                                    () -> !live.getAsBoolean())
                            .onFailure(cause -> numberUnknown = Database.mayHaveArrived(cause))
                            .onSuccess(leaseHeld -> settle(leaseHeld, narrated));
                })
                .compose(leaseHeld -> leaseHeld ? Future.succeededFuture() : Future.failedFuture(JobRun.leaseIsLost()));
    }

    private Future<Void> numbersKnown() {
        if (isLastKnown) {
            return Future.succeededFuture();
        }
        return services.persist(
                        lease,
                        "last narrative number",
                        () -> services.narrativeStore().last(lease.jobId()),
                        () -> !live.getAsBoolean())
                .onSuccess(number -> {
                    last = number;
                    isLastKnown = true;
                })
                .mapEmpty();
    }

    private NarrativeStore.Narrated numbered(List<Line> lines) {
        List<NarrativeEvent> events = new ArrayList<>(lines.size());
        for (Line line : lines) {
            events.add(new NarrativeEvent(last + events.size() + 1, line.name, line.data));
        }
        Set<String> deleted = Set.copyOf(restarted);
        restarted.clear();
        return new NarrativeStore.Narrated(
                lease, deleted, lines.stream().map(Line::step).toList(), events);
    }

    private void settle(boolean leaseHeld, NarrativeStore.Narrated narrated) {
        if (!leaseHeld) {
            onLost.run();
            return;
        }
        last += narrated.events().size();
        services.signals().publish(new Signal.NarrativeAppended(lease.jobId(), lease.attempt(), last));
    }
}
