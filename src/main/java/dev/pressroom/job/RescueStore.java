package dev.pressroom.job;

import dev.pressroom.config.WorkerSettings;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The cluster-wide maintenance of jobs, done by one node at a time: finding queued jobs, rescuing jobs of lost workers,
 * deleting old rows, each page by page. A suspect is a job that has lost a worker.
 */
public interface RescueStore {
    /**
     * A page of the jobs that have been queued for at least {@code age} and may be claimed, ordered by id.
     *
     * @param after the last id of the page before
     */
    Future<List<JobQueue.Entry>> queuedJobs(Optional<UUID> after, Duration age, int limit);

    /** A page of the queued jobs that have lost a worker and may be claimed, ordered by id. */
    Future<List<JobQueue.Entry>> queuedSuspects(Optional<UUID> after, int limit);

    /**
     * The oldest queued jobs of the tenants that may run only so many jobs at once, as many as may start now. The other
     * methods leave out the jobs of these tenants, and those of paused tenants.
     */
    default Future<List<JobQueue.Entry>> queuedOfLimitedTenants(int limit) {
        return Future.succeededFuture(List.of());
    }

    /** Records the nodes whose heartbeats are missing, with the jobs that they ran. Returns the number of these nodes. */
    Future<Integer> recordLostNodes(LossRules rules);

    /** Puts a page of the jobs whose worker is lost back into the queue, as their next attempt, or fails them. */
    Future<Rescued> rescue(LossRules rules, int limit);

    /**
     * The rules for lost workers.
     *
     * @param lease a node of the previous version, whose heartbeats name no lease, is lost after this time without one
     * @param slots assumed for a node that did not report how many jobs it runs at once
     * @param maxDeaths a job fails after this many losses that count against it
     * @param pauses before the next attempt after a lone loss: the first, the second, ...; the last one from then on
     */
    record LossRules(Duration lease, int slots, int maxDeaths, List<Duration> pauses) {
        public static LossRules of(WorkerSettings settings) {
            return new LossRules(settings.lease(), settings.slots(), settings.maxDeaths(), settings.lossPauses());
        }
    }

    /**
     * Jobs that were taken from lost or blocked workers.
     *
     * @param due to be enqueued at once
     * @param paused queued in Postgres, may not be claimed yet
     * @param failed ended as failed
     */
    record Rescued(List<JobQueue.Entry> due, List<JobQueue.Entry> paused, List<FailedJob> failed) {
        public int size() {
            return due.size() + paused.size() + failed.size();
        }
    }

    /**
     * @param lastEvent number of the job's final event
     * @param userId the owner; empty for a session
     * @param duration of the last attempt
     */
    record FailedJob(JobType type, UUID jobId, int attempt, int lastEvent, Optional<UUID> userId, Duration duration) {}

    /**
     * Resets the losses of up to {@code limit} queued suspects to one when no node was lost for a minute, so that they may
     * share a node with more suspects again. Returns how many were reset.
     */
    Future<Integer> relaxSuspects(int limit);

    /**
     * Fails a page of the queued jobs that have not started in time with {@code EXPIRED} and releases their credits, those that
     * are late for longest first.
     */
    Future<List<ExpiredJob>> expire(int limit);

    /**
     * @param lastEvent number of the job's final event
     * @param userId the owner; empty for a session
     * @param waited since the job was queued
     */
    record ExpiredJob(JobType type, UUID jobId, int attempt, int lastEvent, Optional<UUID> userId, Duration waited) {}

    /** The largest page size, in rows. */
    int maxPageSize();

    /**
     * Deletes a page of the jobs that finished longer than {@code age} ago, with all their rows but posts and credit
     * entries. Returns how many were deleted.
     *
     * @param newestId a UUIDv7 of the time {@code age} ago: no job created later can have finished before
     */
    Future<Integer> deleteJobs(Duration age, UUID newestId, int limit);

    /**
     * Deletes idempotency keys older than {@code keyAge}, page by page, and the records of nodes lost more than an hour
     * ago.
     */
    Future<Void> deleteLeftovers(Duration keyAge, int limit);
}
