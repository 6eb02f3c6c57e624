package dev.pressroom.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.job.Lease;
import dev.pressroom.job.LeaseStore;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Over a fake store, whose answer the test gives. */
class HeartbeatTest {
    private final Vertx vertx = Vertx.vertx();
    private final Promise<Collection<Lease>> renewal = Promise.promise();
    private final Heartbeat heartbeat = new Heartbeat(
            vertx,
            (LeaseStore) Proxy.newProxyInstance(
                    LeaseStore.class.getClassLoader(),
                    new Class<?>[] {LeaseStore.class},
                    (proxy, method, values) -> renewal.future()),
            Map.of(),
            Duration.ofMinutes(10),
            () -> {});

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void itHasStoppedWhenTheRunningRenewalIsAnswered() throws Exception {
        heartbeat.start();
        Future<Void> stopped = heartbeat.stop();
        assertThat(stopped.isComplete()).isFalse();

        renewal.complete(List.of());

        stopped.await(10, TimeUnit.SECONDS);
    }

    @Test
    void itStopsAlsoWhenTheRunningRenewalFails() throws Exception {
        heartbeat.start();
        Future<Void> stopped = heartbeat.stop();

        renewal.fail("no connection");

        stopped.await(10, TimeUnit.SECONDS);
    }
}
