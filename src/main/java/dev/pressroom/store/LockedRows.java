package dev.pressroom.store;

import dev.pressroom.store.Batcher.Entry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The items of a {@link Batcher} whose row is locked by another transaction. The items of one row are flushed together and
 * may wait for its lock. At most two rows are flushed at the same time, so that they do not occupy all connections. Not
 * thread-safe: the batcher synchronizes its calls.
 */
final class LockedRows<I, O> {
    private static final int MAX_CONCURRENT_ROWS = 2;

    private final int maxBatch;

    /** By row, in the order in which they were found locked; a row stays while it is flushed. */
    private final Map<Object, Deque<Entry<I, O>>> rows = new LinkedHashMap<>();

    /** The rows that wait for their next flush, in order. */
    private final Deque<Object> waitingRows = new ArrayDeque<>();

    private int running;
    private int size;

    LockedRows(int maxBatch) {
        this.maxBatch = maxBatch;
    }

    /** Items of a row to be flushed now; call {@link #ended} afterwards. */
    record LockedBatch<I, O>(Object row, List<Entry<I, O>> batch) {}

    /** The number of waiting items. */
    int size() {
        return size;
    }

    /** Whether the item's row is known to be locked. */
    boolean isLocked(Entry<I, O> entry) {
        return rows.containsKey(entry.row());
    }

    /** Adds the item if its row is known to be locked. Returns whether it was added. */
    boolean addIfLocked(Entry<I, O> entry) {
        if (!isLocked(entry)) {
            return false;
        }
        add(entry);
        return true;
    }

    /** Adds an item whose row was found locked. */
    void add(Entry<I, O> entry) {
        size++;
        rows.computeIfAbsent(entry.row(), found -> {
                    waitingRows.add(found);
                    return new ArrayDeque<>();
                })
                .add(entry);
    }

    /** The next batch; empty when no row waits or {@link #MAX_CONCURRENT_ROWS} rows are being flushed. */
    Optional<LockedBatch<I, O>> next() {
        if (running == MAX_CONCURRENT_ROWS || waitingRows.isEmpty()) {
            return Optional.empty();
        }
        running++;
        Object next = waitingRows.poll();
        return Optional.of(new LockedBatch<>(next, nextBatch(rows.get(next))));
    }

    private List<Entry<I, O>> nextBatch(Deque<Entry<I, O>> waiting) {
        List<Entry<I, O>> batch = new ArrayList<>(Math.min(maxBatch, waiting.size()));
        while (batch.size() < maxBatch && !waiting.isEmpty()) {
            batch.add(waiting.poll());
        }
        size -= batch.size();
        return batch;
    }

    /** Ends the flush of a row. A row with further items waits for its next flush; another one counts as unlocked. */
    void ended(Object flushed) {
        running--;
        if (rows.get(flushed).isEmpty()) {
            rows.remove(flushed);
        } else {
            waitingRows.add(flushed);
        }
    }
}
