package dev.pressroom.worker;

import dev.pressroom.job.Lease;
import dev.pressroom.job.NarrativeEvent;
import dev.pressroom.job.PostgresNarrativeStore;
import dev.pressroom.job.Signal;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * What a run narrates: gathered for a moment, so that a text told word by word is few writes, then stored in order and
 * told to those who listen.
 */
final class NarrativeWriter {
    private static final long GATHER_MILLIS = 50;

    private final RunServices services;
    private final Lease lease;
    private final BooleanSupplier live;
    private final Runnable onLost;
    private final Set<String> restarted = new LinkedHashSet<>();
    private List<Line> gathered = new ArrayList<>();
    private Promise<Void> stored = Promise.promise();
    private Future<Void> lastWrite = Future.succeededFuture();
    private boolean knowsLast;
    private int last;

    private record Line(String step, String name, String data) {}

    /** @param onLost called when a write shows that the lease is lost */
    NarrativeWriter(RunServices services, Lease lease, BooleanSupplier live, Runnable onLost) {
        this.services = services;
        this.lease = lease;
        this.live = live;
        this.onLost = onLost;
    }

    /** A step begins, perhaps not for the first time: what it narrated before is void once it narrates again. */
    void begin(String step) {
        gathered.removeIf(line -> line.step.equals(step));
        restarted.add(step);
    }

    /** Tells an event; completes when it is stored. */
    Future<Void> add(String step, String name, JsonObject data) {
        if (gathered.isEmpty()) {
            services.vertx().setTimer(GATHER_MILLIS, timer -> flush());
        }
        gathered.add(new Line(step, name, data.encode()));
        return stored.future();
    }

    /** Stores what is gathered; completes when nothing is being written any more. */
    Future<Void> rest() {
        flush();
        return lastWrite.otherwiseEmpty();
    }

    private void flush() {
        List<Line> lines = gathered;
        Promise<Void> done = stored;
        gathered = new ArrayList<>();
        stored = Promise.promise();
        lastWrite = lastWrite.transform(before -> lines.isEmpty() ? Future.succeededFuture() : write(lines));
        lastWrite.onComplete(done);
    }

    private Future<Void> write(List<Line> lines) {
        return numbersKnown()
                .compose(known -> {
                    PostgresNarrativeStore.Narrated narrated = numbered(lines);
                    return services.persist(
                                    lease,
                                    "narrative",
                                    () -> services.narrativeStore().narrate(narrated),
                                    () -> !live.getAsBoolean())
                            .onSuccess(ours -> settle(ours, narrated));
                })
                .compose(ours -> ours ? Future.succeededFuture() : Future.failedFuture(JobRun.leaseIsLost()));
    }

    private Future<Void> numbersKnown() {
        if (knowsLast) {
            return Future.succeededFuture();
        }
        return services.persist(
                        lease,
                        "number of the narrative",
                        () -> services.narrativeStore().last(lease.jobId()),
                        () -> !live.getAsBoolean())
                .onSuccess(number -> {
                    last = number;
                    knowsLast = true;
                })
                .mapEmpty();
    }

    private PostgresNarrativeStore.Narrated numbered(List<Line> lines) {
        List<NarrativeEvent> events = new ArrayList<>(lines.size());
        for (Line line : lines) {
            events.add(new NarrativeEvent(last + events.size() + 1, line.name, line.data));
        }
        Set<String> takenBack = Set.copyOf(restarted);
        restarted.clear();
        return new PostgresNarrativeStore.Narrated(
                lease, takenBack, lines.stream().map(Line::step).toList(), events);
    }

    private void settle(boolean ours, PostgresNarrativeStore.Narrated narrated) {
        if (!ours) {
            onLost.run();
            return;
        }
        last += narrated.events().size();
        services.signals().send(new Signal.NarrativeAppended(lease.jobId(), lease.attempt(), last));
    }
}
