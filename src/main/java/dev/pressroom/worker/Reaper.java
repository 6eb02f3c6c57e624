package dev.pressroom.worker;

import dev.pressroom.base.ErrorCode;
import dev.pressroom.job.JobQueue;
import dev.pressroom.job.RescueStore;
import dev.pressroom.job.Signal;
import dev.pressroom.job.Signals;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rescues running jobs whose worker sends no heartbeats: queues their next attempt, or fails them when they have lost too
 * many workers. After an outage of the database it pauses for the duration of a lease, since the outage kept all nodes
 * from sending heartbeats.
 */
final class Reaper {
    private static final Logger LOG = LoggerFactory.getLogger(Reaper.class);

    private final RescueStore store;
    private final Relay relay;
    private final Signals signals;
    private final JobMetrics metrics;
    private final Duration lease;
    private final RescueStore.LossRules rules;
    private final LongSupplier nanoTime;
    private final PageSize size;
    private boolean unreachable;
    private long lastAnswerNanos;
    private long reachableAgainNanos;

    Reaper(
            RescueStore store,
            Relay relay,
            Signals signals,
            JobMetrics metrics,
            RescueStore.LossRules rules,
            LongSupplier nanoTime) {
        this.store = store;
        this.relay = relay;
        this.signals = signals;
        this.metrics = metrics;
        this.lease = rules.lease();
        this.rules = rules;
        this.nanoTime = nanoTime;
        this.size = new PageSize(store.maxPageSize());
        this.lastAnswerNanos = nanoTime.getAsLong();
        this.reachableAgainNanos = lastAnswerNanos - lease.toNanos();
    }

    /** Rescues all jobs of lost workers, page by page. */
    Future<Void> round() {
        databaseAnswered();
        if (nanoTime.getAsLong() - reachableAgainNanos < lease.toNanos()) {
            return Future.succeededFuture();
        }
        return store.recordLostNodes(rules)
                .onSuccess(this::report)
                .compose(lost -> rescuePages())
                .compose(done -> store.relaxSuspects(size.rows()))
                .onSuccess(relaxed -> size.grow())
                .onFailure(cause -> size.shrink())
                .mapEmpty();
    }

    private void report(int lostNodes) {
        if (lostNodes > 0) {
            metrics.nodesLost(lostNodes);
            LOG.atWarn().addKeyValue("nodes", lostNodes).log("nodes lost: their heartbeats are missing");
        }
    }

    /** Notes that the database answers. A time of more than half a lease since the last answer counts as an outage. */
    void databaseAnswered() {
        long now = nanoTime.getAsLong();
        if (unreachable || now - lastAnswerNanos > lease.toNanos() / 2) {
            unreachable = false;
            reachableAgainNanos = now;
        }
        lastAnswerNanos = now;
    }

    /** Notes that the database could not be reached. */
    void databaseUnreachable() {
        unreachable = true;
    }

    private Future<Void> rescuePages() {
        int limit = size.rows();
        return store.rescue(rules, limit).compose(page -> {
            report(page);
            return relay.queue(page.due())
                    .otherwiseEmpty()
                    .compose(queued -> page.size() >= limit ? rescuePages() : Future.succeededFuture());
        });
    }

    private void report(RescueStore.Rescued page) {
        metrics.rescued(page.due().size() + page.paused().size());
        page.due().forEach(entry -> report(entry, "job rescued, its worker was lost"));
        page.paused()
                .forEach(entry -> report(
                        entry, "job rescued, will start again after a pause: it was the only one on its lost worker"));
        page.failed().forEach(lost -> {
            metrics.failed(lost.type(), ErrorCode.WORKER_LOST);
            FailureLog.failed(
                    lost.jobId(),
                    lost.attempt(),
                    lost.type(),
                    ErrorCode.WORKER_LOST,
                    "it has lost too many workers",
                    lost.userId(),
                    lost.duration());
            signals.publish(new Signal.JobChanged(lost.jobId(), lost.attempt(), lost.lastEvent()));
        });
    }

    private static void report(JobQueue.Entry entry, String message) {
        LOG.atWarn()
                .addKeyValue("job", entry.jobId())
                .addKeyValue("attempt", entry.attempt())
                .log(message);
    }
}
