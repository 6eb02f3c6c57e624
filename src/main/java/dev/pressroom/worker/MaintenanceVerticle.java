package dev.pressroom.worker;

import dev.pressroom.bus.Addresses;
import dev.pressroom.config.WorkerSettings;
import dev.pressroom.job.RescueStore;
import dev.pressroom.job.Signals;
import dev.pressroom.store.Database;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.MessageConsumer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Runs the maintenance loops of the cluster: relay, reaper, expiry, retention, erasures, statistics and tasks of operators. */
public final class MaintenanceVerticle extends VerticleBase {
    private static final MaintenanceLoop.Schedule RELAY =
            new MaintenanceLoop.Schedule("relay", Duration.ofSeconds(1), Duration.ofSeconds(12));
    private static final MaintenanceLoop.Schedule RETENTION =
            new MaintenanceLoop.Schedule("retention", Duration.ofMinutes(1), Duration.ofMinutes(10));
    private static final MaintenanceLoop.Schedule EXPIRY =
            new MaintenanceLoop.Schedule("expiry", Duration.ofSeconds(1), Duration.ofSeconds(12));
    private static final MaintenanceLoop.Schedule STATISTICS =
            new MaintenanceLoop.Schedule("statistics", Duration.ofSeconds(5), Duration.ofSeconds(12));
    private static final MaintenanceLoop.Schedule USAGE =
            new MaintenanceLoop.Schedule("usage", Duration.ofSeconds(1), Duration.ofSeconds(12));
    private static final MaintenanceLoop.Schedule TASKS =
            new MaintenanceLoop.Schedule("tasks", Duration.ofSeconds(1), Duration.ofSeconds(12));
    private static final MaintenanceLoop.Schedule ERASURES =
            new MaintenanceLoop.Schedule("erasures", Duration.ofSeconds(1), Duration.ofMinutes(1));
    private static final Duration REAPER_LIMIT = Duration.ofSeconds(5);

    private final WorkerServices services;
    private RescueStore store;
    private MaintenanceLocks locks;
    private List<MaintenanceLoop> loops;
    private MessageConsumer<?> released;

    public MaintenanceVerticle(WorkerServices services) {
        this.services = services;
    }

    @Override
    public Future<?> start() {
        store = services.stores().rescueStore();
        locks = new MaintenanceLocks(
                vertx,
                services.stores().lockStore(),
                services.node(),
                services.sources().nanoTime(),
                services.sources().random());
        Relay relay = new Relay(vertx, store, services.queue(), services.metrics());
        MaintenanceLoop relayLoop = loop(
                RELAY,
                () -> services.monitor().isUp() ? relayRound(relay) : Future.succeededFuture(false),
                MaintenanceLoop.DatabaseListener.NONE);
        services.monitor()
                .onReachable(() -> context.runOnContext(reachable -> {
                    relay.sweepAll();
                    relayLoop.run();
                }));
        Optional<MaintenanceLoop> erasures = services.stores()
                .eraser(vertx, services.queue())
                .map(eraser -> loop(ERASURES, eraser::round, MaintenanceLoop.DatabaseListener.NONE));
        loops = Stream.of(
                        Stream.of(reaperLoop(relay), relayLoop, expiryLoop(), retentionLoop()),
                        operatorLoops(),
                        erasures.stream())
                .flatMap(some -> some)
                .toList();
        loops.forEach(MaintenanceLoop::start);
        released = vertx.eventBus().consumer(Addresses.LOCKS, message -> locks.retrySoon());
        return Future.all(
                released.completion(),
                vertx.eventBus()
                        .consumer(Addresses.CONTROLS, message -> relayLoop.run())
                        .completion(),
                vertx.eventBus()
                        .consumer(Addresses.ERASURES, message -> erasures.ifPresent(MaintenanceLoop::run))
                        .completion());
    }

    private Future<Boolean> relayRound(Relay relay) {
        return services.stores().controls().compose(relay::round);
    }

    /** The loops for operators; none without a database. */
    private Stream<MaintenanceLoop> operatorLoops() {
        LimitedShare minutes = new LimitedShare(services.sources().nanoTime(), services.stores()::computeMinutes);
        LimitedShare samples = new LimitedShare(services.sources().nanoTime(), services.stores()::sampleQueue);
        return services.stores().tasks(vertx, services.queue()).stream()
                .flatMap(tasks -> Stream.of(
                        loop(
                                STATISTICS,
                                () -> Future.join(minutes.run(), samples.run()).map(false),
                                MaintenanceLoop.DatabaseListener.NONE),
                        loop(USAGE, services.stores()::sumUsage, MaintenanceLoop.DatabaseListener.NONE),
                        loop(TASKS, tasks::round, MaintenanceLoop.DatabaseListener.NONE)));
    }

    private MaintenanceLoop reaperLoop(Relay relay) {
        WorkerSettings workers = services.settings().workers();
        Reaper reaper = new Reaper(
                store,
                relay,
                new Signals(vertx),
                services.metrics(),
                RescueStore.LossRules.of(workers),
                services.sources().nanoTime());
        Duration period = Duration.ofMillis(Math.min(1000, workers.lease().toMillis() / 4));
        return loop(
                new MaintenanceLoop.Schedule("reaper", period, REAPER_LIMIT),
                () -> reaper.round().map(false),
                listenerOf(reaper));
    }

    private MaintenanceLoop expiryLoop() {
        Expiry expiry = new Expiry(store, services.queue(), new Signals(vertx), services.metrics());
        return loop(EXPIRY, expiry::round, MaintenanceLoop.DatabaseListener.NONE);
    }

    private MaintenanceLoop retentionLoop() {
        Retention retention = new Retention(
                services.stores().retentionStore(),
                services.stores(),
                services.settings().retention());
        return loop(RETENTION, () -> retention.round().map(false), MaintenanceLoop.DatabaseListener.NONE);
    }

    private MaintenanceLoop loop(
            MaintenanceLoop.Schedule schedule,
            Supplier<Future<Boolean>> task,
            MaintenanceLoop.DatabaseListener listener) {
        return new MaintenanceLoop(vertx, locks, schedule, task, listener);
    }

    /** While another node holds the lock, the worker's heartbeats tell whether the database answers. */
    private MaintenanceLoop.DatabaseListener listenerOf(Reaper reaper) {
        return new MaintenanceLoop.DatabaseListener() {
            @Override
            public void answered() {
                reaper.databaseAnswered();
            }

            @Override
            public void waiting() {
                if (services.state().databaseAnswers()) {
                    reaper.databaseAnswered();
                } else {
                    reaper.databaseUnreachable();
                }
            }

            @Override
            public void failed(Throwable cause) {
                if (Database.isOutage(cause)) {
                    reaper.databaseUnreachable();
                }
            }
        };
    }

    /** Waits for the rounds that are running, since the pools are closed afterwards. Then other nodes take over. */
    @Override
    public Future<?> stop() {
        return released.unregister()
                .otherwiseEmpty()
                .compose(gone ->
                        Future.join(loops.stream().map(MaintenanceLoop::stop).toList()))
                .onSuccess(stopped -> {
                    if (locks.hasReleased()) {
                        vertx.eventBus().publish(Addresses.LOCKS, "released");
                    }
                });
    }
}
