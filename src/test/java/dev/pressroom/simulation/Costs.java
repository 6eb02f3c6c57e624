package dev.pressroom.simulation;

import dev.pressroom.job.RescueStore;
import dev.pressroom.job.Signal;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Counts the calls of all nodes by name: statements and their rows, commands to Redis, messages and their receivers. */
final class Costs {
    /** Messages that new entries are in the queue, sent on by workers without a free slot. */
    static final String FORWARDED = "forwarded";

    private final Map<String, Long> statements = new TreeMap<>();
    private final Map<String, Long> rows = new TreeMap<>();
    private final Map<String, Long> commands = new TreeMap<>();
    private final Map<String, Long> messages = new TreeMap<>();
    private final Map<String, Long> deliveries = new TreeMap<>();
    private long transientPublished;

    /** The sums of a time; {@code messages} without those that were forwarded. */
    record Sums(
            long statements,
            long rows,
            long commands,
            long messages,
            long forwarded,
            long deliveries,
            long transientPublished) {}

    /** @param result its rows are those that the statement returned, at least those that it changed */
    void statement(String name, Object result) {
        statements.merge(name, 1L, Long::sum);
        rows.merge(name, rowsOf(result), Long::sum);
    }

    void command(String name) {
        commands.merge(name, 1L, Long::sum);
    }

    /** @param receivers consumers that get the message, on all nodes */
    void message(String address, int receivers) {
        int end = address.indexOf('.');
        String kind = end < 0 ? address : address.substring(0, end);
        messages.merge(kind, 1L, Long::sum);
        deliveries.merge(kind, (long) receivers, Long::sum);
    }

    /** Counts a message that is published, if it has progress or text of a job. */
    void published(Object message) {
        boolean isTransient = message instanceof Signal.Batch batch
                && batch.signals().stream()
                        .anyMatch(signal ->
                                signal instanceof Signal.ProgressUpdated || signal instanceof Signal.TextChunk);
        transientPublished += isTransient ? 1 : 0;
    }

    private static long rowsOf(Object result) {
        if (result instanceof Collection<?> all) {
            return all.size();
        }
        if (result instanceof RescueStore.Rescued rescued) {
            return rescued.size();
        }
        if (result instanceof Integer count) {
            return count;
        }
        return result == null
                        || Boolean.FALSE.equals(result)
                        || Optional.empty().equals(result)
                ? 0
                : 1;
    }

    Sums sums() {
        long forwarded = messages.getOrDefault(FORWARDED, 0L);
        return new Sums(
                sum(statements),
                sum(rows),
                sum(commands),
                sum(messages) - forwarded,
                forwarded,
                sum(deliveries) - forwarded,
                transientPublished);
    }

    private static long sum(Map<String, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    void reset() {
        statements.clear();
        rows.clear();
        commands.clear();
        messages.clear();
        deliveries.clear();
        transientPublished = 0;
    }

    @Override
    public String toString() {
        return "statements " + statements + ", rows " + rows + ", commands " + commands + ", messages " + messages
                + ", deliveries " + deliveries;
    }
}
