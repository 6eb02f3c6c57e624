package dev.pressroom.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * The process of a node, from its start to its end. Actions run while it is up; while it is frozen they are delayed, as by
 * {@code SIGSTOP}.
 */
final class Machine {
    private final World world;
    private final int number;
    private final UUID node;
    private final double pace;
    private final Runnable onEnd;
    private final List<Runnable> delayed = new ArrayList<>();
    private boolean frozen;
    private boolean over;

    /**
     * @param number of the node, from 1
     * @param onEnd called once, after a crash or a stop
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

    /** Runs an action on this machine after this time, unless it has ended by then. */
    void after(long micros, Runnable action) {
        world.after(micros, () -> act(action));
    }

    /** As {@link #after}, by the machine's own clock, which is fast or slow. */
    void afterTimer(long millis, Runnable action) {
        after((long) (millis * World.MILLISECOND * pace), action);
    }

    private void act(Runnable action) {
        if (frozen) {
            delayed.add(action);
        } else if (!over) {
            action.run();
        }
    }

    /** Crashes with the seed's probability; called at every await. */
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
        world.after(micros, this::unfreeze);
    }

    private void unfreeze() {
        frozen = false;
        List<Runnable> late = List.copyOf(delayed);
        delayed.clear();
        late.forEach(action -> after(0, action));
    }

    @Override
    public String toString() {
        return "node " + number;
    }
}
