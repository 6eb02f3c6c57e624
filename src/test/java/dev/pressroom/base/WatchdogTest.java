package dev.pressroom.base;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.support.Await;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WatchdogTest {
    private static final Duration SOON = Duration.ofSeconds(15);

    private final Vertx vertx = Vertx.vertx();
    private final Watchdog watchdog = Watchdog.start(vertx, Duration.ofSeconds(1), Optional.empty());
    private final CountDownLatch gate = new CountDownLatch(1);

    @AfterEach
    void stop() {
        gate.countDown();
        watchdog.close();
        vertx.close().await();
    }

    @Test
    void aBlockedEventLoopIsNamedUntilItRunsAgain() {
        Await.until(SOON, () -> watchdog.ticks() > 1);
        vertx.runOnContext(start -> block());

        Await.until(SOON, () -> watchdog.blocked().orElse("").startsWith("The event loop vert.x-eventloop-thread-"));
        gate.countDown();
        Await.until(SOON, () -> watchdog.blocked().isEmpty());
    }

    @Test
    void aBlockedWorkerThreadIsNamedUntilItRunsAgain() {
        vertx.executeBlocking(this::block);

        Await.until(SOON, () -> watchdog.blocked().orElse("").startsWith("The worker thread vert.x-worker-thread-"));
        gate.countDown();
        Await.until(SOON, () -> watchdog.blocked().isEmpty());
    }

    @Test
    void threadsWithShortTasksAreNotBlocked() {
        vertx.setPeriodic(1, tick -> vertx.executeBlocking(() -> true));

        Await.until(SOON, () -> watchdog.ticks() > 4);
        assertThat(watchdog.blocked()).isEmpty();
    }

    private Void block() {
        try {
            gate.await();
            return null;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
