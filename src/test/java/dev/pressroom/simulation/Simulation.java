package dev.pressroom.simulation;

import dev.pressroom.bus.Addresses;
import dev.pressroom.job.JobQueue;
import dev.pressroom.job.JobReady;
import dev.pressroom.job.JobType;
import dev.pressroom.job.NodeMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The run of one seed: two or three nodes start, clients submit, cancel and retry jobs, and for 12 simulated seconds faults
 * occur. Then servers and machines work without faults, and every job must end.
 */
final class Simulation {
    private static final long FAULT_MICROS = 12 * World.SECOND;

    /** The longest delay of a slow statement of a client. */
    private static final long MAX_LATE_MICROS = 6 * World.SECOND;

    private static final long TIMEOUT_MICROS = 150 * World.SECOND;
    private static final long QUIET_MICROS = 4 * World.SECOND;
    private static final long TICK_MICROS = World.SECOND / 4;
    private static final int STARTING_CREDITS = 4;
    private static final int PAGE = 3;

    private final World world;
    private final Node.Shared shared;
    private final Audit audit;
    private final List<Node> nodes = new ArrayList<>();
    private boolean calm;

    /**
     * The result of a seed.
     *
     * @param broken the first violation
     * @param hash of all events: equal for two runs of a seed
     * @param tally the number of events by name
     * @param story one line per event, if requested
     */
    record Result(long seed, Optional<String> broken, long hash, Map<String, Integer> tally, List<String> story) {}

    private Simulation(long seed, boolean keepsStory) {
        world = new World(seed, keepsStory);
        Server postgres = Server.postgres(world);
        MemoryJobs jobs = new MemoryJobs(() -> world.now() / World.MILLISECOND, STARTING_CREDITS, Node.RULES, PAGE);
        audit = new Audit(world, jobs);
        shared = new Node.Shared(world, new Bus(world), postgres, Server.redis(world), jobs, new MemoryQueue(), audit);
    }

    /** Runs a seed to its end, or to the first violation. */
    static Result run(long seed, boolean keepsStory) {
        Simulation simulation = new Simulation(seed, keepsStory);
        World world = simulation.world;
        try {
            simulation.play();
        } catch (RuntimeException | Error e) {
            simulation.audit.broken(e + " at "
                    + List.of(e.getStackTrace()).subList(0, Math.min(8, e.getStackTrace().length)));
        }
        return new Result(seed, simulation.audit.broken(), world.hash(), world.tally(), world.story());
    }

    private void play() {
        int machines = (int) world.between(2, 4);
        for (int number = 1; number <= machines; number++) {
            nodes.add(null);
            boot(number);
        }
        List<UUID> users = List.of(world.nextId(), world.nextId());
        for (long jobs = world.between(4, 16); jobs > 0; jobs--) {
            world.after(world.between(0, FAULT_MICROS), () -> submit(world.oneOf(users)));
        }
        tick();
        if (world.faults().crashLoop() > 0) {
            world.after(world.faults().crashLoop(), () -> switchOff(0));
        }
        world.runUntil(FAULT_MICROS, audit::isBroken);
        calm = true;
        world.calmDown();
        shared.postgres().recover();
        shared.redis().recover();
        world.runUntil(FAULT_MICROS + MAX_LATE_MICROS, audit::isBroken);
        world.runUntil(FAULT_MICROS + TIMEOUT_MICROS, () -> audit.isBroken() || allEnded());
        world.runUntil(world.now() + QUIET_MICROS, audit::isBroken);
        audit.atTheEnd();
    }

    private boolean allEnded() {
        return shared.jobs().rows().stream().allMatch(row -> row.status.isFinal());
    }

    private void boot(int number) {
        Machine machine = new Machine(
                world,
                number,
                () -> world.after(world.between(World.SECOND / 10, 3 * World.SECOND), () -> boot(number)));
        Node node = new Node(shared, machine);
        nodes.set(number - 1, node);
        node.start();
    }

    /** Every 250 ms: checks the invariants and causes faults at random. */
    private void tick() {
        world.after(TICK_MICROS, this::tick);
        audit.check(nodes);
        if (calm) {
            audit.checkStaleRuns();
            return;
        }
        Faults faults = world.faults();
        nodes.stream().filter(node -> node.machine().isUp()).forEach(node -> {
            if (world.chance(faults.freeze() / 4)) {
                node.machine().freeze(world.between(World.SECOND / 5, 6 * World.SECOND));
            } else if (world.chance(faults.restart() / 4)) {
                restart(node);
            }
        });
        if (world.chance(faults.databaseOut() / 4)) {
            shared.postgres().fail(world.between(World.SECOND / 10, 5 * World.SECOND));
        }
        if (world.chance(faults.queueOut() / 4)) {
            shared.redis().fail(world.between(World.SECOND / 10, 5 * World.SECOND));
        }
        if (world.chance(faults.flush() / 4)) {
            world.note("redis flushed");
            shared.queue().flush();
        }
    }

    /** Ends one machine after the other, like a release that crashes. */
    private void switchOff(int index) {
        if (!calm) {
            world.note("machine switched off");
            nodes.get(index % nodes.size()).machine().end();
            world.after(world.faults().crashLoop(), () -> switchOff(index + 1));
        }
    }

    private void restart(Node node) {
        world.note("node told to stop", node.machine());
        node.stop().onComplete(stopped -> node.machine().end());
        node.machine().after(5 * World.SECOND, node.machine()::end);
    }

    // ---- clients

    /** Submits a job as {@code Submitter} does, and schedules cancels and retries of it. */
    private void submit(UUID user) {
        Node node = anyUp();
        JobType type = world.oneOf(JobType.known());
        UUID id = world.nextId();
        audit.mayBePoison(id);
        JobQueue.Entry entry = new JobQueue.Entry(type, id, 1, "user:" + user);
        shared.postgres()
                .call(node.machine(), "submit", () -> shared.jobs().submit(id, type, user))
                .onSuccess(stored -> {
                    if (stored) {
                        enqueue(node, entry);
                    }
                });
        for (int i = 0; i < 3; i++) {
            world.after(world.between(0, FAULT_MICROS - world.now() + 1), () -> cancelOrRetry(id));
        }
    }

    private void cancelOrRetry(UUID id) {
        if (shared.jobs().row(id) == null) {
            return;
        }
        if (world.chance(0.1)) {
            cancel(anyUp(), id);
        } else {
            retry(anyUp(), id);
        }
    }

    /** A node that is up; when there is none, any node, which never answers. */
    private Node anyUp() {
        List<Node> up = nodes.stream().filter(node -> node.machine().isUp()).toList();
        return world.oneOf(up.isEmpty() ? nodes : up);
    }

    private void enqueue(Node node, JobQueue.Entry entry) {
        shared.redis()
                .call(node.machine(), "enqueue", () -> shared.queue().enqueue(entry.type(), List.of(entry)))
                .onSuccess(added -> shared.bus()
                        .send(node.machine(), Addresses.ready(entry.type().wireName()), new JobReady(entry.type(), 0)));
    }

    private void cancel(Node node, UUID id) {
        shared.postgres()
                .call(node.machine(), "cancel", () -> shared.jobs().cancel(id))
                .onSuccess(cancelled -> cancelled.ifPresent(won -> {
                    world.note("job cancelled", id, won);
                    won.ranOn()
                            .ifPresent(ranOn -> shared.bus()
                                    .send(
                                            node.machine(),
                                            Addresses.node(ranOn),
                                            new NodeMessage.Stop(id, won.attempt())));
                }));
    }

    private void retry(Node node, UUID id) {
        shared.postgres()
                .call(node.machine(), "retry", () -> shared.jobs().retry(id))
                .onSuccess(entry -> entry.ifPresent(queued -> enqueue(node, queued)));
    }
}
