package dev.pressroom.http.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One answer for all who ask within a while. */
class SharedResultTest {
    private static final Duration FRESH = Duration.ofSeconds(1);

    private final Vertx vertx = Vertx.vertx();
    private final AtomicLong nanos = new AtomicLong();
    private final List<Promise<String>> calls = new ArrayList<>();
    private final SharedResult<String> shared = new SharedResult<>(this::call, FRESH, nanos::get);

    @AfterEach
    void stop() {
        vertx.close().await();
    }

    private Future<String> call() {
        Promise<String> call = Promise.promise();
        calls.add(call);
        return call.future();
    }

    @Test
    void oneCallIsUnderWayHoweverManyAskAndHoweverLongItTakes() {
        Future<String> first = asked();
        nanos.addAndGet(FRESH.toNanos() * 10);
        Future<String> second = asked();
        calls.get(0).complete("up");

        assertThat(List.of(first.await(), second.await())).containsOnly("up");
        assertThat(calls).hasSize(1);
    }

    @Test
    void aResultServesForAWhile() {
        Future<String> first = asked();
        calls.get(0).complete("up");
        first.await();
        nanos.addAndGet(FRESH.toNanos() - 1);

        assertThat(asked().await()).isEqualTo("up");
        assertThat(calls).hasSize(1);
    }

    @Test
    void anOldResultDoesNot() {
        asked();
        calls.get(0).complete("up");
        nanos.addAndGet(FRESH.toNanos());
        asked();

        assertThat(calls).hasSize(2);
    }

    @Test
    void afterAFailureTheNextOneCallsAgain() {
        asked();
        calls.get(0).fail("away");
        asked();

        assertThat(calls).hasSize(2);
    }

    private Future<String> asked() {
        Promise<Future<String>> asked = Promise.promise();
        vertx.runOnContext(here -> asked.complete(shared.get()));
        return asked.future().await();
    }
}
