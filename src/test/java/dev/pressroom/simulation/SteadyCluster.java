package dev.pressroom.simulation;

import dev.pressroom.bus.Addresses;
import dev.pressroom.config.Settings;
import dev.pressroom.config.SettingsLoader;
import dev.pressroom.job.JobQueue;
import dev.pressroom.job.JobReady;
import dev.pressroom.job.JobStatus;
import dev.pressroom.job.JobType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Nodes without faults, with jobs that run all the time, whose costs are counted for ten seconds without other jobs, and for
 * ten seconds with others that come and end.
 */
final class SteadyCluster {
    private static final int SECONDS = 10;
    private static final int JOBS = 200;
    private static final int SPARE_SLOTS = 50;
    private static final long TIMEOUT_MICROS = 120 * World.SECOND;
    private static final JobType TYPE = JobType.CONTENT_GENERATION;

    private final int machines;
    private final World world = World.withoutFaults(1);
    private final MemoryJobs jobs;
    private final Node.Shared shared;
    private final Settings settings;
    private final Set<UUID> endless = new HashSet<>();
    private final List<Node> nodes = new ArrayList<>();

    /**
     * Costs that were counted.
     *
     * @param idle of the whole cluster in a second without other jobs
     * @param perJob of a job from its creation to its end
     * @param details by name
     */
    record Measured(int nodes, int live, Cost idle, Cost perJob, String details) {
        @Override
        public String toString() {
            return "%4d nodes, %7d live jobs: a node and second %s; a job %s"
                    .formatted(nodes, live, idle.dividedBy(nodes), perJob);
        }
    }

    /**
     * @param messages without those that were forwarded, and so are {@code deliveries}
     * @param forwarded messages that workers without a free slot have sent on
     * @param transientPublished messages to shards with progress or text
     */
    record Cost(
            double statements,
            double rows,
            double commands,
            double messages,
            double forwarded,
            double deliveries,
            double transientPublished) {
        private static Cost of(Costs.Sums sums) {
            return new Cost(
                    sums.statements(),
                    sums.rows(),
                    sums.commands(),
                    sums.messages(),
                    sums.forwarded(),
                    sums.deliveries(),
                    sums.transientPublished());
        }

        Cost dividedBy(double by) {
            return new Cost(
                    statements / by,
                    rows / by,
                    commands / by,
                    messages / by,
                    forwarded / by,
                    deliveries / by,
                    transientPublished / by);
        }

        private Cost minus(Cost other) {
            return new Cost(
                    statements - other.statements,
                    rows - other.rows,
                    commands - other.commands,
                    messages - other.messages,
                    forwarded - other.forwarded,
                    deliveries - other.deliveries,
                    transientPublished - other.transientPublished);
        }

        @Override
        public String toString() {
            return "%.2f statements, %.2f rows, %.2f Redis commands, %.2f messages to %.2f receivers, %.2f forwarded"
                    .formatted(statements, rows, commands, messages, deliveries, forwarded);
        }
    }

    private SteadyCluster(int machines, int live) {
        this.machines = machines;
        this.settings = SettingsLoader.load(
                Map.of(
                        "JWT_SECRET",
                        "a secret for tests that is long enough",
                        "PRESSROOM_WORKERS",
                        Integer.toString(live / machines + SPARE_SLOTS),
                        "PRESSROOM_WORKERS_JOB_DEADLINE",
                        "1h"),
                Optional.empty());
        jobs = new MemoryJobs(
                () -> world.now() / World.MILLISECOND,
                Integer.MAX_VALUE / 2,
                dev.pressroom.job.RescueStore.LossRules.of(settings.workers()),
                500);
        shared = new Node.Shared(
                world,
                new Bus(world),
                Server.postgres(world),
                Server.redis(world),
                jobs,
                new MemoryQueue(),
                new Audit(world, jobs));
    }

    /** @param live jobs that run all the time */
    static Measured measure(int machines, int live) {
        SteadyCluster cluster = new SteadyCluster(machines, live);
        cluster.start();
        cluster.run(live);
        Cost idle = cluster.costsOf(SECONDS);
        for (int i = 0; i < JOBS; i++) {
            cluster.submit(i);
        }
        Cost busy = cluster.costsOf(SECONDS);
        String details = cluster.world.costs().toString();
        cluster.requireEnded();
        return new Measured(
                machines, live, idle.dividedBy(SECONDS), busy.minus(idle).dividedBy(JOBS), details);
    }

    private void start() {
        for (int number = 1; number <= machines; number++) {
            Machine machine = new Machine(world, number, () -> {});
            Node node = new Node(shared, machine, settings, SteadyPipeline.on(machine, endless));
            nodes.add(node);
            world.after(world.between(0, World.SECOND), node::start);
            watchAllShards(machine);
        }
        world.runUntil(5 * World.SECOND, () -> false);
    }

    /** As the streams of clients do, which are not simulated. */
    private void watchAllShards(Machine machine) {
        for (int shard = 0; shard < Addresses.SHARDS; shard++) {
            shared.bus().consume(Addresses.progress(shard), machine, message -> {});
        }
    }

    /** Starts jobs that never end, and waits until all run and their messages are over. */
    private void run(int live) {
        for (int i = 0; i < live; i++) {
            UUID id = world.nextId();
            endless.add(id);
            jobs.submit(id, TYPE, id);
            shared.queue().enqueue(TYPE, List.of(new JobQueue.Entry(TYPE, id, 1, "user:" + id)));
        }
        world.runUntil(world.now() + TIMEOUT_MICROS, () -> running() == live);
        if (running() != live) {
            throw new IllegalStateException("only " + running() + " of " + live + " jobs run");
        }
        world.runUntil(world.now() + 2 * World.SECOND, () -> false);
    }

    private long running() {
        return nodes.stream().mapToLong(Node::runs).sum();
    }

    private Cost costsOf(int seconds) {
        world.costs().reset();
        world.runUntil(world.now() + seconds * World.SECOND, () -> false);
        return Cost.of(world.costs().sums());
    }

    /** Submits a job as {@code Submitter} does, in the first half of the time. */
    private void submit(int number) {
        Node node = nodes.get(number % nodes.size());
        UUID id = world.nextId();
        JobQueue.Entry entry = new JobQueue.Entry(TYPE, id, 1, "user:" + id);
        world.after(
                number * SECONDS * World.SECOND / 2 / JOBS,
                () -> shared.postgres()
                        .call(node.machine(), "submit", () -> jobs.submit(id, TYPE, id))
                        .compose(stored -> shared.redis()
                                .call(
                                        node.machine(),
                                        "enqueue",
                                        () -> shared.queue().enqueue(TYPE, List.of(entry))))
                        .onSuccess(added -> shared.bus()
                                .send(node.machine(), Addresses.ready(TYPE.wireName()), new JobReady(TYPE, 0))));
    }

    private void requireEnded() {
        long ended = jobs.rows().stream()
                .filter(row -> row.status == JobStatus.SUCCEEDED)
                .count();
        if (ended != JOBS) {
            throw new IllegalStateException("only " + ended + " of " + JOBS + " jobs have ended");
        }
    }
}
