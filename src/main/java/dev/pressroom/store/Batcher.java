package dev.pressroom.store;

import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;

/**
 * Group commit: items that arrive while a flush is under way go together in the next one. There is no timer, so an
 * item that comes alone does not wait. To be used from one Vert.x context only.
 *
 * @param <I> what is flushed
 * @param <O> what each item gets back
 */
public final class Batcher<I, O> {
    private final Function<List<I>, Future<List<O>>> flush;
    private final Comparator<I> order;
    private final int largest;
    private final int bound;
    private final int atOnce;
    private final Deque<Entry<I, O>> waiting = new ArrayDeque<>();
    private int underWay;

    /**
     * @param flush handles a batch, giving a result per item in the batch's order. A batch that fails as a whole has
     *     changed nothing: its items are tried one by one, so that one bad item harms no other
     * @param order of the items in a batch, so that two batches lock rows in the same order
     * @param largest batch
     * @param bound on the items that wait; more are refused with {@code OVERLOADED}
     * @param atOnce flushes under way at once
     */
    public Batcher(Function<List<I>, Future<List<O>>> flush, Comparator<I> order, int largest, int bound, int atOnce) {
        this.flush = flush;
        this.order = order;
        this.largest = largest;
        this.bound = bound;
        this.atOnce = atOnce;
    }

    /** Adds an item; completes when the flush it went with is done. */
    public Future<O> add(I item) {
        if (waiting.size() >= bound) {
            return Future.failedFuture(new Failure(
                    ErrorCode.OVERLOADED, "The service has more work than it can take. Try again shortly."));
        }
        Promise<O> promise = Promise.promise();
        waiting.add(new Entry<>(item, promise));
        flushWaiting();
        return promise.future();
    }

    private void flushWaiting() {
        while (underWay < atOnce && !waiting.isEmpty()) {
            underWay++;
            flushed(takeBatch()).onComplete(done -> {
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

    private Future<Void> flushed(List<Entry<I, O>> batch) {
        return guarded(batch.stream().map(Entry::item).toList())
                .map(results -> {
                    for (int i = 0; i < batch.size(); i++) {
                        batch.get(i).promise.complete(results.get(i));
                    }
                    return (Void) null;
                })
                .recover(cause -> {
                    if (batch.size() == 1 || Database.isOutage(cause)) {
                        batch.forEach(entry -> entry.promise.fail(cause));
                        return Future.succeededFuture();
                    }
                    return oneByOne(batch, 0);
                });
    }

    private Future<Void> oneByOne(List<Entry<I, O>> batch, int index) {
        if (index == batch.size()) {
            return Future.succeededFuture();
        }
        return flushed(List.of(batch.get(index))).compose(done -> oneByOne(batch, index + 1));
    }

    private Future<List<O>> guarded(List<I> items) {
        try {
            return flush.apply(items);
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }

    private record Entry<I, O>(I item, Promise<O> promise) {}
}
