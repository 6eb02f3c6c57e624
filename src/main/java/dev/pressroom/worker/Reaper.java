package dev.pressroom.worker;

import dev.pressroom.job.RedisJobQueue;
import dev.pressroom.job.RescueStore;
import dev.pressroom.job.Signal;
import dev.pressroom.job.Signals;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rescues running jobs whose heartbeats are missing: back into the queue as their next attempt, or failed when they
 * have lost too many workers. After it lost sight of the database it holds back for a whole lease, since then the
 * heartbeats of all nodes were missing for a reason that is not theirs.
 */
final class Reaper {
    private static final Logger LOG = LoggerFactory.getLogger(Reaper.class);

    private final RescueStore store;
    private final Relay relay;
    private final Signals signals;
    private final JobMetrics metrics;
    private final Duration lease;
    private final RescueStore.Lost rules;
    private final LongSupplier nanoTime;
    private final PageSize size;
    private boolean blind;
    private long sawNanos;
    private long sawAgainNanos;

    Reaper(
            RescueStore store,
            Relay relay,
            Signals signals,
            JobMetrics metrics,
            RescueStore.Lost rules,
            LongSupplier nanoTime) {
        this.store = store;
        this.relay = relay;
        this.signals = signals;
        this.metrics = metrics;
        this.lease = rules.lease();
        this.rules = rules;
        this.nanoTime = nanoTime;
        this.size = new PageSize(store.largestPage());
        this.sawNanos = nanoTime.getAsLong();
        this.sawAgainNanos = sawNanos - lease.toNanos();
    }

    /** Rescues all that are lost, page by page. */
    Future<Void> tick() {
        saw();
        if (nanoTime.getAsLong() - sawAgainNanos < lease.toNanos()) {
            return Future.succeededFuture();
        }
        return store.noteLosses(rules)
                .onSuccess(this::noted)
                .compose(lost -> rescuePages())
                .compose(done -> store.forgive(size.now()))
                .onSuccess(forgiven -> size.grow())
                .onFailure(cause -> size.shrink())
                .mapEmpty();
    }

    private void noted(int lost) {
        if (lost > 0) {
            metrics.nodesLost(lost);
            LOG.atWarn().addKeyValue("nodes", lost).log("nodes lost: their heartbeats are missing");
        }
    }

    /** Tells that the database answers. Too long since the last time is as good as an outage: then it hung. */
    void saw() {
        long now = nanoTime.getAsLong();
        if (blind || now - sawNanos > lease.toNanos() / 2) {
            blind = false;
            sawAgainNanos = now;
        }
        sawNanos = now;
    }

    /** Tells that the database could not be reached. */
    void lostSight() {
        blind = true;
    }

    private Future<Void> rescuePages() {
        int limit = size.now();
        return store.rescue(rules, limit).compose(page -> {
            told(page);
            return relay.queue(page.due())
                    .otherwiseEmpty()
                    .compose(queued -> page.size() >= limit ? rescuePages() : Future.succeededFuture());
        });
    }

    private void told(RescueStore.Rescued page) {
        metrics.rescued(page.due().size() + page.paused().size());
        page.due().forEach(entry -> told(entry, "job rescued, its worker is gone"));
        page.paused().forEach(entry -> told(entry, "job rescued, it lost its worker alone and pauses"));
        page.failed().forEach(lost -> {
            LOG.atWarn().addKeyValue("job", lost.jobId()).log("job failed, it has lost too many workers");
            signals.send(new Signal.JobChanged(lost.jobId(), lost.attempt(), lost.lastEvent()));
        });
    }

    private static void told(RedisJobQueue.Entry entry, String what) {
        LOG.atWarn()
                .addKeyValue("job", entry.jobId())
                .addKeyValue("attempt", entry.attempt())
                .log(what);
    }
}
