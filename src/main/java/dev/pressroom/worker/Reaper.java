package dev.pressroom.worker;

import dev.pressroom.job.JobQueue;
import dev.pressroom.job.Rescues;
import dev.pressroom.job.Signal;
import dev.pressroom.job.Signals;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
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

    private final Rescues store;
    private final Relay relay;
    private final Signals signals;
    private final JobMetrics metrics;
    private final Duration lease;
    private final int maxDeaths;
    private final LongSupplier nanoTime;
    private boolean blind;
    private long sawNanos;
    private long sawAgainNanos;

    Reaper(
            Rescues store,
            Relay relay,
            Signals signals,
            JobMetrics metrics,
            Duration lease,
            int maxDeaths,
            LongSupplier nanoTime) {
        this.store = store;
        this.relay = relay;
        this.signals = signals;
        this.metrics = metrics;
        this.lease = lease;
        this.maxDeaths = maxDeaths;
        this.nanoTime = nanoTime;
        this.sawNanos = nanoTime.getAsLong();
        this.sawAgainNanos = sawNanos - lease.toNanos();
    }

    /** Rescues all that are lost, page by page. */
    Future<Void> tick() {
        saw();
        if (nanoTime.getAsLong() - sawAgainNanos < lease.toNanos()) {
            return Future.succeededFuture();
        }
        return giveUpPages().compose(done -> rescuePages());
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

    private Future<Void> giveUpPages() {
        return store.giveUp(maxDeaths).compose(page -> {
            page.forEach(lost -> {
                LOG.atWarn().addKeyValue("job", lost.jobId()).log("job failed, it has lost too many workers");
                signals.send(new Signal.Look(lost.jobId(), lost.attempt(), lost.lastEvent()));
            });
            return store.isFull(page) ? giveUpPages() : Future.succeededFuture();
        });
    }

    private Future<Void> rescuePages() {
        return store.rescue(maxDeaths).compose(page -> {
            if (page.isEmpty()) {
                return Future.succeededFuture();
            }
            told(page);
            return relay.queue(page)
                    .otherwiseEmpty()
                    .compose(queued -> store.isFull(page) ? rescuePages() : Future.succeededFuture());
        });
    }

    private void told(List<JobQueue.Entry> page) {
        metrics.rescued(page.size());
        page.forEach(entry -> LOG.atWarn()
                .addKeyValue("job", entry.jobId())
                .addKeyValue("attempt", entry.attempt())
                .log("job rescued, its worker is gone"));
    }
}
