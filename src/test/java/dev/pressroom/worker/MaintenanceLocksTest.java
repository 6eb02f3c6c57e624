package dev.pressroom.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.job.LockStore;
import dev.pressroom.support.Await;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MaintenanceLocksTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration PERIOD = Duration.ofMillis(500);
    private static final Duration TIME = Duration.ofMillis(1500);

    private final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();
    private final AtomicLong now = new AtomicLong();
    private final List<List<String>> statements = new CopyOnWriteArrayList<>();
    private final Set<String> heldByAnother = ConcurrentHashMap.newKeySet();
    private final LockStore store = new LockStore() {
        @Override
        public Future<List<Answer>> acquire(UUID holder, List<Request> requests) {
            statements.add(requests.stream().map(Request::name).toList());
            return Future.succeededFuture(requests.stream()
                    .map(request -> heldByAnother.contains(request.name()) ? new Answer(false, TIME) : Answer.ACQUIRED)
                    .toList());
        }

        @Override
        public Future<Void> release(UUID holder, String name) {
            return Future.succeededFuture();
        }
    };
    private final MaintenanceLocks locks =
            new MaintenanceLocks(vertx, store, UUID.randomUUID(), now::get, new SplittableRandom(1));

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void theRequestsOfAMomentShareOneStatement() {
        acquire("a", "b", "c");

        Await.until(PATIENCE, () -> !statements.isEmpty());
        assertThat(statements).containsExactly(List.of("a", "b", "c"));
    }

    @Test
    void aLockOfAnotherNodeIsLeftAloneUntilItsTimeEnds() {
        heldByAnother.add("a");
        acquire("a");
        Await.until(PATIENCE, () -> locks.isHeldByAnother("a"));

        now.set(TIME.toNanos() - 1);
        assertThat(locks.isHeldByAnother("a")).isTrue();
        now.set(TIME.plus(PERIOD).toNanos());
        assertThat(locks.isHeldByAnother("a")).isFalse();
    }

    @Test
    void aLockIsTriedAgainWithinASecondWhenAnotherNodeHasReleasedItsLocks() {
        heldByAnother.add("a");
        acquire("a");
        Await.until(PATIENCE, () -> locks.isHeldByAnother("a"));

        Promise<Void> released = Promise.promise();
        context.runOnContext(message -> {
            locks.retrySoon();
            released.complete();
        });
        released.future().await();

        now.set(Duration.ofSeconds(1).toNanos());
        assertThat(locks.isHeldByAnother("a")).isFalse();
    }

    private void acquire(String... names) {
        context.runOnContext(moment -> List.of(names).forEach(name -> locks.acquire(name, TIME, PERIOD)));
    }
}
