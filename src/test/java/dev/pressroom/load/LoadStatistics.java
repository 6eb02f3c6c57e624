package dev.pressroom.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/** Counters and histograms of a run. Memory does not depend on the number of jobs. Thread-safe. */
final class LoadStatistics {
    private static final int SLOTS = 120;
    private static final int ORDERS_IN_SLOT = 20;
    private static final int MAX_KINDS = 60;
    private static final int MAX_EXAMPLES = 20;

    private final LongSupplier nanoTime;
    private final long beganNanos;
    private final long slotNanos;
    private final List<TimeSlot> slots = new ArrayList<>();
    private final Map<String, Long> errors = new TreeMap<>();
    private final Map<String, Long> notes = new TreeMap<>();
    private final List<String> faults = new ArrayList<>();
    private long faultCount;
    private long ordered;
    private long accepted;
    private long succeeded;
    private long failed;
    private long refused;

    /** @param plan tells how long the slots are: so many are enough, and each should have some orders */
    LoadStatistics(Plan plan, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.beganNanos = nanoTime.getAsLong();
        this.slotNanos = Math.max(
                Duration.ofSeconds(1).toNanos(),
                Math.max(plan.duration().toNanos() / SLOTS, (long) (ORDERS_IN_SLOT / plan.rate() * 1e9)));
    }

    /**
     * The figures of a moment.
     *
     * @param ordered orders that were due
     * @param refused orders that got another answer than a 201, for good
     */
    record Counts(long ordered, long accepted, long refused, long succeeded, long failed, long errors, long faults) {
        /** Orders that have no answer yet, or were told to come back. */
        long waiting() {
            return ordered - accepted - refused;
        }

        /** Jobs that were accepted and have not ended. */
        long unfinished() {
            return accepted - succeeded - failed;
        }
    }

    synchronized Counts counts() {
        long all = errors.values().stream().mapToLong(Long::longValue).sum();
        return new Counts(ordered, accepted, refused, succeeded, failed, all, faultCount);
    }

    synchronized void ordered() {
        ordered++;
        slot().sent();
    }

    synchronized void accepted() {
        accepted++;
    }

    synchronized void succeeded() {
        succeeded++;
    }

    synchronized void failed(String why) {
        failed++;
        error("job failed: " + why);
        if (why.equals("PAGE_ADDRESS_REFUSED")) {
            note("pages on loopback that the service may not read: PRESSROOM_FETCH_ALLOW_PRIVATE=on, or --page");
        }
    }

    synchronized void refused(String why) {
        refused++;
        error(why);
    }

    synchronized void measured(Measure measure, long sinceNanos) {
        slot().times(measure).add((nanoTime.getAsLong() - sinceNanos) / 1e6);
    }

    /** Something that a user did not wish for. Few kinds are expected: those beyond the most are counted as one. */
    synchronized void error(String kind) {
        slot().error();
        count(errors, kind);
    }

    /** Something worth telling that is no error. */
    synchronized void note(String kind) {
        count(notes, kind);
    }

    /** A promise of the service that was broken. */
    synchronized void fault(String says) {
        faultCount++;
        if (faults.size() < MAX_EXAMPLES) {
            faults.add(says);
        }
    }

    private static void count(Map<String, Long> counts, String kind) {
        String known = counts.containsKey(kind) || counts.size() < MAX_KINDS ? kind : "of other kinds";
        counts.merge(known, 1L, Long::sum);
    }

    private TimeSlot slot() {
        int index = (int) Math.min(SLOTS * 10L, (nanoTime.getAsLong() - beganNanos) / slotNanos);
        while (slots.size() <= index) {
            slots.add(new TimeSlot());
        }
        return slots.get(index);
    }

    Duration elapsed() {
        return Duration.ofNanos(nanoTime.getAsLong() - beganNanos);
    }

    Duration slotLength() {
        return Duration.ofNanos(slotNanos);
    }

    /** To be read when all has ended. */
    synchronized List<TimeSlot> slots() {
        return List.copyOf(slots);
    }

    synchronized Histogram times(Measure measure) {
        Histogram all = new Histogram();
        slots.forEach(slot -> all.add(slot.times(measure)));
        return all;
    }

    synchronized Map<String, Long> errors() {
        return new TreeMap<>(errors);
    }

    synchronized Map<String, Long> notes() {
        return new TreeMap<>(notes);
    }

    synchronized List<String> faults() {
        return List.copyOf(faults);
    }
}
