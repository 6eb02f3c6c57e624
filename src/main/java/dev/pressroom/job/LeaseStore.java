package dev.pressroom.job;

import dev.pressroom.base.ErrorCode;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What one node may do to the jobs it runs. Each write carries the lease, and is void, and says so, once the lease is
 * lost. Calls fail with {@code DATABASE_UNAVAILABLE} when it is not known whether they arrived. Not to be shared
 * between Vert.x contexts.
 */
public interface LeaseStore {
    /**
     * Turns queue entries into leases. Entries that are stale (cancelled, another attempt, running) or too early are left
     * out, and those of jobs that have lost workers while too many of that kind run here.
     */
    Future<List<LeasedJob>> claim(List<RedisJobQueue.Claimed> entries);

    /** Says that this node is alive, and prolongs the leases of these jobs; returns those that are still ours. */
    Future<Collection<UUID>> renew(Collection<UUID> jobs);

    /**
     * Writes events, and the checkpoint that they tell of, durably. May be repeated as it is.
     *
     * @return false when the lease is lost; then nothing was written
     */
    Future<Boolean> record(PostgresLeaseStore.Recording recording);

    /** Writes progress, not durably: a crash of the database may lose it. False when the lease is lost. */
    Future<Boolean> report(PostgresLeaseStore.ProgressReport report);

    /**
     * Ends the job with its result, keeps what its last step made, saves its post and its organization and spends its
     * credit, at once. The number of the final event, or empty when the lease was lost.
     */
    Future<Optional<Integer>> succeed(PostgresLeaseStore.Settlement settlement);

    /** Ends the job as failed and gives its credit back. The number of the final event, or empty: the lease was lost. */
    Future<Optional<Integer>> fail(Lease lease, ErrorCode code, String message, boolean retryable);

    /** Gives leases up without costing an attempt: the node is stopping. Returns the entries to be queued again. */
    Future<List<RedisJobQueue.Entry>> handBack(Collection<UUID> jobs);

    /** Gives a lease up whose job blocks a thread of this node: as if the job alone had cost a worker. Empty: it was lost. */
    Future<RescueStore.Rescued> blame(Lease lease);

    /** Says that this node stops, so that its silence from now on is not taken for its loss. */
    Future<Void> leave();
}
