package dev.pressroom.worker;

import dev.pressroom.base.Sources;
import dev.pressroom.config.Settings;
import dev.pressroom.job.Rescues;
import dev.pressroom.job.Signals;
import dev.pressroom.store.Database;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does what one node has to do for all: relay, reaper, retention. Which node it is, an advisory lock decides anew each time. */
public final class MaintenanceVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(MaintenanceVerticle.class);

    /** The lock's name in Postgres: "pressroom" in numbers, and what for. */
    private static final long RESCUE_LOCK = 0x7072_6573_7301L;

    private static final long RETENTION_LOCK = 0x7072_6573_7302L;
    private static final Duration RELAY_PERIOD = Duration.ofSeconds(3);
    private static final long RETENTION_MILLIS = 60_000;

    /** A job that has just been stored is on its way into the queue by itself. */
    private static final Duration RELAY_AGE = Duration.ofSeconds(3);

    /** The same, where much may be missing: one queued again that has just begun would take a place in the queue. */
    private static final Duration RELAY_AGE_AFTER_OUTAGE = Duration.ofSeconds(1);

    private final WorkerServices services;
    private Rescues store;
    private Relay relay;
    private Reaper reaper;
    private Future<?> underWay = Future.succeededFuture();
    private boolean busy;
    private boolean deleting;
    private boolean relayAll = true;
    private long relayedNanos;

    public MaintenanceVerticle(WorkerServices services) {
        this.services = services;
    }

    @Override
    public Future<?> start() {
        Settings.Workers workers = services.settings().workers();
        store = services.stores().rescues();
        relay = new Relay(vertx, store, services.queue(), services.metrics());
        reaper = new Reaper(
                store,
                relay,
                new Signals(vertx),
                services.metrics(),
                workers.lease(),
                workers.maxDeaths(),
                services.sources().nanoTime());
        vertx.setPeriodic(Math.min(1000, workers.lease().toMillis() / 4), tick -> round());
        vertx.setPeriodic(RETENTION_MILLIS, tick -> delete());
        services.monitor()
                .onReturn(() -> context.runOnContext(returned -> {
                    relayAll = true;
                    round();
                }));
        round();
        return Future.succeededFuture();
    }

    private void round() {
        if (!busy) {
            busy = true;
            underWay = store.alone(RESCUE_LOCK, () -> reaper.tick().compose(done -> relayIfDue()))
                    .onSuccess(mine -> reaper.saw())
                    .onFailure(this::failed)
                    .onComplete(done -> busy = false);
        }
    }

    /** After Redis was away all that waits is looked at, else only what has waited suspiciously long. */
    private Future<Void> relayIfDue() {
        boolean all = relayAll;
        long now = services.sources().nanoTime().getAsLong();
        if (!services.monitor().isUp() || !all && now - relayedNanos < RELAY_PERIOD.toNanos()) {
            return Future.succeededFuture();
        }
        relayedNanos = now;
        relayAll = false;
        return relay.sweep(all ? RELAY_AGE_AFTER_OUTAGE : RELAY_AGE).onFailure(cause -> relayAll |= all);
    }

    /** What is under way comes to its end before the pools close. */
    @Override
    public Future<?> stop() {
        return underWay.otherwiseEmpty();
    }

    private void failed(Throwable cause) {
        if (Database.isOutage(cause)) {
            reaper.lostSight();
        }
        LOG.atWarn().addKeyValue("cause", cause.getMessage()).log("maintenance failed, will be tried again");
    }

    private void delete() {
        if (deleting) {
            return;
        }
        deleting = true;
        store.alone(RETENTION_LOCK, this::deleteOld).onFailure(this::failed).onComplete(done -> deleting = false);
    }

    private Future<Void> deleteOld() {
        Settings.Retention retention = services.settings().retention();
        return deleteJobPages(retention.jobs())
                .compose(done -> store.deleteLeftovers(retention.idempotencyKeys()))
                .compose(done -> services.stores().deleteExpiredAccess())
                .compose(done -> services.stores().deleteUnused(retention));
    }

    private Future<Void> deleteJobPages(Duration age) {
        return store.deleteJobs(age, bound(services.sources(), age)).compose(deleted -> {
            if (deleted == 0) {
                return Future.succeededFuture();
            }
            LOG.atInfo().addKeyValue("jobs", deleted).log("old jobs deleted");
            return deleteJobPages(age);
        });
    }

    /** The smallest UUIDv7 (RFC 9562) of the moment {@code age} ago. */
    private static UUID bound(Sources sources, Duration age) {
        long millis = sources.clock().instant().minus(age).toEpochMilli();
        return new UUID(millis << 16 | 0x7000, 0x8000_0000_0000_0000L);
    }
}
