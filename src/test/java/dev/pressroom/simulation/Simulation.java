package dev.pressroom.simulation;

import dev.pressroom.bus.Addresses;
import dev.pressroom.job.JobReady;
import dev.pressroom.job.JobType;
import dev.pressroom.job.NodeMessage;
import dev.pressroom.job.RedisJobQueue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The story of one seed: a few nodes start, callers submit, cancel and retry jobs, and for a while things go wrong. Then
 * servers and machines behave, and every job must come to its end.
 */
final class Simulation {
    private static final long HARM = 12 * World.SECOND;

    /** A slow statement of a caller may be that late. */
    private static final long UNDER_WAY = 6 * World.SECOND;

    private static final long PATIENCE = 150 * World.SECOND;
    private static final long AFTERMATH = 4 * World.SECOND;
    private static final long TICK = World.SECOND / 4;
    private static final int STARTING_CREDITS = 4;
    private static final int PAGE = 3;

    private final World world;
    private final Node.Ground ground;
    private final Audit audit;
    private final List<Node> nodes = new ArrayList<>();
    private boolean calm;

    /**
     * How a seed ended.
     *
     * @param broken what did not hold
     * @param hash of all that happened: equal for two runs of a seed
     * @param tally how often what happened
     * @param story a line for each thing that happened, if it was asked for
     */
    record Result(long seed, Optional<String> broken, long hash, Map<String, Integer> tally, List<String> story) {}

    private Simulation(long seed, boolean keepsStory) {
        world = new World(seed, keepsStory);
        Server postgres = Server.postgres(world);
        MemoryJobs jobs = new MemoryJobs(() -> world.now() / World.MILLISECOND, STARTING_CREDITS, Node.RULES, PAGE);
        audit = new Audit(world, jobs);
        ground = new Node.Ground(world, new Bus(world), postgres, Server.redis(world), jobs, new MemoryQueue(), audit);
    }

    /** Runs a seed to its end, or to the first thing that does not hold. */
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
        for (long orders = world.between(4, 16); orders > 0; orders--) {
            world.after(world.between(0, HARM), () -> submit(world.oneOf(users)));
        }
        tick();
        if (world.faults().crashLoop() > 0) {
            world.after(world.faults().crashLoop(), () -> switchOff(0));
        }
        world.runUntil(HARM, audit::isBroken);
        calm = true;
        world.calmDown();
        ground.postgres().comeBack();
        ground.redis().comeBack();
        world.runUntil(HARM + UNDER_WAY, audit::isBroken);
        world.runUntil(HARM + PATIENCE, () -> audit.isBroken() || allEnded());
        world.runUntil(world.now() + AFTERMATH, audit::isBroken);
        audit.atTheEnd();
    }

    private boolean allEnded() {
        return ground.jobs().rows().stream().allMatch(row -> row.status.isFinal());
    }

    private void boot(int number) {
        Machine machine = new Machine(
                world,
                number,
                () -> world.after(world.between(World.SECOND / 10, 3 * World.SECOND), () -> boot(number)));
        Node node = new Node(ground, machine);
        nodes.set(number - 1, node);
        node.start();
    }

    /** Four times a second: harm, now and then, and a look at what must always hold. */
    private void tick() {
        world.after(TICK, this::tick);
        audit.look(nodes);
        if (calm) {
            audit.lookForStaleRuns();
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
            ground.postgres().goOut(world.between(World.SECOND / 10, 5 * World.SECOND));
        }
        if (world.chance(faults.queueOut() / 4)) {
            ground.redis().goOut(world.between(World.SECOND / 10, 5 * World.SECOND));
        }
        if (world.chance(faults.flush() / 4)) {
            world.note("redis flushed");
            ground.queue().flush();
        }
    }

    /** One machine after the other, as when a release crashes. */
    private void switchOff(int index) {
        if (!calm) {
            world.note("machine switched off");
            nodes.get(index % nodes.size()).machine().end();
            world.after(world.faults().crashLoop(), () -> switchOff(index + 1));
        }
    }

    private void restart(Node node) {
        world.note("node told to stop", node.machine());
        node.stop().onComplete(rested -> node.machine().end());
        node.machine().after(5 * World.SECOND, node.machine()::end);
    }

    // ---- callers

    /** What {@code Submitter} does, and then perhaps second thoughts. */
    private void submit(UUID user) {
        Node node = anyUp();
        JobType type = world.oneOf(JobType.known());
        UUID id = world.nextId();
        audit.mayBePoison(id);
        RedisJobQueue.Entry entry = new RedisJobQueue.Entry(type, id, 1, "user:" + user);
        ground.postgres()
                .call(node.machine(), "submit", () -> ground.jobs().submit(id, type, user))
                .onSuccess(stored -> {
                    if (stored) {
                        enqueue(node, entry);
                    }
                });
        for (int reasoningFilter = 0; reasoningFilter < 3; reasoningFilter++) {
            world.after(world.between(0, HARM - world.now() + 1), () -> thinkAgain(id));
        }
    }

    private void thinkAgain(UUID id) {
        if (ground.jobs().row(id) == null) {
            return;
        }
        if (world.chance(0.1)) {
            cancel(anyUp(), id);
        } else {
            retry(anyUp(), id);
        }
    }

    /** Callers find a node that answers; if there is none, what they ask is lost. */
    private Node anyUp() {
        List<Node> up = nodes.stream().filter(node -> node.machine().isUp()).toList();
        return world.oneOf(up.isEmpty() ? nodes : up);
    }

    private void enqueue(Node node, RedisJobQueue.Entry entry) {
        ground.redis()
                .call(node.machine(), "enqueue", () -> ground.queue().enqueue(entry.type(), List.of(entry)))
                .onSuccess(added -> ground.bus()
                        .send(node.machine(), Addresses.ready(entry.type().wireName()), new JobReady(entry.type(), 0)));
    }

    private void cancel(Node node, UUID id) {
        ground.postgres()
                .call(node.machine(), "cancel", () -> ground.jobs().cancel(id))
                .onSuccess(cancelled -> cancelled.ifPresent(won -> {
                    world.note("job cancelled", id, won);
                    won.ranOn()
                            .ifPresent(ranOn -> ground.bus()
                                    .send(
                                            node.machine(),
                                            Addresses.node(ranOn),
                                            new NodeMessage.Stop(id, won.attempt())));
                }));
    }

    private void retry(Node node, UUID id) {
        ground.postgres()
                .call(node.machine(), "retry", () -> ground.jobs().retry(id))
                .onSuccess(entry -> entry.ifPresent(queued -> enqueue(node, queued)));
    }
}
