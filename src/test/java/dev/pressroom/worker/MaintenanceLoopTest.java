package dev.pressroom.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.job.LockStore;
import dev.pressroom.support.Await;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MaintenanceLoopTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration PERIOD = Duration.ofMillis(20);
    private static final Duration NEVER = Duration.ofDays(1);

    private final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();
    private final List<String> acquired = new CopyOnWriteArrayList<>();
    private final List<Duration> lockTimes = new CopyOnWriteArrayList<>();
    private final List<String> released = new CopyOnWriteArrayList<>();
    private final AtomicInteger rounds = new AtomicInteger();
    private final AtomicInteger waited = new AtomicInteger();
    private volatile boolean lockIsFree = true;
    private volatile Duration freeAfter = Duration.ZERO;
    private final LockStore store = new LockStore() {
        @Override
        public Future<List<Answer>> acquire(UUID holder, List<Request> requests) {
            requests.forEach(request -> {
                acquired.add(request.name());
                lockTimes.add(request.time());
            });
            Answer answer = lockIsFree ? Answer.ACQUIRED : new Answer(false, freeAfter);
            return Future.succeededFuture(Collections.nCopies(requests.size(), answer));
        }

        @Override
        public Future<Void> release(UUID holder, String name) {
            released.add(name);
            return Future.succeededFuture();
        }
    };
    private final MaintenanceLocks locks =
            new MaintenanceLocks(vertx, store, UUID.randomUUID(), System::nanoTime, RandomGenerator.getDefault());

    private final MaintenanceLoop.DatabaseListener listener = new MaintenanceLoop.DatabaseListener() {
        @Override
        public void waiting() {
            waited.incrementAndGet();
        }
    };

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void aRoundStartsInEachPeriod() {
        started(PERIOD, NEVER, this::done);

        Await.until(PATIENCE, () -> rounds.get() >= 3);
    }

    @Test
    void aRoundThatAsksForTheNextIsFollowedByItBeforeThePeriodIsOver() {
        started(NEVER, NEVER, () -> Future.succeededFuture(rounds.incrementAndGet() < 3));

        Await.until(PATIENCE, () -> rounds.get() == 3);
    }

    @Test
    void eachRoundAcquiresTheLoopsLockForThreePeriods() {
        started(PERIOD, NEVER, this::done);

        Await.until(PATIENCE, () -> acquired.size() >= 2);
        assertThat(acquired).containsOnly("test");
        assertThat(lockTimes).containsOnly(PERIOD.multipliedBy(3));
    }

    @Test
    void nothingIsDoneWhileAnotherNodeHoldsTheLock() {
        lockIsFree = false;
        started(PERIOD, NEVER, this::done);

        Await.until(PATIENCE, () -> acquired.size() >= 3);
        assertThat(rounds).hasValue(0);
    }

    @Test
    void noStatementIsSentUntilTheTimeOfTheHolderEnds() {
        lockIsFree = false;
        freeAfter = NEVER;
        started(PERIOD, NEVER, this::done);

        Await.until(PATIENCE, () -> waited.get() >= 3);
        assertThat(acquired).hasSize(1);
    }

    @Test
    void aRoundStartsSoonAfterTheHolderHasReleasedItsLocks() {
        lockIsFree = false;
        freeAfter = NEVER;
        started(PERIOD, NEVER, this::done);
        Await.until(PATIENCE, () -> waited.get() >= 1);

        lockIsFree = true;
        context.runOnContext(released -> locks.retrySoon());

        Await.until(PATIENCE, () -> rounds.get() >= 1);
    }

    @Test
    void aRoundThatHangsFailsAtItsLimitAndTheNextOneStarts() {
        started(PERIOD, Duration.ofMillis(50), this::hang);

        Await.until(PATIENCE, () -> rounds.get() >= 3);
    }

    @Test
    void aLoopThatHangsKeepsNoOtherWaiting() {
        AtomicInteger hanging = new AtomicInteger();
        started(PERIOD, NEVER, () -> {
            hanging.incrementAndGet();
            return Promise.<Boolean>promise().future();
        });
        Await.until(PATIENCE, () -> hanging.get() == 1);

        started(PERIOD, NEVER, this::done);

        Await.until(PATIENCE, () -> rounds.get() >= 3);
        assertThat(hanging).hasValue(1);
    }

    @Test
    void aLoopThatStopsReleasesItsLock() {
        MaintenanceLoop loop = started(PERIOD, NEVER, this::done);
        Await.until(PATIENCE, () -> rounds.get() >= 1);

        context.runOnContext(go -> loop.stop());

        Await.until(PATIENCE, () -> released.contains("test"));
    }

    private Future<Boolean> done() {
        rounds.incrementAndGet();
        return Future.succeededFuture(false);
    }

    private Future<Boolean> hang() {
        rounds.incrementAndGet();
        return Promise.<Boolean>promise().future();
    }

    private MaintenanceLoop started(Duration period, Duration limit, Supplier<Future<Boolean>> task) {
        MaintenanceLoop loop =
                new MaintenanceLoop(vertx, locks, new MaintenanceLoop.Schedule("test", period, limit), task, listener);
        context.runOnContext(go -> loop.start());
        return loop;
    }
}
