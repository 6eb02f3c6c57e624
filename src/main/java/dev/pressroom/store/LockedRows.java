package dev.pressroom.store;

import dev.pressroom.store.Batcher.Entry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The items of a {@link Batcher} whose row is locked by somebody else. Those of one row are flushed together and may wait
 * for its lock; a few rows at once, so that they never take all connections. Not safe for
 * concurrent use: its batcher takes care of that.
 */
final class LockedRows<I, O> {
    private static final int ROWS_AT_ONCE = 2;

    private final Function<I, Object> row;
    private final int largest;

    /** By row, in the order in which they were found locked; a row stays while it is flushed. */
    private final Map<Object, Deque<Entry<I, O>>> rows = new LinkedHashMap<>();

    private final Deque<Object> turns = new ArrayDeque<>();
    private int underWay;
    private int size;

    LockedRows(Function<I, Object> row, int largest) {
        this.row = row;
        this.largest = largest;
    }

    /** Items of a row that may be flushed now; {@link #ended} is to be called afterwards. */
    record Turn<I, O>(Object row, List<Entry<I, O>> batch) {}

    /** How many items wait here. */
    int size() {
        return size;
    }

    /** Whether the item's row is known to be locked. */
    boolean has(Entry<I, O> entry) {
        return rows.containsKey(row.apply(entry.item()));
    }

    /** Adds the item if its row is known to be locked. */
    boolean joins(Entry<I, O> entry) {
        if (!has(entry)) {
            return false;
        }
        add(entry);
        return true;
    }

    /** Adds an item whose row was found locked. */
    void add(Entry<I, O> entry) {
        size++;
        rows.computeIfAbsent(row.apply(entry.item()), found -> {
                    turns.add(found);
                    return new ArrayDeque<>();
                })
                .add(entry);
    }

    /** The row whose turn it is; empty while as many as allowed are flushed. */
    Optional<Turn<I, O>> next() {
        if (underWay == ROWS_AT_ONCE || turns.isEmpty()) {
            return Optional.empty();
        }
        underWay++;
        Object next = turns.poll();
        return Optional.of(new Turn<>(next, taken(rows.get(next))));
    }

    private List<Entry<I, O>> taken(Deque<Entry<I, O>> waiting) {
        List<Entry<I, O>> batch = new ArrayList<>(Math.min(largest, waiting.size()));
        while (batch.size() < largest && !waiting.isEmpty()) {
            batch.add(waiting.poll());
        }
        size -= batch.size();
        return batch;
    }

    void ended(Object flushed) {
        underWay--;
        if (rows.get(flushed).isEmpty()) {
            rows.remove(flushed);
        } else {
            turns.add(flushed);
        }
    }
}
