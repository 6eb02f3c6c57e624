package dev.pressroom.worker;

import dev.pressroom.base.Sources;
import dev.pressroom.config.Settings;
import dev.pressroom.config.WorkerSettings;
import dev.pressroom.job.RescueStore;
import dev.pressroom.job.Signals;
import dev.pressroom.store.Database;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does what one node has to do for all: relay, reaper, retention. */
public final class MaintenanceVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(MaintenanceVerticle.class);

    private static final MaintenanceLoop.Duty RELAY =
            new MaintenanceLoop.Duty("relay", Duration.ofSeconds(1), Duration.ofSeconds(12));
    private static final MaintenanceLoop.Duty RETENTION =
            new MaintenanceLoop.Duty("retention", Duration.ofMinutes(1), Duration.ofMinutes(10));
    private static final Duration REAPER_LIMIT = Duration.ofSeconds(5);

    private final WorkerServices services;
    private RescueStore store;
    private List<MaintenanceLoop> loops;

    public MaintenanceVerticle(WorkerServices services) {
        this.services = services;
    }

    @Override
    public Future<?> start() {
        WorkerSettings workers = services.settings().workers();
        store = services.stores().rescueStore();
        Relay relay = new Relay(vertx, store, services.queue(), services.metrics());
        Reaper reaper = new Reaper(
                store,
                relay,
                new Signals(vertx),
                services.metrics(),
                RescueStore.Lost.of(workers),
                services.sources().nanoTime());
        Duration period = Duration.ofMillis(Math.min(1000, workers.lease().toMillis() / 4));
        MaintenanceLoop reaping = loop(
                new MaintenanceLoop.Duty("reaper", period, REAPER_LIMIT),
                () -> reaper.tick().map(false),
                watching(reaper));
        MaintenanceLoop relaying = loop(
                RELAY,
                () -> services.monitor().isUp() ? relay.round() : Future.succeededFuture(false),
                MaintenanceLoop.Watcher.NOBODY);
        services.monitor()
                .onReturn(() -> context.runOnContext(returned -> {
                    relay.sweepAll();
                    relaying.run();
                }));
        loops = List.of(
                reaping, relaying, loop(RETENTION, () -> deleteOld().map(false), MaintenanceLoop.Watcher.NOBODY));
        loops.forEach(MaintenanceLoop::start);
        return Future.succeededFuture();
    }

    private MaintenanceLoop loop(
            MaintenanceLoop.Duty duty, Supplier<Future<Boolean>> round, MaintenanceLoop.Watcher watcher) {
        return new MaintenanceLoop(vertx, store, services.node(), duty, round, watcher);
    }

    private static MaintenanceLoop.Watcher watching(Reaper reaper) {
        return new MaintenanceLoop.Watcher() {
            @Override
            public void answered() {
                reaper.saw();
            }

            @Override
            public void failed(Throwable cause) {
                if (Database.isOutage(cause)) {
                    reaper.lostSight();
                }
            }
        };
    }

    /** What is under way comes to its end before the pools close. */
    @Override
    public Future<?> stop() {
        return Future.join(loops.stream().map(MaintenanceLoop::stop).toList());
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
