package dev.pressroom.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.support.Await;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ThrottleTest {
    private static final long WHILE = 100;
    private final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();
    private final AtomicInteger state = new AtomicInteger();
    private final List<Integer> seen = new CopyOnWriteArrayList<>();
    private final List<Long> times = new CopyOnWriteArrayList<>();
    private final Throttle throttle = new Throttle(vertx, WHILE, () -> {
        times.add(System.nanoTime());
        seen.add(state.get());
    });

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void theFirstCallRunsAtOnceAndManyMoreRunOnceAfterTheWhileWithTheNewestState() {
        context.runOnContext(go -> {
            for (int i = 1; i <= 50; i++) {
                state.set(i);
                throttle.call();
            }
        });

        Await.until(Duration.ofSeconds(5), () -> seen.size() == 2);
        assertThat(seen).containsExactly(1, 50);
        assertThat(Duration.ofNanos(times.get(1) - times.get(0))).isGreaterThanOrEqualTo(Duration.ofMillis(WHILE - 2));
    }

    @Test
    void aCallAfterARestRunsAtOnce() {
        context.runOnContext(go -> throttle.call());
        context.runOnContext(go -> vertx.setTimer(3 * WHILE, later -> {
            state.set(7);
            throttle.call();
            state.set(8);
        }));

        Await.until(Duration.ofSeconds(5), () -> seen.size() == 2);
        assertThat(seen).containsExactly(0, 7);
    }

    @Test
    void aCallWhileItRestsRunsAtTheEndOfTheRest() {
        context.runOnContext(go -> {
            throttle.pause(WHILE);
            throttle.call();
            state.set(9);
        });

        Await.until(Duration.ofSeconds(5), () -> seen.size() == 1);
        assertThat(seen).containsExactly(9);
    }
}
