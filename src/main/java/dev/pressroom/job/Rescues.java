package dev.pressroom.job;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** What one node does for all: finding what was lost, page by page, and throwing away what is too old. */
public interface Rescues {
    /**
     * Does {@code work} if no other node is at it.
     *
     * @param lock names the work
     * @return whether the work was done here
     */
    Future<Boolean> alone(long lock, Supplier<Future<Void>> work);

    /**
     * A page of the jobs that have waited for at least {@code age}.
     *
     * @param after the last id of the page before
     */
    Future<List<JobQueue.Entry>> waiting(Optional<UUID> after, Duration age);

    /** Puts a page of the jobs whose worker is gone back into the queue, as their next attempt. */
    Future<List<JobQueue.Entry>> rescue(int maxDeaths);

    /** Fails a page of the jobs that have lost too many workers. */
    Future<List<RescueStore.LostForGood>> giveUp(int maxDeaths);

    /** Whether a page of {@link #waiting}, {@link #rescue} or {@link #giveUp} may be followed by another. */
    boolean isFull(List<?> page);

    /**
     * Deletes a page of the jobs that finished longer than {@code age} ago, with all that belongs to them but their
     * posts and credit entries. How many were deleted.
     *
     * @param newest a UUIDv7 of the time {@code age} ago: no job made later can have finished before
     */
    Future<Integer> deleteJobs(Duration age, UUID newest);

    /** Deletes what no longer counts: idempotency keys, page by page, and stream tickets. */
    Future<Void> deleteLeftovers(Duration keyAge);
}
