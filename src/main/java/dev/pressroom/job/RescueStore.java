package dev.pressroom.job;

import dev.pressroom.config.WorkerSettings;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What one node does for all: finding what was lost, page by page, and throwing away what is too old. */
public interface RescueStore {
    /**
     * Takes a duty, or keeps it, for a time by the database's clock.
     *
     * @param holder the id of this node's start
     * @return false while another node has it
     */
    Future<Boolean> hold(String duty, UUID holder, Duration time);

    /** Lets a duty go, so that another node can take it at once. */
    Future<Void> release(String duty, UUID holder);

    /**
     * A page of the jobs that have waited for at least {@code age}, and may be claimed.
     *
     * @param after the last id of the page before
     */
    Future<List<RedisJobQueue.Entry>> waiting(Optional<UUID> after, Duration age, int limit);

    /** The same of those jobs alone that have lost a worker. */
    Future<List<RedisJobQueue.Entry>> suspects(Optional<UUID> after, int limit);

    /** Notes which nodes were lost, and what they ran. How many there were. */
    Future<Integer> noteLosses(Lost rules);

    /** Puts a page of the jobs whose worker is gone back into the queue, as their next attempt, or fails them. */
    Future<Rescued> rescue(Lost rules, int limit);

    /**
     * How lost workers are judged.
     *
     * @param lease without a heartbeat for so long a node is lost
     * @param slots of a node that did not say
     * @param maxDeaths losses that count against a job after which it fails
     * @param pauses after lone losses: the first, the second, ...; the last one for all that follow
     */
    record Lost(Duration lease, int slots, int maxDeaths, List<Duration> pauses) {
        public static Lost of(WorkerSettings settings) {
            return new Lost(settings.lease(), settings.slots(), settings.maxDeaths(), settings.lossPauses());
        }
    }

    /**
     * @param due are to be queued at once
     * @param paused wait for their time
     * @param failed have failed
     */
    record Rescued(
            List<RedisJobQueue.Entry> due,
            List<RedisJobQueue.Entry> paused,
            List<PostgresRescueStore.LostForGood> failed) {
        public int size() {
            return due.size() + paused.size() + failed.size();
        }
    }

    /** After a time without a lost node suspects may share a node with more of their kind again. */
    Future<Integer> forgive(int limit);

    /** The most that a page may hold. */
    int largestPage();

    /**
     * Deletes a page of the jobs that finished longer than {@code age} ago, with all that belongs to them but their
     * posts and credit entries. How many were deleted.
     *
     * @param newest a UUIDv7 of the time {@code age} ago: no job made later can have finished before
     */
    Future<Integer> deleteJobs(Duration age, UUID newest);

    /** Deletes what no longer counts: idempotency keys, page by page, stream tickets, and what is known of lost nodes. */
    Future<Void> deleteLeftovers(Duration keyAge);
}
