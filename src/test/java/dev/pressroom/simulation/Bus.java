package dev.pressroom.simulation;

import dev.pressroom.job.JobReady;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The event bus of all machines: a message may be dropped, delayed or delivered twice. A consumer on a machine that has ended
 * stays registered until one message to it was lost.
 */
final class Bus {
    private final World world;
    private final Map<String, List<Consumed>> consumers = new HashMap<>();
    private final Map<String, Integer> turns = new HashMap<>();

    private record Consumed(Machine by, Consumer<Object> handler) {}

    Bus(World world) {
        this.world = world;
    }

    void consume(String address, Machine by, Consumer<Object> handler) {
        consumers.computeIfAbsent(address, any -> new ArrayList<>()).add(new Consumed(by, handler));
    }

    /** Sends to one consumer, round robin. */
    void send(Machine from, String address, Object message) {
        from.mayCrash();
        List<Consumed> all = consumers.getOrDefault(address, List.of());
        if (from.isOver() || all.isEmpty()) {
            return;
        }
        int turn = turns.merge(address, 1, Integer::sum);
        Consumed next = all.get(turn % all.size());
        if (next.by.isOver()) {
            world.note("message to a dead node", address);
            all.remove(next);
            return;
        }
        world.costs().message(isForwarded(message) ? Costs.FORWARDED : address, 1);
        deliver(next, message);
        if (world.chance(world.faults().twice())) {
            world.note("message doubled", address);
            deliver(next, message);
        }
    }

    /** By a worker without a free slot. */
    private static boolean isForwarded(Object message) {
        return message instanceof JobReady ready && ready.hops() > 0;
    }

    /** Sends to all consumers. */
    void publish(Machine from, String address, Object message) {
        if (from.isOver()) {
            return;
        }
        List<Consumed> all = consumers.getOrDefault(address, List.of()).stream()
                .filter(consumer -> !consumer.by.isOver())
                .toList();
        world.costs().message(address, all.size());
        world.costs().published(message);
        all.forEach(consumer -> deliver(consumer, message));
    }

    private void deliver(Consumed to, Object message) {
        if (world.chance(world.faults().drop())) {
            world.note("message dropped", message);
            return;
        }
        boolean late = world.chance(world.faults().late());
        if (late) {
            world.note("message late", message);
        }
        to.by.after(
                late ? world.between(World.SECOND / 10, 5 * World.SECOND) : world.between(50, 2 * World.MILLISECOND),
                () -> to.handler.accept(message));
    }
}
