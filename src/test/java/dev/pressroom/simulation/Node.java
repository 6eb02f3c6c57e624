package dev.pressroom.simulation;

import dev.pressroom.base.Sources;
import dev.pressroom.config.Settings;
import dev.pressroom.config.SettingsLoader;
import dev.pressroom.job.JobQueue;
import dev.pressroom.job.JobType;
import dev.pressroom.job.Lease;
import dev.pressroom.job.QueueMonitor;
import dev.pressroom.job.RescueStore;
import dev.pressroom.pipeline.Pipeline;
import dev.pressroom.worker.JobMetrics;
import dev.pressroom.worker.MaintenanceVerticle;
import dev.pressroom.worker.WorkerServices;
import dev.pressroom.worker.WorkerVerticle;
import io.micrometer.core.instrument.Gauge;
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

/** The worker verticles of a node on one machine, deployed and undeployed as by {@code dev.pressroom.Node}. */
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
    static final RescueStore.LossRules RULES = RescueStore.LossRules.of(SETTINGS.workers());

    private final Shared shared;
    private final Machine machine;
    private final FakeVertx vertx;
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final WorkerVerticle worker;
    private final MaintenanceVerticle maintenance;
    private final QueueMonitor monitor;
    /** Looked up once: simulations read it after each event. */
    private Gauge running;

    private boolean started;

    /** The servers and the audit that all nodes share. */
    record Shared(
            World world, Bus bus, Server postgres, Server redis, MemoryJobs jobs, MemoryQueue queue, Audit audit) {}

    Node(Shared shared, Machine machine) {
        this(shared, machine, SETTINGS, PlayedPipeline.on(machine, shared.audit()));
    }

    Node(Shared shared, Machine machine, Settings settings, Map<JobType, Pipeline> pipelines) {
        this.shared = shared;
        this.machine = machine;
        this.vertx = new FakeVertx(machine, shared.bus());
        JobQueue queue = new Queue();
        this.monitor = new QueueMonitor(vertx.vertx(), Optional.of(queue));
        WorkerServices services = new WorkerServices(
                machine.node(),
                settings,
                sources(),
                new MemoryStores(
                        shared.jobs(), machine.node(), settings.workers().lease(), new Calls()),
                queue,
                monitor,
                pipelines,
                new JobMetrics(metrics));
        this.worker = new WorkerVerticle(services);
        this.maintenance = new MaintenanceVerticle(services);
    }

    /** Each node has clocks of its own. */
    private Sources sources() {
        World world = shared.world();
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
        return started && !machine.isOver() ? (int) running.value() : 0;
    }

    void start() {
        monitor.start()
                .compose(up -> deploy(maintenance))
                .compose(up -> deploy(worker))
                .onSuccess(up -> {
                    running = metrics.get("pressroom.jobs.running").gauge();
                    started = true;
                });
    }

    /** Stops the node as a deployment does; completes when the machine may end. */
    Future<Void> stop() {
        if (!started) {
            return Future.succeededFuture();
        }
        return undeploy(worker).compose(stopped -> undeploy(maintenance));
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
            return shared.postgres().call(machine, what, statement);
        }

        @Override
        public void refused(Lease lease) {
            shared.audit().refused(lease);
        }

        @Override
        public void unregistered() {
            shared.world().note("claim without a heartbeat", machine);
        }
    }

    private final class Queue implements JobQueue {
        private <T> Future<T> call(String what, Supplier<T> command) {
            return shared.redis().call(machine, what, command);
        }

        @Override
        public Future<Integer> enqueue(JobType type, List<JobQueue.Entry> entries) {
            return call("enqueue", () -> shared.queue().enqueue(type, entries));
        }

        @Override
        public Future<List<JobQueue.Claimed>> claim(JobType type, int count) {
            return call("take", () -> shared.queue().claim(type, count, now()));
        }

        private long now() {
            return shared.world().now() / World.MILLISECOND;
        }

        @Override
        public Future<Void> settle(JobType type, List<JobQueue.Claimed> entries) {
            return call("settle entries", () -> {
                shared.queue().settle(type, entries);
                return null;
            });
        }

        @Override
        public Future<Integer> giveBack(JobType type, List<JobQueue.Claimed> entries) {
            return call("give back", () -> shared.queue().giveBack(type, entries));
        }

        @Override
        public Future<Integer> recover(JobType type, Duration age, int max) {
            return call("recover", () -> shared.queue().recover(type, age, max, now()));
        }

        @Override
        public Future<Boolean> hasMarker(JobType type) {
            return call("check marker", () -> shared.queue().hasMarker(type));
        }

        @Override
        public Future<Void> setMarker(JobType type) {
            return call("set marker", () -> {
                shared.queue().setMarker(type);
                return null;
            });
        }

        @Override
        public Future<Void> remove(JobType type, UUID jobId, int attempt) {
            return call("remove", () -> {
                shared.queue().remove(type, jobId, attempt);
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
