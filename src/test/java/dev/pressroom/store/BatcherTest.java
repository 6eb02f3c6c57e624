package dev.pressroom.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import io.vertx.pgclient.PgException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatcherTest {
    private final List<List<Integer>> batches = new ArrayList<>();
    private final List<Promise<List<String>>> answers = new ArrayList<>();

    private Batcher<Integer, String> batcher(int largest, int bound, int atOnce) {
        return new Batcher<>(this::flush, Comparator.<Integer>naturalOrder(), largest, bound, atOnce);
    }

    private Future<List<String>> flush(List<Integer> items) {
        Promise<List<String>> answer = Promise.promise();
        batches.add(items);
        answers.add(answer);
        return answer.future();
    }

    private void answer(int batch) {
        answers.get(batch)
                .complete(batches.get(batch).stream().map(i -> "r" + i).toList());
    }

    @Test
    void anItemThatComesAloneDoesNotWait() {
        batcher(10, 10, 1).add(1);

        assertThat(batches).containsExactly(List.of(1));
    }

    @Test
    void itemsThatArriveDuringAFlushGoTogetherInTheNext() {
        Batcher<Integer, String> batcher = batcher(10, 10, 1);
        batcher.add(1);
        batcher.add(2);
        batcher.add(3);
        assertThat(batches).hasSize(1);

        answer(0);

        assertThat(batches).containsExactly(List.of(1), List.of(2, 3));
    }

    @Test
    void aBatchIsInOrderAndEachResultGoesToItsItem() {
        Batcher<Integer, String> batcher = batcher(10, 10, 1);
        batcher.add(0);
        Future<String> nine = batcher.add(9);
        Future<String> five = batcher.add(5);
        answer(0);
        answer(1);

        assertThat(batches.get(1)).containsExactly(5, 9);
        assertThat(five.result()).isEqualTo("r5");
        assertThat(nine.result()).isEqualTo("r9");
    }

    @Test
    void aBatchIsNoLargerThanAllowed() {
        Batcher<Integer, String> batcher = batcher(2, 10, 1);
        for (int i = 0; i < 6; i++) {
            batcher.add(i);
        }
        answer(0);

        assertThat(batches.get(1)).containsExactly(1, 2);
    }

    @Test
    void soManyFlushesAreUnderWayAtOnceAndNoMore() {
        Batcher<Integer, String> batcher = batcher(2, 10, 2);
        batcher.add(1);
        batcher.add(2);
        batcher.add(3);

        assertThat(batches).hasSize(2);
    }

    @Test
    void oneMoreFlushBeginsWhenAWholeBatchWaits() {
        Batcher<Integer, String> batcher = batcher(2, 10, 1);
        for (int item = 1; item <= 5; item++) {
            batcher.add(item);
        }

        assertThat(batches).containsExactly(List.of(1), List.of(2, 3));
    }

    @Test
    void oneMoreFlushBeginsWhenTheLastOneBeganHalfASecondAgo() {
        AtomicLong nanos = new AtomicLong(Long.MAX_VALUE);
        Batcher<Integer, String> batcher =
                new Batcher<>(this::flush, Comparator.<Integer>naturalOrder(), 10, 10, 1, nanos::get);
        batcher.add(1);
        nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(499));
        batcher.add(2);

        assertThat(batches).containsExactly(List.of(1));

        nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(1));
        batcher.add(3);
        nanos.addAndGet(TimeUnit.HOURS.toNanos(1));
        batcher.add(4);

        assertThat(batches).containsExactly(List.of(1), List.of(2, 3));
    }

    @Test
    void whatIsBeyondTheBoundIsRefused() {
        Batcher<Integer, String> batcher = batcher(10, 2, 1);
        batcher.add(1);
        batcher.add(2);
        batcher.add(3);

        Future<String> refused = batcher.add(4);

        assertThat(refused.cause())
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.code()).isEqualTo(ErrorCode.OVERLOADED));
    }

    @Test
    void theItemsOfAFailingBatchAreTriedOneByOne() {
        Promise<List<String>> first = Promise.promise();
        Batcher<Integer, String> batcher = new Batcher<>(
                items -> {
                    batches.add(items);
                    if (batches.size() == 1) {
                        return first.future();
                    }
                    return items.contains(13)
                            ? Future.failedFuture("unlucky")
                            : Future.succeededFuture(
                                    items.stream().map(i -> "r" + i).toList());
                },
                Comparator.<Integer>naturalOrder(),
                10,
                10,
                1);
        batcher.add(0);
        Future<String> good = batcher.add(12);
        Future<String> bad = batcher.add(13);
        Future<String> alsoGood = batcher.add(14);
        first.complete(List.of("r0"));

        assertThat(good.result()).isEqualTo("r12");
        assertThat(bad.cause()).hasMessage("unlucky");
        assertThat(alsoGood.result()).isEqualTo("r14");
    }

    @Test
    void inAnOutageNothingIsTriedOneByOne() {
        Batcher<Integer, String> batcher = batcher(10, 10, 1);
        batcher.add(1);
        Future<String> two = batcher.add(2);
        Future<String> three = batcher.add(3);
        answer(0);
        answers.get(1).fail(new Failure(ErrorCode.DATABASE_UNAVAILABLE, "away"));

        assertThat(two.failed()).isTrue();
        assertThat(three.failed()).isTrue();
        assertThat(batches).hasSize(2);
    }

    @Test
    void aFlushThatThrowsFailsItsItemAndTheNextOneIsMade() {
        Batcher<Integer, String> batcher = new Batcher<>(
                items -> {
                    if (items.contains(1)) {
                        throw new IllegalStateException("broken");
                    }
                    return Future.succeededFuture(List.of("fine"));
                },
                Comparator.<Integer>naturalOrder(),
                10,
                10,
                1);

        assertThat(batcher.add(1).cause()).hasMessage("broken");
        assertThat(batcher.add(2).result()).isEqualTo("fine");
    }

    @Test
    void aCallbackThatThrowsReachesNoOtherItem() {
        Batcher<Integer, String> batcher = batcher(10, 10, 1);
        batcher.add(0);
        batcher.add(1).onSuccess(result -> {
            throw new IllegalStateException("broken");
        });
        Future<String> two = batcher.add(2);
        answer(0);
        answer(1);

        assertThat(two.result()).isEqualTo("r2");
        assertThat(batches).containsExactly(List.of(0), List.of(1, 2));
        batcher.add(3);
        assertThat(batches).hasSize(3);
    }

    @Test
    void anItemWithoutAResultFailsAndIsNotFlushedAgain() {
        Batcher<Integer, String> batcher = batcher(10, 10, 1);
        Future<String> one = batcher.add(1);
        answers.get(0).complete(List.of());

        assertThat(one.failed()).isTrue();
        assertThat(batches).hasSize(1);
    }

    /** The items of each flush, and its lock wait. */
    private record Flushed(List<Integer> items, LockWait lockWait) {}

    private final List<Flushed> flushes = new ArrayList<>();

    /** Items of the same ten lock the same row; the row of 10 to 19 stays locked. */
    private Batcher<Integer, String> locking() {
        return Batcher.locking(
                (items, wait) -> {
                    flushes.add(new Flushed(items, wait));
                    Promise<List<String>> answer = Promise.promise();
                    answers.add(answer);
                    return answer.future();
                },
                item -> item / 10,
                10,
                10,
                1);
    }

    private void end(int flush) {
        List<Integer> items = flushes.get(flush).items();
        if (items.stream().anyMatch(item -> item / 10 == 1)) {
            answers.get(flush).fail(DatabaseFault.LOCKED.failure(new PgException("locked", "ERROR", "55P03", "")));
        } else {
            answers.get(flush).complete(items.stream().map(i -> "r" + i).toList());
        }
    }

    private void endAll() {
        for (int i = 0; i < flushes.size(); i++) {
            end(i);
        }
    }

    @Test
    void theItemsOfALockedRowAreFlushedTogetherAndMayWaitForTheLock() {
        Batcher<Integer, String> batcher = locking();
        batcher.add(0);
        Future<String> locked = batcher.add(11);
        Future<String> alsoLocked = batcher.add(12);
        Future<String> other = batcher.add(20);
        endAll();

        assertThat(other.result()).isEqualTo("r20");
        assertThat(locked.cause()).hasMessage(DatabaseFault.LOCKED.failure(null).getMessage());
        assertThat(alsoLocked.failed()).isTrue();
        assertThat(flushes)
                .contains(new Flushed(List.of(11, 12, 20), LockWait.BRIEF))
                .contains(new Flushed(List.of(12), LockWait.LONG))
                .doesNotContain(new Flushed(List.of(12), LockWait.BRIEF));
    }

    @Test
    void whatComesAfterALockedRowIsABatchAgain() {
        Batcher<Integer, String> batcher = locking();
        batcher.add(0);
        batcher.add(1);
        batcher.add(11);
        Future<String> twenty = batcher.add(20);
        batcher.add(12);
        Future<String> thirty = batcher.add(30);
        endAll();

        assertThat(flushes).contains(new Flushed(List.of(20, 30), LockWait.BRIEF));
        assertThat(twenty.result()).isEqualTo("r20");
        assertThat(thirty.result()).isEqualTo("r30");
    }

    @Test
    void aNewItemOfALockedRowJoinsThoseThatWaitForTheLock() {
        Batcher<Integer, String> batcher = locking();
        batcher.add(11);
        end(0);
        batcher.add(12);
        Future<String> other = batcher.add(20);

        assertThat(flushes)
                .containsExactly(
                        new Flushed(List.of(11), LockWait.BRIEF),
                        new Flushed(List.of(11), LockWait.LONG),
                        new Flushed(List.of(20), LockWait.BRIEF));
        end(2);
        assertThat(other.result()).isEqualTo("r20");
    }

    @Test
    void aRowWhoseLockIsFreeAgainGoesBackToTheBatches() {
        Batcher<Integer, String> batcher = locking();
        batcher.add(11);
        end(0);
        answers.get(1).complete(List.of("r11"));
        batcher.add(12);

        assertThat(flushes.get(2)).isEqualTo(new Flushed(List.of(12), LockWait.BRIEF));
    }

    @Test
    void itemsThatManyThreadsAddAtTheSameTimeEachGetTheirOwnResult() throws Exception {
        AtomicInteger underWay = new AtomicInteger();
        AtomicInteger mostUnderWay = new AtomicInteger();
        ExecutorService database = Executors.newFixedThreadPool(4);
        Batcher<Integer, String> shared = new Batcher<>(
                items -> {
                    Promise<List<String>> answer = Promise.promise();
                    mostUnderWay.accumulateAndGet(underWay.incrementAndGet(), Math::max);
                    database.execute(() -> {
                        underWay.decrementAndGet();
                        answer.complete(items.stream().map(i -> "r" + i).toList());
                    });
                    return answer.future();
                },
                Comparator.<Integer>naturalOrder(),
                16,
                100_000,
                1);
        Map<Integer, Future<String>> results = new ConcurrentHashMap<>();
        ExecutorService eventLoops = Executors.newFixedThreadPool(4);
        for (int loop = 0; loop < 4; loop++) {
            int first = loop * 20_000;
            eventLoops.execute(
                    () -> IntStream.range(first, first + 20_000).forEach(item -> results.put(item, shared.add(item))));
        }
        eventLoops.shutdown();
        assertThat(eventLoops.awaitTermination(20, TimeUnit.SECONDS)).isTrue();

        assertThat(results).hasSize(80_000);
        for (Map.Entry<Integer, Future<String>> result : results.entrySet()) {
            assertThat(result.getValue().await(20, TimeUnit.SECONDS)).isEqualTo("r" + result.getKey());
        }
        assertThat(mostUnderWay.get()).isLessThanOrEqualTo(2);
        database.shutdown();
    }

    @Test
    void itemsOfTwoEventLoopsGoTogetherAndCompleteEachOnItsOwn() throws Exception {
        Vertx vertx = Vertx.vertx();
        try {
            Batcher<Integer, String> shared = batcher(10, 10, 1);
            shared.add(0);
            Context first = vertx.getOrCreateContext();
            Context second = ((VertxInternal) vertx).createEventLoopContext();
            Future<Context> one = addedOn(first, shared, 1);
            Future<Context> two = addedOn(second, shared, 2);
            answer(0);
            answer(1);

            assertThat(batches).containsExactly(List.of(0), List.of(1, 2));
            assertThat(one.await(20, TimeUnit.SECONDS)).isSameAs(first);
            assertThat(two.await(20, TimeUnit.SECONDS)).isSameAs(second);
        } finally {
            vertx.close().await(20, TimeUnit.SECONDS);
        }
    }

    /** Returns when the item is added; completes with the context on which its result arrives. */
    private static Future<Context> addedOn(Context context, Batcher<Integer, String> batcher, int item)
            throws InterruptedException {
        Promise<Context> arrivedOn = Promise.promise();
        CountDownLatch added = new CountDownLatch(1);
        context.runOnContext(go -> {
            batcher.add(item).onComplete(done -> arrivedOn.complete(Vertx.currentContext()));
            added.countDown();
        });
        assertThat(added.await(20, TimeUnit.SECONDS)).isTrue();
        return arrivedOn.future();
    }
}
