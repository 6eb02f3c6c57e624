package dev.pressroom.store;

import dev.pressroom.base.CallerContext;
import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Group commit: items that are added during a flush are flushed together by the next one. There is no timer: an item that is
 * added while no flush runs is flushed at once. Thread-safe: all event loops of a node share one batcher, since a statement
 * costs less per item the more items it has. Each item completes on the Vert.x context on which it was added; an exception
 * in the callback of one item does not affect the others.
 *
 * @param <I> an item
 * @param <O> the result of an item
 */
public final class Batcher<I, O> {
    private static final Logger LOG = LoggerFactory.getLogger(Batcher.class);

    /** Far longer than a flush takes, and far shorter than the time limit of a statement. */
    private static final long SLOW_NANOS = 500_000_000;

    private final Flush<I, O> flush;
    private final Comparator<Entry<I, O>> order;
    private final Function<I, ?> row;
    private final int maxBatch;
    private final int maxWaiting;
    private final int maxConcurrent;
    private final LongSupplier nanoTime;

    // Read and written by synchronized methods only; no flush and no callback runs within one of them.
    private final Deque<Entry<I, O>> waiting = new ArrayDeque<>();
    private final Optional<LockedRows<I, O>> locked;
    private int running;
    private long lastBegan;

    /**
     * Executes a batch.
     *
     * @param <I> an item
     * @param <O> the result of an item
     */
    @FunctionalInterface
    public interface Flush<I, O> {
        /**
         * Returns one result per item, in the order of the batch. A failure must mean that nothing was changed: the items
         * are then flushed one by one, so that only the invalid ones fail.
         *
         * @param wait how long the batch may wait for row locks of other transactions
         */
        Future<List<O>> flush(List<I> items, LockWait wait);
    }

    /**
     * For a flush that takes no row locks.
     *
     * @param order in which the items of a batch are sorted
     * @param maxBatch items in a batch at most
     * @param maxWaiting items that may wait; further ones fail with {@code OVERLOADED}
     * @param maxConcurrent concurrent flushes; one more may begin when a full batch waits or the last flush began half a
     *     second ago, so that a flush that waits for a lock or a lost connection does not delay all others
     */
    public Batcher(
            Function<List<I>, Future<List<O>>> flush,
            Comparator<I> order,
            int maxBatch,
            int maxWaiting,
            int maxConcurrent) {
        this(flush, order, maxBatch, maxWaiting, maxConcurrent, System::nanoTime);
    }

    /** @param nanoTime a clock */
    Batcher(
            Function<List<I>, Future<List<O>>> flush,
            Comparator<I> order,
            int maxBatch,
            int maxWaiting,
            int maxConcurrent,
            LongSupplier nanoTime) {
        this(
                (items, wait) -> flush.apply(items),
                (a, b) -> order.compare(a.item, b.item),
                maxBatch,
                maxWaiting,
                maxConcurrent,
                item -> null,
                Optional.empty(),
                nanoTime);
    }

    private Batcher(
            Flush<I, O> flush,
            Comparator<Entry<I, O>> order,
            int maxBatch,
            int maxWaiting,
            int maxConcurrent,
            Function<I, ?> row,
            Optional<LockedRows<I, O>> locked,
            LongSupplier nanoTime) {
        this.flush = flush;
        this.order = order;
        this.maxBatch = maxBatch;
        this.maxWaiting = maxWaiting;
        this.maxConcurrent = maxConcurrent;
        this.row = row;
        this.locked = locked;
        this.nanoTime = nanoTime;
    }

    /**
     * For a flush that takes row locks. An item whose row is locked by another transaction is kept apart, with all later
     * items for that row, until the lock is free, so that the items of other rows do not wait for it.
     *
     * @param row the row that an item locks; batches are sorted by it, so that concurrent flushes lock rows in the same
     *     order
     */
    public static <I, O, R extends Comparable<? super R>> Batcher<I, O> locking(
            Flush<I, O> flush, Function<I, R> row, int maxBatch, int maxWaiting, int maxConcurrent) {
        return new Batcher<>(
                flush,
                (a, b) -> Batcher.<R>compare(a.row, b.row),
                maxBatch,
                maxWaiting,
                maxConcurrent,
                row,
                Optional.of(new LockedRows<>(maxBatch)),
                System::nanoTime);
    }

    @SuppressWarnings("unchecked") // both are results of the function "row"
    private static <R extends Comparable<? super R>> int compare(Object a, Object b) {
        return ((R) a).compareTo((R) b);
    }

    /**
     * Adds an item. Completes with its result when its flush has ended; fails with {@code OVERLOADED} when too many items
     * wait.
     */
    public Future<O> add(I item) {
        Entry<I, O> entry = new Entry<>(item, row.apply(item), Promise.promise());
        Future<O> done = CallerContext.onCurrent(entry.promise.future());
        if (!accept(entry)) {
            return Future.failedFuture(new Failure(
                    ErrorCode.OVERLOADED, "The service has more work than it can take. Try again shortly."));
        }
        startFlushes();
        return done;
    }

    /** False when too many items wait. */
    private synchronized boolean accept(Entry<I, O> entry) {
        int all = waiting.size() + locked.map(LockedRows::size).orElse(0);
        if (all >= maxWaiting) {
            return false;
        }
        if (!addToLockedRows(entry)) {
            waiting.add(entry);
        }
        return true;
    }

    /** Adds the item to those of its row if the row is known to be locked. */
    private synchronized boolean addToLockedRows(Entry<I, O> entry) {
        return locked.isPresent() && locked.get().addIfLocked(entry);
    }

    private synchronized boolean isLocked(Entry<I, O> entry) {
        return locked.isPresent() && locked.get().isLocked(entry);
    }

    private synchronized void addLocked(Entry<I, O> entry) {
        locked.orElseThrow().add(entry);
    }

    /** Starts as many flushes as the limits allow. */
    private void startFlushes() {
        for (Optional<List<Entry<I, O>>> batch = nextBatch(); batch.isPresent(); batch = nextBatch()) {
            flushBatch(batch.get(), LockWait.BRIEF).onComplete(done -> {
                batchEnded();
                startFlushes();
            });
        }
        for (Optional<LockedRows.LockedBatch<I, O>> lockedBatch = nextLockedBatch();
                lockedBatch.isPresent();
                lockedBatch = nextLockedBatch()) {
            Object row = lockedBatch.get().row();
            flushBatch(lockedBatch.get().batch(), LockWait.LONG).onComplete(done -> {
                lockedBatchEnded(row);
                startFlushes();
            });
        }
    }

    private synchronized Optional<List<Entry<I, O>>> nextBatch() {
        if (waiting.isEmpty() || running > maxConcurrent || running == maxConcurrent && !mayExceed()) {
            return Optional.empty();
        }
        running++;
        lastBegan = nanoTime.getAsLong();
        List<Entry<I, O>> batch = new ArrayList<>(Math.min(maxBatch, waiting.size()));
        while (batch.size() < maxBatch && !waiting.isEmpty()) {
            batch.add(waiting.poll());
        }
        return Optional.of(batch);
    }

    private synchronized boolean mayExceed() {
        return waiting.size() >= maxBatch || nanoTime.getAsLong() - lastBegan >= SLOW_NANOS;
    }

    private synchronized void batchEnded() {
        running--;
    }

    private synchronized Optional<LockedRows.LockedBatch<I, O>> nextLockedBatch() {
        return locked.flatMap(LockedRows::next);
    }

    private synchronized void lockedBatchEnded(Object row) {
        locked.orElseThrow().ended(row);
    }

    /** Never fails. */
    private Future<Void> flushBatch(List<Entry<I, O>> batch, LockWait wait) {
        batch.sort(order);
        return call(batch.stream().map(Entry::item).toList(), wait).transform(answer -> {
            if (answer.failed()) {
                return failed(batch, wait, answer.cause());
            }
            complete(batch, answer.result());
            return Future.succeededFuture();
        });
    }

    private void complete(List<Entry<I, O>> batch, List<O> results) {
        for (int i = 0; i < batch.size(); i++) {
            if (i < results.size()) {
                batch.get(i).succeed(results.get(i));
            } else {
                batch.get(i).fail(new IllegalStateException("the flush returned no result for this item"));
            }
        }
    }

    private Future<Void> failed(List<Entry<I, O>> batch, LockWait wait, Throwable cause) {
        boolean anyLocked = Database.isLockedRow(cause);
        if (anyLocked && wait == LockWait.BRIEF && batch.size() == 1 && locked.isPresent()) {
            addLocked(batch.get(0));
            startFlushes();
            return Future.succeededFuture();
        }
        boolean allLockTheRow = anyLocked && wait == LockWait.LONG;
        if (batch.size() == 1 || allLockTheRow || !anyLocked && Database.isOutage(cause)) {
            batch.forEach(entry -> entry.fail(cause));
            return Future.succeededFuture();
        }
        return flushEach(batch, 0, wait);
    }

    private Future<Void> flushEach(List<Entry<I, O>> batch, int index, LockWait wait) {
        if (index == batch.size()) {
            return Future.succeededFuture();
        }
        Entry<I, O> entry = batch.get(index);
        Future<Void> flushedEntry = wait == LockWait.BRIEF && addToLockedRows(entry)
                ? Future.succeededFuture()
                : flushBatch(new ArrayList<>(List.of(entry)), wait);
        return flushedEntry.compose(done -> wait == LockWait.BRIEF && isLocked(entry)
                ? flushRest(batch.subList(index + 1, batch.size()))
                : flushEach(batch, index + 1, wait));
    }

    /** Flushes the remaining items as one batch: the locked row that made the batch fail has been found. */
    private Future<Void> flushRest(List<Entry<I, O>> rest) {
        List<Entry<I, O>> others = new ArrayList<>(rest);
        others.removeIf(this::addToLockedRows);
        return others.isEmpty() ? Future.succeededFuture() : flushBatch(others, LockWait.BRIEF);
    }

    private Future<List<O>> call(List<I> items, LockWait wait) {
        try {
            return flush.flush(items, wait);
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }

    /** An item with the row that it locks, null for a flush without locks, and the promise of its result. */
    record Entry<I, O>(I item, Object row, Promise<O> promise) {
        void succeed(O result) {
            isolated(() -> promise.complete(result));
        }

        void fail(Throwable cause) {
            isolated(() -> promise.fail(cause));
        }

        /** Without a Vert.x context an exception of the callback would be thrown here. */
        private static void isolated(Runnable completion) {
            try {
                completion.run();
            } catch (RuntimeException e) {
                LOG.atError().setCause(e).log("a callback has thrown an exception");
            }
        }
    }
}
