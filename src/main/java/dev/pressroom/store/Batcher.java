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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Group commit: items that arrive while a flush is under way go together in the next one. There is no timer, so an
 * item that comes alone does not wait. To be used from one Vert.x context only; each item completes on the context on
 * which it was added, and an exception in the callbacks of one reaches no other.
 *
 * @param <I> what is flushed
 * @param <O> what each item gets back
 */
public final class Batcher<I, O> {
    private static final Logger LOG = LoggerFactory.getLogger(Batcher.class);

    private final Flush<I, O> flush;
    private final Comparator<I> order;
    private final int largest;
    private final int bound;
    private final int atOnce;
    private final Deque<Entry<I, O>> waiting = new ArrayDeque<>();
    private final Optional<LockedRows<I, O>> locked;
    private int underWay;

    /**
     * Handles a batch.
     *
     * @param <I> what is flushed
     * @param <O> what each item gets back
     */
    @FunctionalInterface
    public interface Flush<I, O> {
        /**
         * A result per item, in the batch's order. A batch that fails as a whole has changed nothing: its items are tried
         * one by one, so that one bad item harms no other.
         *
         * @param wait how long the batch may wait for the row locks of others
         */
        Future<List<O>> flush(List<I> items, LockWait wait);
    }

    /**
     * For a flush that takes no row locks.
     *
     * @param order of the items in a batch
     * @param largest batch
     * @param bound on the items that wait; more are refused with {@code OVERLOADED}
     * @param atOnce flushes under way at once; one more may begin when a whole batch waits, since a flush that waits
     *     for a lock must not keep up all others, and smaller batches would cost more
     */
    public Batcher(Function<List<I>, Future<List<O>>> flush, Comparator<I> order, int largest, int bound, int atOnce) {
        this((items, wait) -> flush.apply(items), order, largest, bound, atOnce, Optional.empty());
    }

    private Batcher(
            Flush<I, O> flush,
            Comparator<I> order,
            int largest,
            int bound,
            int atOnce,
            Optional<Function<I, Object>> row) {
        this.flush = flush;
        this.order = order;
        this.largest = largest;
        this.bound = bound;
        this.atOnce = atOnce;
        this.locked = row.map(key -> new LockedRows<>(key, largest, this::flushLocked));
    }

    /**
     * For a flush that takes row locks. An item whose row somebody else keeps locked is taken out of the batches, with all
     * that follow for that row, until the lock is free: nobody else waits for it.
     *
     * @param row the row that an item locks; batches are in its order, so that two of them lock rows in the same order
     */
    public static <I, O, R extends Comparable<? super R>> Batcher<I, O> locking(
            Flush<I, O> flush, Function<I, R> row, int largest, int bound, int atOnce) {
        return new Batcher<>(flush, Comparator.comparing(row), largest, bound, atOnce, Optional.of(row::apply));
    }

    /** Adds an item; completes when the flush it went with is done. */
    public Future<O> add(I item) {
        int all = waiting.size() + locked.map(LockedRows::size).orElse(0);
        if (all >= bound) {
            return Future.failedFuture(new Failure(
                    ErrorCode.OVERLOADED, "The service has more work than it can take. Try again shortly."));
        }
        Entry<I, O> entry = new Entry<>(item, Promise.promise());
        Future<O> done = CallerContext.onCurrent(entry.promise.future());
        if (!waitsForLock(entry)) {
            waiting.add(entry);
            flushWaiting();
        }
        return done;
    }

    private boolean waitsForLock(Entry<I, O> entry) {
        return locked.isPresent() && locked.get().joins(entry);
    }

    private void flushWaiting() {
        while (!waiting.isEmpty() && (underWay < atOnce || underWay == atOnce && waiting.size() >= largest)) {
            underWay++;
            flushed(takeBatch(), LockWait.BRIEF).onComplete(done -> {
                underWay--;
                flushWaiting();
            });
        }
    }

    private List<Entry<I, O>> takeBatch() {
        List<Entry<I, O>> batch = new ArrayList<>(Math.min(largest, waiting.size()));
        while (batch.size() < largest && !waiting.isEmpty()) {
            batch.add(waiting.poll());
        }
        batch.sort((a, b) -> order.compare(a.item, b.item));
        return batch;
    }

    /** Never fails. */
    private Future<Void> flushed(List<Entry<I, O>> batch, LockWait wait) {
        return attempted(batch.stream().map(Entry::item).toList(), wait).transform(answer -> {
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
                batch.get(i).fail(new IllegalStateException("the flush gave no result for this item"));
            }
        }
    }

    private Future<Void> failed(List<Entry<I, O>> batch, LockWait wait, Throwable cause) {
        boolean anyLocked = Database.isLockedRow(cause);
        if (anyLocked && wait == LockWait.BRIEF && batch.size() == 1 && locked.isPresent()) {
            locked.get().add(batch.get(0));
            return Future.succeededFuture();
        }
        boolean allShareTheRow = anyLocked && wait == LockWait.LONG;
        if (batch.size() == 1 || allShareTheRow || !anyLocked && Database.isOutage(cause)) {
            batch.forEach(entry -> entry.fail(cause));
            return Future.succeededFuture();
        }
        return oneByOne(batch, 0, wait);
    }

    private Future<Void> oneByOne(List<Entry<I, O>> batch, int index, LockWait wait) {
        if (index == batch.size()) {
            return Future.succeededFuture();
        }
        Entry<I, O> entry = batch.get(index);
        Future<Void> tried = wait == LockWait.BRIEF && waitsForLock(entry)
                ? Future.succeededFuture()
                : flushed(List.of(entry), wait);
        return tried.compose(done -> oneByOne(batch, index + 1, wait));
    }

    private Future<Void> flushLocked(List<Entry<I, O>> sameRow) {
        return flushed(sameRow, LockWait.LONG);
    }

    private Future<List<O>> attempted(List<I> items, LockWait wait) {
        try {
            return flush.flush(items, wait);
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }

    record Entry<I, O>(I item, Promise<O> promise) {
        void succeed(O result) {
            isolated(() -> promise.complete(result));
        }

        void fail(Throwable cause) {
            isolated(() -> promise.fail(cause));
        }

        /** Where there is no Vert.x context, a callback's exception would come back here. */
        private static void isolated(Runnable completion) {
            try {
                completion.run();
            } catch (RuntimeException e) {
                LOG.atError().setCause(e).log("a callback has thrown an exception");
            }
        }
    }
}
