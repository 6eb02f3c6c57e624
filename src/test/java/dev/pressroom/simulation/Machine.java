package dev.pressroom.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * A process of a node, from its start to its end. What is due on it happens while it lives; while it is frozen it is put
 * off, as by {@code SIGSTOP}.
 */
final class Machine {
    private final World world;
    private final int number;
    private final UUID node;
    private final double pace;
    private final Runnable onEnd;
    private final List<Runnable> putOff = new ArrayList<>();
    private boolean frozen;
    private boolean over;

    /**
     * @param number of the place that it takes among the nodes
     * @param onEnd called once, when it has crashed or stopped
     */
    Machine(World world, int number, Runnable onEnd) {
        this.world = world;
        this.number = number;
        this.onEnd = onEnd;
        this.node = world.nextId();
        double off = world.faults().pace();
        this.pace = off > 0 ? 1 - off + 2 * off * world.between(0, 1000) / 1000 : 1;
    }

    World world() {
        return world;
    }

    UUID node() {
        return node;
    }

    boolean isOver() {
        return over;
    }

    boolean isUp() {
        return !over && !frozen;
    }

    /** Does something on this machine, if it lives by then. */
    void after(long micros, Runnable action) {
        world.after(micros, () -> act(action));
    }

    /** As {@link #after}, by the machine's own clock, which runs fast or slow. */
    void afterTimer(long millis, Runnable action) {
        after((long) (millis * World.MILLISECOND * pace), action);
    }

    private void act(Runnable action) {
        if (frozen) {
            putOff.add(action);
        } else if (!over) {
            action.run();
        }
    }

    /** Any await may be the last. */
    void mayCrash() {
        if (!over && world.chance(world.faults().crash())) {
            world.note("machine crashed", this);
            end();
        }
    }

    void end() {
        if (!over) {
            over = true;
            onEnd.run();
        }
    }

    void freeze(long micros) {
        world.note("machine frozen", this, micros);
        frozen = true;
        world.after(micros, this::thaw);
    }

    private void thaw() {
        frozen = false;
        List<Runnable> late = List.copyOf(putOff);
        putOff.clear();
        late.forEach(action -> after(0, action));
    }

    @Override
    public String toString() {
        return "node " + number;
    }
}
