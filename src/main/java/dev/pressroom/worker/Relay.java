package dev.pressroom.worker;

import dev.pressroom.job.JobQueue;
import dev.pressroom.job.JobType;
import dev.pressroom.job.RescueStore;
import dev.pressroom.ops.Controls;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Enqueues jobs that are queued in Postgres but missing in Redis, in the order of their creation.
 *
 * <p>It compares all queued jobs (a sweep) only after Redis was unreachable or has lost its entries, which is detected by
 * the missing marker. Otherwise the cost of a round does not depend on the number of queued jobs: it enqueues new jobs, jobs
 * that have lost workers, entries taken by lost workers, and one page of the other jobs in rotation.
 */
final class Relay {
    private static final Logger LOG = LoggerFactory.getLogger(Relay.class);

    /** Younger jobs are not read: their submitter enqueues them. */
    private static final Duration MIN_AGE = Duration.ofSeconds(3);

    /** As {@link #MIN_AGE}, in a sweep. With zero a job that has just started would be enqueued once more. */
    private static final Duration MIN_AGE_IN_SWEEP = Duration.ofSeconds(1);

    /** Entries taken longer ago are put back; longer than the 3 s that a worker waits for its leases. */
    private static final Duration MAX_TAKEN = Duration.ofSeconds(10);

    /** Pages per round, of a sweep or of new jobs; the rest follows in the next rounds. */
    private static final int PAGES_PER_ROUND = 20;

    private final RescueStore store;
    private final JobQueue queue;
    private final Requeue requeue;
    private final JobMetrics metrics;
    private final PageSize size;
    private Controls controls = Controls.NONE;
    private boolean sweeping = true;
    private Optional<UUID> sweepCursor = Optional.empty();
    private Optional<UUID> newestCursor = Optional.empty();
    private Optional<UUID> rotationCursor = Optional.empty();
    private Optional<UUID> suspectCursor = Optional.empty();

    Relay(Vertx vertx, RescueStore store, JobQueue queue, JobMetrics metrics) {
        this.store = store;
        this.queue = queue;
        this.requeue = new Requeue(vertx, queue, this::added);
        this.metrics = metrics;
        this.size = new PageSize(store.maxPageSize());
    }

    /** Starts a sweep from the first queued job, since the queue may have lost its entries. */
    void sweepAll() {
        sweeping = true;
        sweepCursor = Optional.empty();
    }

    /**
     * As {@link #round()}. Starts a sweep when jobs may start that could not in the round before: those of a paused tenant are
     * not in the queue.
     */
    Future<Boolean> round(Controls now) {
        if (now.allowsMoreThan(controls)) {
            sweepAll();
        }
        controls = now;
        return round();
    }

    /** Runs one round. Returns true when the next is to follow at once, to continue a sweep. */
    Future<Boolean> round() {
        return checkMarkers()
                .compose(marked -> enqueueSuspects())
                .compose(done -> enqueueLimited())
                .compose(done -> sweeping ? sweepPages(PAGES_PER_ROUND) : enqueueWithoutSweep())
                .onSuccess(done -> size.grow())
                .onFailure(cause -> size.shrink());
    }

    /** The marker is set before the sweep: if it is lost meanwhile, another sweep follows. */
    private Future<Void> checkMarkers() {
        return Future.join(JobType.known().stream().map(this::checkMarker).toList())
                .mapEmpty();
    }

    private Future<Void> checkMarker(JobType type) {
        return queue.recover(type, MAX_TAKEN, size.rows())
                .compose(back -> queue.hasMarker(type))
                .compose(marked -> {
                    if (marked) {
                        return Future.succeededFuture();
                    }
                    sweepAll();
                    return queue.setMarker(type);
                });
    }

    private Future<Boolean> sweepPages(int pagesLeft) {
        return sweepPage()
                .compose(more -> more && pagesLeft > 1 ? sweepPages(pagesLeft - 1) : Future.succeededFuture(more));
    }

    private Future<Boolean> sweepPage() {
        Optional<UUID> from = sweepCursor;
        int limit = size.rows();
        return store.queuedJobs(from, MIN_AGE_IN_SWEEP, limit)
                .compose(page -> queue(page).map(queued -> {
                    if (sweepCursor.equals(from)) {
                        sweepCursor = lastOf(page).or(() -> sweepCursor);
                        newestCursor = sweepCursor;
                        sweeping = page.size() >= limit;
                    }
                    return sweeping;
                }));
    }

    private Future<Boolean> enqueueWithoutSweep() {
        return newPages(PAGES_PER_ROUND).compose(done -> rotationPage()).map(false);
    }

    private Future<Void> newPages(int pagesLeft) {
        int limit = size.rows();
        return store.queuedJobs(newestCursor, MIN_AGE, limit)
                .compose(page -> queue(page).compose(queued -> {
                    newestCursor = lastOf(page).or(() -> newestCursor);
                    return page.size() >= limit && pagesLeft > 1 ? newPages(pagesLeft - 1) : Future.succeededFuture();
                }));
    }

    private Future<Void> rotationPage() {
        int limit = size.rows();
        return store.queuedJobs(rotationCursor, MIN_AGE, limit)
                .compose(page -> queue(page)
                        .onSuccess(queued -> rotationCursor = page.size() < limit ? Optional.empty() : lastOf(page)));
    }

    /** Suspects that no worker could lease when they were in the queue, and those whose pause is over. */
    private Future<Void> enqueueSuspects() {
        int limit = size.rows();
        return store.queuedSuspects(suspectCursor, limit)
                .compose(page -> queue(page)
                        .onSuccess(queued -> suspectCursor = page.size() < limit ? Optional.empty() : lastOf(page)));
    }

    private Future<Void> enqueueLimited() {
        return controls.limits().isEmpty()
                ? Future.succeededFuture()
                : store.queuedOfLimitedTenants(size.rows()).compose(this::queue);
    }

    private static Optional<UUID> lastOf(List<JobQueue.Entry> page) {
        return page.isEmpty()
                ? Optional.empty()
                : Optional.of(page.get(page.size() - 1).jobId());
    }

    /** Enqueues these entries and notifies the workers. */
    Future<Void> queue(List<JobQueue.Entry> entries) {
        return requeue.all(entries);
    }

    private void added(JobType type, int jobs) {
        metrics.relayed(jobs);
        LOG.atInfo()
                .addKeyValue("type", type.wireName())
                .addKeyValue("jobs", jobs)
                .log("jobs enqueued from the database");
    }
}
