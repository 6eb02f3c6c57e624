package dev.pressroom.simulation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/**
 * The simulated time, the random source and the queue of due actions. Time is counted in microseconds; it stands still while
 * an action runs and then jumps to the next one. Events are recorded in a hash, by which two runs are compared, and in a
 * tally.
 */
final class World {
    static final long MILLISECOND = 1000;
    static final long SECOND = 1000 * MILLISECOND;

    /** A seed has some ten thousand tasks; more than this is an endless chain of tasks. */
    private static final long MAX_TASKS = 100_000;

    private static final long MAX_TASKS_WITHOUT_FAULTS = 100_000_000;

    private final PriorityQueue<Task> due =
            new PriorityQueue<>(Comparator.comparingLong(Task::at).thenComparingLong(Task::number));
    private final SplittableRandom random;
    private final Map<String, Integer> tally = new TreeMap<>();
    private final List<String> story = new ArrayList<>();
    private final boolean keepsStory;
    private final Costs costs = new Costs();
    private final Faults faultsAtFirst;
    private final long maxTasks;
    private Faults faults;
    private long now;
    private long tasks;
    private long hash;

    private record Task(long at, long number, Runnable action) {}

    /** @param keepsStory whether to keep each event as a line of text */
    World(long seed, boolean keepsStory) {
        this.random = new SplittableRandom(seed);
        this.keepsStory = keepsStory;
        this.faultsAtFirst = Faults.draw(random);
        this.faults = faultsAtFirst;
        this.maxTasks = MAX_TASKS;
    }

    private World(long seed) {
        this.random = new SplittableRandom(seed);
        this.keepsStory = false;
        this.faultsAtFirst = Faults.NONE;
        this.faults = faultsAtFirst;
        this.maxTasks = MAX_TASKS_WITHOUT_FAULTS;
    }

    /** A world in which nothing fails, for many nodes and jobs. */
    static World withoutFaults(long seed) {
        return new World(seed);
    }

    Costs costs() {
        return costs;
    }

    long now() {
        return now;
    }

    Faults faults() {
        return faults;
    }

    /** The faults of the seed, also after {@link #calmDown}. */
    Faults faultsAtFirst() {
        return faultsAtFirst;
    }

    /** From now on only messages and timers have faults. */
    void calmDown() {
        faults = faults.calmed();
        note("calm");
    }

    void after(long micros, Runnable action) {
        due.add(new Task(now + micros, tasks++, action));
    }

    /** Runs due actions until this time, or until {@code enough} is true. */
    void runUntil(long end, BooleanSupplier enough) {
        while (!enough.getAsBoolean() && !due.isEmpty() && due.peek().at <= end) {
            if (tasks > maxTasks) {
                throw new IllegalStateException("an endless chain: more than " + maxTasks + " tasks");
            }
            Task next = due.poll();
            now = next.at;
            next.action.run();
        }
        if (!enough.getAsBoolean()) {
            now = end;
        }
    }

    boolean chance(double probability) {
        return probability > 0 && random.nextDouble() < probability;
    }

    /** A random number from {@code min} (inclusive) to {@code max} (exclusive). */
    long between(long min, long max) {
        return random.nextLong(min, max);
    }

    <T> T oneOf(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    /** Ids in ascending order of their creation. */
    UUID nextId() {
        return new UUID(now << 16 | 0x7000, tasks++ << 32 | 0x8000_0000_0000_0000L | random.nextInt() & 0xffff_ffffL);
    }

    SplittableRandom splitRandom() {
        return random.split();
    }

    /** Records an event: its name, which is counted, and its subjects. */
    void note(String what, Object... about) {
        tally.merge(what, 1, Integer::sum);
        hash = (hash * 31 + now) * 31 + what.hashCode();
        for (Object each : about) {
            hash = hash * 31 + each.toString().hashCode();
        }
        if (keepsStory) {
            StringBuilder line = new StringBuilder("%9.3f ms  %s".formatted(now / 1e3, what));
            for (Object each : about) {
                line.append(' ').append(each);
            }
            story.add(line.toString());
        }
    }

    Map<String, Integer> tally() {
        return tally;
    }

    long hash() {
        return hash;
    }

    List<String> story() {
        return story;
    }
}
