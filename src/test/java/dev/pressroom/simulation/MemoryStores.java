package dev.pressroom.simulation;

import dev.pressroom.base.ErrorCode;
import dev.pressroom.config.Settings;
import dev.pressroom.job.Lease;
import dev.pressroom.job.LeaseStore;
import dev.pressroom.job.LeasedJob;
import dev.pressroom.job.NarrativeStore;
import dev.pressroom.job.PostgresLeaseStore;
import dev.pressroom.job.PostgresNarrativeStore;
import dev.pressroom.job.RedisJobQueue;
import dev.pressroom.job.RescueStore;
import dev.pressroom.worker.WorkerStores;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** One node's way to the jobs in memory. */
final class MemoryStores implements WorkerStores, LeaseStore, NarrativeStore, RescueStore {
    private final MemoryJobs jobs;
    private final UUID node;
    private final Duration lease;
    private final Calls calls;

    /** How a statement gets to the server and its answer back. */
    interface Calls {
        <T> Future<T> call(String what, Supplier<T> statement);

        /** A worker has read that its write was void. */
        default void refused(Lease lease) {}
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
    public Future<List<LeasedJob>> claim(List<RedisJobQueue.Claimed> entries) {
        return calls.call("claim", () -> jobs.claim(node, entries, lease));
    }

    @Override
    public Future<Collection<UUID>> renew(Collection<UUID> ids) {
        List<UUID> asked = List.copyOf(ids);
        return calls.call("renew", () -> jobs.renew(node, asked, lease));
    }

    @Override
    public Future<Boolean> record(PostgresLeaseStore.Recording recording) {
        return calls.call("record", () -> jobs.record(recording)).onSuccess(ours -> checked(ours, recording.lease()));
    }

    @Override
    public Future<Boolean> report(PostgresLeaseStore.ProgressReport report) {
        return calls.call("report", () -> jobs.report(report));
    }

    @Override
    public Future<Optional<Integer>> succeed(PostgresLeaseStore.Settlement settlement) {
        return calls.call("succeed", () -> jobs.succeed(settlement))
                .onSuccess(event -> checked(event.isPresent(), settlement.lease()));
    }

    @Override
    public Future<Optional<Integer>> fail(Lease held, ErrorCode code, String message, boolean retryable) {
        return calls.call("fail " + code, () -> jobs.fail(held, code))
                .onSuccess(event -> checked(event.isPresent(), held));
    }

    @Override
    public Future<List<RedisJobQueue.Entry>> handBack(Collection<UUID> ids) {
        List<UUID> given = List.copyOf(ids);
        return calls.call("hand back", () -> jobs.handBack(node, given));
    }

    @Override
    public NarrativeStore narrativeStore() {
        return this;
    }

    @Override
    public Future<Boolean> narrate(PostgresNarrativeStore.Narrated narrated) {
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
    public Future<RescueStore.Rescued> blame(Lease held) {
        return calls.call("blame", () -> jobs.blame(held));
    }

    @Override
    public Future<Void> leave() {
        return calls.call("leave", () -> {
            jobs.leave(node);
            return null;
        });
    }

    @Override
    public Future<Boolean> hold(String duty, UUID holder, Duration time) {
        return calls.call("duty", () -> jobs.hold(duty, holder, time));
    }

    @Override
    public Future<Void> release(String duty, UUID holder) {
        return calls.call("release", () -> {
            jobs.release(duty, holder);
            return null;
        });
    }

    @Override
    public Future<List<RedisJobQueue.Entry>> waiting(Optional<UUID> after, Duration age, int limit) {
        return calls.call("waiting", () -> jobs.waiting(after, age, limit));
    }

    @Override
    public Future<List<RedisJobQueue.Entry>> suspects(Optional<UUID> after, int limit) {
        return calls.call("suspects", () -> jobs.suspects(after, limit));
    }

    @Override
    public Future<Integer> noteLosses(RescueStore.Lost rules) {
        return calls.call("note losses", () -> jobs.noteLosses(rules));
    }

    @Override
    public Future<RescueStore.Rescued> rescue(RescueStore.Lost rules, int limit) {
        return calls.call("rescue", () -> jobs.rescue(rules, limit));
    }

    @Override
    public Future<Integer> forgive(int limit) {
        return calls.call("forgive", () -> jobs.forgive(limit));
    }

    @Override
    public int largestPage() {
        return jobs.page();
    }

    /** Nothing grows old enough here. */
    @Override
    public Future<Integer> deleteJobs(Duration age, UUID newest) {
        return calls.call("delete", () -> 0);
    }

    @Override
    public Future<Void> deleteLeftovers(Duration keyAge) {
        return calls.call("delete", () -> null);
    }

    @Override
    public Future<Void> deleteUnused(Settings.Retention retention) {
        return calls.call("delete", () -> null);
    }

    @Override
    public Future<Void> deleteExpiredAccess() {
        return calls.call("delete", () -> null);
    }
}
