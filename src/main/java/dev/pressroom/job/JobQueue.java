package dev.pressroom.job;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The ready queue: ids of queued jobs in the order in which workers serve them, one queue per job type. Every method fails
 * with {@code QUEUE_UNAVAILABLE} when the queue does not answer in time.
 */
public interface JobQueue {
    /**
     * A queued job.
     *
     * @param resumes true for a job whose run was interrupted (its worker was lost or stopped): it is served before jobs
     *     that have not run yet
     */
    record Entry(JobType type, UUID jobId, int attempt, String tenant, boolean resumes) {
        /** An entry of a job that has not run yet. */
        public Entry(JobType type, UUID jobId, int attempt, String tenant) {
            this(type, jobId, attempt, tenant, false);
        }
    }

    /** An entry taken from the queue. It may be stale: the job's row in Postgres decides. */
    record Claimed(UUID jobId, int attempt) {}

    /** Adds entries of one type. Entries that are in the queue already keep their place. Returns how many were added. */
    Future<Integer> enqueue(JobType type, List<Entry> entries);

    /**
     * Takes up to {@code count} entries. Each must be passed to {@link #settle} or {@link #giveBack}; entries of a worker
     * that was lost before are put back by {@link #recover}.
     */
    Future<List<Claimed>> claim(JobType type, int count);

    /** Deletes taken entries, after Postgres has leased their jobs or rejected the entries as stale. */
    Future<Void> settle(JobType type, List<Claimed> entries);

    /** Puts taken entries back at their old place, because they could not be leased. Returns how many were put back. */
    Future<Integer> giveBack(JobType type, List<Claimed> entries);

    /** Puts back up to {@code max} entries that were taken at least {@code age} ago. Returns how many were put back. */
    Future<Integer> recover(JobType type, Duration age, int max);

    /** True while the queue holds its marker. Without it the queue has lost its entries too. */
    Future<Boolean> hasMarker(JobType type);

    /** Stores the marker, which lives as long as the entries do. */
    Future<Void> setMarker(JobType type);

    /** Moves entries of one type before all others, in this order; those that are not in the queue are added. */
    default Future<Void> front(JobType type, List<Entry> entries) {
        return enqueue(type, entries).mapEmpty();
    }

    /** Removes an entry from the queue; does nothing when it is not in the queue or has been taken. */
    Future<Void> remove(JobType type, UUID jobId, int attempt);

    /** Completes when the queue answers. */
    Future<Void> ping();

    /**
     * Why this server must not be used, one sentence for the operator: it could drop entries, or is of another kind than
     * configured. Empty when the configuration is right or the server refuses to report it.
     */
    Future<Optional<String>> fault();

    /** Deletes what the queue remembers of a tenant beside its entries. */
    default Future<Void> forget(String tenant) {
        return Future.succeededFuture();
    }
}
