package dev.pressroom.worker;

import dev.pressroom.job.JobQueue;
import dev.pressroom.job.JobType;
import dev.pressroom.job.RedisJobQueue;
import dev.pressroom.job.RescueStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts jobs that wait in Postgres but not in Redis back into the queue, in the order of their creation.
 *
 * <p>All of them are compared only after Redis was away or has lost its entries, which shows by its mark. Else a round
 * costs the same however many wait: it takes what is new, the jobs that have lost workers, entries whose taker is gone,
 * and one page of the rest in turn.
 */
final class Relay {
    private static final Logger LOG = LoggerFactory.getLogger(Relay.class);

    /** A job that has just been stored is on its way into the queue by itself. */
    private static final Duration AGE = Duration.ofSeconds(3);

    /** The same, where much may be missing: one queued again that has just begun would take a place in the queue. */
    private static final Duration AGE_AFTER_OUTAGE = Duration.ofSeconds(1);

    /** Longer than a worker waits for the leases of what it has taken. */
    private static final Duration TAKEN = Duration.ofSeconds(10);

    /** In a round, of all or of what is new. What is more than that has to wait for the next. */
    private static final int PAGES = 20;

    private final RescueStore store;
    private final JobQueue queue;
    private final Requeue requeue;
    private final JobMetrics metrics;
    private final PageSize size;
    private boolean sweeping = true;
    private Optional<UUID> swept = Optional.empty();
    private Optional<UUID> newest = Optional.empty();
    private Optional<UUID> turn = Optional.empty();
    private Optional<UUID> suspect = Optional.empty();

    Relay(Vertx vertx, RescueStore store, JobQueue queue, JobMetrics metrics) {
        this.store = store;
        this.queue = queue;
        this.requeue = new Requeue(vertx, queue, this::added);
        this.metrics = metrics;
        this.size = new PageSize(store.largestPage());
    }

    /** The queue may have lost everything: all that wait are compared with it, from the first. */
    void sweepAll() {
        sweeping = true;
        swept = Optional.empty();
    }

    /** One round; whether the next is to follow at once. */
    Future<Boolean> round() {
        return lookForMark()
                .compose(marked -> suspects())
                .compose(done -> sweeping ? sweepPages(PAGES) : steady())
                .onSuccess(done -> size.grow())
                .onFailure(cause -> size.shrink());
    }

    /** The mark is set before the sweep: if it is lost meanwhile, all is compared once more. */
    private Future<Void> lookForMark() {
        return Future.join(JobType.known().stream().map(this::lookForMark).toList())
                .mapEmpty();
    }

    private Future<Void> lookForMark(JobType type) {
        return queue.recover(type, TAKEN, size.now())
                .compose(back -> queue.isMarked(type))
                .compose(marked -> {
                    if (marked) {
                        return Future.succeededFuture();
                    }
                    sweepAll();
                    return queue.mark(type);
                });
    }

    private Future<Boolean> sweepPages(int left) {
        return sweepPage().compose(more -> more && left > 1 ? sweepPages(left - 1) : Future.succeededFuture(more));
    }

    private Future<Boolean> sweepPage() {
        Optional<UUID> from = swept;
        int limit = size.now();
        return store.waiting(from, AGE_AFTER_OUTAGE, limit)
                .compose(page -> queue(page).map(queued -> {
                    if (swept.equals(from)) {
                        swept = lastOf(page).or(() -> swept);
                        newest = swept;
                        sweeping = page.size() >= limit;
                    }
                    return sweeping;
                }));
    }

    private Future<Boolean> steady() {
        return newPages(PAGES).compose(done -> pageInTurn()).map(false);
    }

    private Future<Void> newPages(int left) {
        int limit = size.now();
        return store.waiting(newest, AGE, limit)
                .compose(page -> queue(page).compose(queued -> {
                    newest = lastOf(page).or(() -> newest);
                    return page.size() >= limit && left > 1 ? newPages(left - 1) : Future.succeededFuture();
                }));
    }

    private Future<Void> pageInTurn() {
        int limit = size.now();
        return store.waiting(turn, AGE, limit)
                .compose(page ->
                        queue(page).onSuccess(queued -> turn = page.size() < limit ? Optional.empty() : lastOf(page)));
    }

    /** Those that no worker could take when they were offered, and those whose time has come. */
    private Future<Void> suspects() {
        int limit = size.now();
        return store.suspects(suspect, limit)
                .compose(page -> queue(page)
                        .onSuccess(queued -> suspect = page.size() < limit ? Optional.empty() : lastOf(page)));
    }

    private static Optional<UUID> lastOf(List<RedisJobQueue.Entry> page) {
        return page.isEmpty()
                ? Optional.empty()
                : Optional.of(page.get(page.size() - 1).jobId());
    }

    /** Queues these entries and tells the workers. */
    Future<Void> queue(List<RedisJobQueue.Entry> entries) {
        return requeue.all(entries);
    }

    private void added(JobType type, int jobs) {
        metrics.relayed(jobs);
        LOG.atInfo()
                .addKeyValue("type", type.wireName())
                .addKeyValue("jobs", jobs)
                .log("jobs queued from the database");
    }
}
