package dev.pressroom.job;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The order in which ready jobs are served, as workers use it. Every call fails with {@code QUEUE_UNAVAILABLE} when the
 * queue does not answer in time.
 */
public interface JobQueue {
    /** Adds entries of one type; those that are in the queue already stay where they are. How many were added. */
    Future<Integer> enqueue(JobType type, List<RedisJobQueue.Entry> entries);

    /**
     * Takes up to {@code count} entries off the queue. Each has to be settled or given back; what is neither, since its
     * taker is gone, is there again after {@link #recover}.
     */
    Future<List<RedisJobQueue.Claimed>> claim(JobType type, int count);

    /** Ends the taking of entries that the database has decided about. */
    Future<Void> settled(JobType type, List<RedisJobQueue.Claimed> entries);

    /** Puts entries that could not be leased back, each where it was. How many were put back. */
    Future<Integer> giveBack(JobType type, List<RedisJobQueue.Claimed> entries);

    /** Puts back up to {@code most} entries that were taken at least {@code age} ago. How many were put back. */
    Future<Integer> recover(JobType type, Duration age, int most);

    /** Whether the queue still has its mark: if not, it has lost its entries too. */
    Future<Boolean> isMarked(JobType type);

    /** Leaves a mark that lasts as long as the entries do. */
    Future<Void> mark(JobType type);

    /** Takes an entry out, if it is there. */
    Future<Void> remove(JobType type, UUID jobId, int attempt);

    /** Completes when the queue answers. */
    Future<Void> ping();

    /** Why this server may not be used: it could throw entries away. Empty when all is well, or it does not tell. */
    Future<Optional<String>> fault();
}
