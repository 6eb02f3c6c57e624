package dev.pressroom.simulation;

import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import dev.pressroom.config.Settings;
import dev.pressroom.job.JobQueue;
import dev.pressroom.job.Lease;
import dev.pressroom.job.LeaseStore;
import dev.pressroom.job.LeasedJob;
import dev.pressroom.job.LockStore;
import dev.pressroom.job.NarrativeStore;
import dev.pressroom.job.RescueStore;
import dev.pressroom.worker.WorkerStores;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** The stores of one node over the jobs in memory. */
final class MemoryStores implements WorkerStores, LeaseStore, NarrativeStore, RescueStore, LockStore {
    private final MemoryJobs jobs;
    private final UUID node;
    private final Duration lease;
    private final Calls calls;

    /** Sends statements to the server and returns their answers, with the seed's faults. */
    interface Calls {
        <T> Future<T> call(String what, Supplier<T> statement);

        /** A worker has received that its write was refused. */
        default void refused(Lease lease) {}

        /** A worker has received that it has no valid heartbeat. */
        default void unregistered() {}
    }

    MemoryStores(MemoryJobs jobs, UUID node, Duration lease, Calls calls) {
        this.jobs = jobs;
        this.node = node;
        this.lease = lease;
        this.calls = calls;
    }

    private void checked(boolean ours, Lease held) {
        if (!ours) {
            calls.refused(held);
        }
    }

    @Override
    public LeaseStore leases() {
        return this;
    }

    @Override
    public Future<List<LeasedJob>> claim(List<JobQueue.Claimed> entries) {
        AtomicBoolean registered = new AtomicBoolean(true);
        return calls.call("claim", () -> {
                    Optional<List<LeasedJob>> leased = jobs.claim(node, entries, lease);
                    registered.set(leased.isPresent());
                    return leased.orElse(List.of());
                })
                .compose(leased -> {
                    if (registered.get()) {
                        return Future.succeededFuture(leased);
                    }
                    calls.unregistered();
                    return Future.failedFuture(new Failure(ErrorCode.DATABASE_UNAVAILABLE, "No valid heartbeat."));
                });
    }

    @Override
    public Future<Collection<Lease>> renew(Collection<Lease> held) {
        List<Lease> asked = List.copyOf(held);
        return calls.call("renew", () -> jobs.renew(node, asked));
    }

    @Override
    public Future<List<Lease>> unknown(Collection<Lease> known) {
        Set<Lease> asked = Set.copyOf(known);
        return calls.call("unknown leases", () -> jobs.unknown(node, asked));
    }

    @Override
    public Future<Boolean> record(LeaseStore.Recording recording) {
        return calls.call("record", () -> jobs.record(recording)).onSuccess(ours -> checked(ours, recording.lease()));
    }

    @Override
    public Future<Boolean> report(LeaseStore.ProgressReport report) {
        return calls.call("report", () -> jobs.report(report));
    }

    @Override
    public Future<Optional<Integer>> succeed(LeaseStore.Settlement settlement) {
        return calls.call("succeed", () -> jobs.succeed(settlement))
                .onSuccess(event -> checked(event.isPresent(), settlement.lease()));
    }

    @Override
    public Future<Optional<Integer>> fail(
            Lease held, ErrorCode code, String message, boolean retryable, List<UnfinishedStep> unfinished) {
        return calls.call("fail " + code, () -> jobs.fail(held, code))
                .onSuccess(event -> checked(event.isPresent(), held));
    }

    @Override
    public Future<List<JobQueue.Entry>> handBack(Collection<Lease> leases) {
        List<Lease> given = List.copyOf(leases);
        return calls.call("hand back", () -> jobs.handBack(node, given));
    }

    @Override
    public NarrativeStore narrativeStore() {
        return this;
    }

    @Override
    public Future<Boolean> narrate(NarrativeStore.Narrated narrated) {
        return calls.call("narrate", () -> jobs.narrate(narrated)).onSuccess(ours -> checked(ours, narrated.lease()));
    }

    @Override
    public Future<Integer> last(UUID jobId) {
        return calls.call("last narrated", () -> jobs.lastNarrated(jobId));
    }

    @Override
    public RescueStore rescueStore() {
        return this;
    }

    @Override
    public Future<RescueStore.Rescued> giveUpBlocked(Lease held) {
        return calls.call("give up blocked", () -> jobs.giveUpBlocked(held));
    }

    @Override
    public Future<RescueStore.Rescued> giveUpUnused(Collection<Lease> leases) {
        List<Lease> given = List.copyOf(leases);
        return calls.call("give up unused", () -> jobs.giveUpUnused(node, given));
    }

    @Override
    public Future<Void> unregister() {
        return calls.call("unregister", () -> {
            jobs.unregister(node);
            return null;
        });
    }

    @Override
    public LockStore lockStore() {
        return this;
    }

    @Override
    public Future<List<LockStore.Answer>> acquire(UUID holder, List<LockStore.Request> requests) {
        return calls.call("acquire locks", () -> jobs.locks().acquire(holder, requests));
    }

    @Override
    public Future<Void> release(UUID holder, String name) {
        return calls.call("release lock", () -> {
            jobs.locks().release(holder, name);
            return null;
        });
    }

    @Override
    public Future<List<JobQueue.Entry>> queuedJobs(Optional<UUID> after, Duration age, int limit) {
        return calls.call("queued jobs", () -> jobs.queuedJobs(after, age, limit));
    }

    @Override
    public Future<List<JobQueue.Entry>> queuedSuspects(Optional<UUID> after, int limit) {
        return calls.call("queued suspects", () -> jobs.queuedSuspects(after, limit));
    }

    @Override
    public Future<Integer> recordLostNodes(RescueStore.LossRules rules) {
        return calls.call("record lost nodes", () -> jobs.recordLostNodes(rules));
    }

    @Override
    public Future<RescueStore.Rescued> rescue(RescueStore.LossRules rules, int limit) {
        return calls.call("rescue", () -> jobs.rescue(rules, limit));
    }

    @Override
    public Future<Integer> relaxSuspects(int limit) {
        return calls.call("relax suspects", () -> jobs.relaxSuspects(limit));
    }

    /** No job of a simulation has a start limit. */
    @Override
    public Future<List<ExpiredJob>> expire(int limit) {
        return calls.call("expire", List::of);
    }

    @Override
    public int maxPageSize() {
        return jobs.page();
    }

    /** Nothing becomes old enough in a simulation. */
    @Override
    public Future<Integer> deleteJobs(Duration age, UUID newestId, int limit) {
        return calls.call("delete", () -> 0);
    }

    @Override
    public Future<Void> deleteLeftovers(Duration keyAge, int limit) {
        return calls.call("delete", () -> null);
    }

    @Override
    public Future<Void> deleteUnused(Settings.Retention retention, int limit) {
        return calls.call("delete", () -> null);
    }

    @Override
    public Future<Void> deleteExpiredAccess(int limit) {
        return calls.call("delete", () -> null);
    }
}
