package dev.pressroom.simulation;

import dev.pressroom.base.Sources;
import dev.pressroom.config.Settings;
import dev.pressroom.config.SettingsLoader;
import dev.pressroom.job.JobQueue;
import dev.pressroom.job.JobType;
import dev.pressroom.job.Lease;
import dev.pressroom.job.QueueMonitor;
import dev.pressroom.job.RedisJobQueue;
import dev.pressroom.job.RescueStore;
import dev.pressroom.worker.JobMetrics;
import dev.pressroom.worker.MaintenanceVerticle;
import dev.pressroom.worker.WorkerServices;
import dev.pressroom.worker.WorkerVerticle;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** The worker side of a node on one machine: the real verticles, as {@code dev.pressroom.Node} starts and stops them. */
final class Node {
    static final int SLOTS = 3;
    static final Duration LEASE = Duration.ofSeconds(2);
    static final int MAX_DEATHS = 3;
    static final Settings SETTINGS = SettingsLoader.load(
            Map.of(
                    "JWT_SECRET",
                    "a secret for tests that is long enough",
                    "PRESSROOM_WORKERS",
                    Integer.toString(SLOTS),
                    "PRESSROOM_LEASE_SECONDS",
                    Long.toString(LEASE.toSeconds()),
                    "PRESSROOM_WORKERS_MAX_DEATHS",
                    Integer.toString(MAX_DEATHS),
                    "PRESSROOM_WORKERS_LOSS_PAUSES",
                    "1s,2s,4s",
                    "PRESSROOM_WORKERS_JOB_DEADLINE",
                    "20s",
                    "PRESSROOM_WORKERS_GRACE",
                    "1s"),
            Optional.empty());
    static final RescueStore.Lost RULES = RescueStore.Lost.of(SETTINGS.workers());

    private final Ground ground;
    private final Machine machine;
    private final FakeVertx vertx;
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final WorkerVerticle worker;
    private final MaintenanceVerticle maintenance;
    private final QueueMonitor monitor;
    private boolean started;

    /** What all nodes share. */
    record Ground(
            World world, Bus bus, Server postgres, Server redis, MemoryJobs jobs, MemoryQueue queue, Audit audit) {}

    Node(Ground ground, Machine machine) {
        this.ground = ground;
        this.machine = machine;
        this.vertx = new FakeVertx(machine, ground.bus());
        JobQueue queue = new Queue();
        this.monitor = new QueueMonitor(vertx.vertx(), Optional.of(queue));
        WorkerServices services = new WorkerServices(
                machine.node(),
                SETTINGS,
                sources(),
                new MemoryStores(ground.jobs(), machine.node(), LEASE, new Calls()),
                queue,
                monitor,
                PlayedPipeline.on(machine, ground.audit()),
                new JobMetrics(metrics));
        this.worker = new WorkerVerticle(services);
        this.maintenance = new MaintenanceVerticle(services);
    }

    /** Its clocks have nothing to do with those of others. */
    private Sources sources() {
        World world = ground.world();
        long begin = world.between(0, Integer.MAX_VALUE);
        return new Sources(
                Clock.fixed(Instant.ofEpochSecond(begin), ZoneOffset.UTC),
                world::nextId,
                world.splitRandom(),
                () -> (begin + world.now()) * 1000);
    }

    Machine machine() {
        return machine;
    }

    int runs() {
        return started && !machine.isOver()
                ? (int) metrics.get("pressroom.jobs.running").gauge().value()
                : 0;
    }

    void start() {
        monitor.start()
                .compose(up -> deploy(maintenance))
                .compose(up -> deploy(worker))
                .onSuccess(up -> started = true);
    }

    /** As when a deployment replaces it; completes when it may be switched off. */
    Future<Void> stop() {
        if (!started) {
            return Future.succeededFuture();
        }
        return undeploy(worker).compose(rested -> undeploy(maintenance));
    }

    private Future<Void> deploy(VerticleBase verticle) {
        try {
            return verticle.deploy(vertx.context()).mapEmpty();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private Future<Void> undeploy(VerticleBase verticle) {
        try {
            return verticle.undeploy(vertx.context()).mapEmpty();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private final class Calls implements MemoryStores.Calls {
        @Override
        public <T> Future<T> call(String what, Supplier<T> statement) {
            return ground.postgres().call(machine, what, statement);
        }

        @Override
        public void refused(Lease lease) {
            ground.audit().refused(lease);
        }
    }

    private final class Queue implements JobQueue {
        private <T> Future<T> call(String what, Supplier<T> command) {
            return ground.redis().call(machine, what, command);
        }

        @Override
        public Future<Integer> enqueue(JobType type, List<RedisJobQueue.Entry> entries) {
            return call("enqueue", () -> ground.queue().enqueue(type, entries));
        }

        @Override
        public Future<List<RedisJobQueue.Claimed>> claim(JobType type, int count) {
            return call("pop", () -> ground.queue().claim(type, count, now()));
        }

        private long now() {
            return ground.world().now() / World.MILLISECOND;
        }

        @Override
        public Future<Void> settled(JobType type, List<RedisJobQueue.Claimed> entries) {
            return call("settle entries", () -> {
                ground.queue().settled(type, entries);
                return null;
            });
        }

        @Override
        public Future<Integer> giveBack(JobType type, List<RedisJobQueue.Claimed> entries) {
            return call("give back", () -> ground.queue().giveBack(type, entries));
        }

        @Override
        public Future<Integer> recover(JobType type, Duration age, int most) {
            return call("recover", () -> ground.queue().recover(type, age, most, now()));
        }

        @Override
        public Future<Boolean> isMarked(JobType type) {
            return call("look for mark", () -> ground.queue().isMarked(type));
        }

        @Override
        public Future<Void> mark(JobType type) {
            return call("mark", () -> {
                ground.queue().mark(type);
                return null;
            });
        }

        @Override
        public Future<Void> remove(JobType type, UUID jobId, int attempt) {
            return call("remove", () -> {
                ground.queue().remove(type, jobId, attempt);
                return null;
            });
        }

        @Override
        public Future<Void> ping() {
            return call("ping", () -> null);
        }

        @Override
        public Future<Optional<String>> fault() {
            return call("fault", Optional::empty);
        }
    }
}
