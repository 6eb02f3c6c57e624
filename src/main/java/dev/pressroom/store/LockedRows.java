package dev.pressroom.store;

import dev.pressroom.store.Batcher.Entry;
import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The items of a {@link Batcher} whose row is locked by somebody else. Those of one row are flushed together and may wait
 * for its lock; a few rows at once, so that they never take all connections.
 */
final class LockedRows<I, O> {
    private static final int ROWS_AT_ONCE = 2;

    private final Function<I, Object> row;
    private final int largest;
    private final Function<List<Entry<I, O>>, Future<Void>> flush;

    /** By row, in the order in which they were found locked; a row stays while it is flushed. */
    private final Map<Object, Deque<Entry<I, O>>> rows = new LinkedHashMap<>();

    private final Deque<Object> turns = new ArrayDeque<>();
    private int underWay;
    private int size;

    /** @param flush never fails */
    LockedRows(Function<I, Object> row, int largest, Function<List<Entry<I, O>>, Future<Void>> flush) {
        this.row = row;
        this.largest = largest;
        this.flush = flush;
    }

    /** How many items wait here. */
    int size() {
        return size;
    }

    /** Adds the item if its row is known to be locked. */
    boolean joins(Entry<I, O> entry) {
        if (!rows.containsKey(row.apply(entry.item()))) {
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
        flushNext();
    }

    private void flushNext() {
        while (underWay < ROWS_AT_ONCE && !turns.isEmpty()) {
            Object next = turns.poll();
            underWay++;
            flush.apply(taken(rows.get(next))).onComplete(done -> flushed(next));
        }
    }

    private List<Entry<I, O>> taken(Deque<Entry<I, O>> waiting) {
        List<Entry<I, O>> batch = new ArrayList<>(Math.min(largest, waiting.size()));
        while (batch.size() < largest && !waiting.isEmpty()) {
            batch.add(waiting.poll());
        }
        size -= batch.size();
        return batch;
    }

    private void flushed(Object next) {
        underWay--;
        if (rows.get(next).isEmpty()) {
            rows.remove(next);
        } else {
            turns.add(next);
        }
        flushNext();
    }
}
