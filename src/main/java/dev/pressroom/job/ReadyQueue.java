package dev.pressroom.job;

import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The order in which ready jobs are served, as workers use it. Every call fails with {@code QUEUE_UNAVAILABLE} when the
 * queue does not answer in time.
 */
public interface ReadyQueue {
    /** Adds entries of one type; those that are in the queue already stay where they are. How many were added. */
    Future<Integer> enqueue(JobType type, List<JobQueue.Entry> entries);

    /** Takes up to {@code count} entries off the queue. */
    Future<List<JobQueue.Claimed>> claim(JobType type, int count);

    /** Takes an entry out, if it is there. */
    Future<Void> remove(JobType type, UUID jobId, int attempt);

    /** Completes when the queue answers. */
    Future<Void> ping();

    /** Why this server may not be used: it could throw entries away. Empty when all is well, or it does not tell. */
    Future<Optional<String>> fault();
}
