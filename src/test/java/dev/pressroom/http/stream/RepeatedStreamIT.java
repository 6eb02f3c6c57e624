package dev.pressroom.http.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.config.Settings;
import dev.pressroom.config.SettingsLoader;
import dev.pressroom.support.Api;
import dev.pressroom.support.Await;
import dev.pressroom.support.Service;
import dev.pressroom.support.Sse;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One event at a time for all streams. */
class RepeatedStreamIT {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration INTERVAL = Duration.ofMillis(100);

    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger calls = new AtomicInteger();
    private Api api;

    @BeforeEach
    void listen() throws Exception {
        Settings.Streams settings =
                SettingsLoader.load(Service.environment(), Optional.empty()).streams();
        RepeatedStream stream = new RepeatedStream(vertx, INTERVAL, settings, this::next);
        Router router = Router.router(vertx);
        router.get("/").handler(stream::open);
        HttpServer server = vertx.createHttpServer().requestHandler(router);
        server.listen(0, "localhost").await(10, TimeUnit.SECONDS);
        api = new Api("http://localhost:" + server.actualPort(), "");
    }

    @AfterEach
    void close() throws Exception {
        vertx.close().await(10, TimeUnit.SECONDS);
    }

    private Future<Buffer> next() {
        return Future.succeededFuture(RepeatedStream.frame("count", "{\"n\":" + calls.incrementAndGet() + "}"));
    }

    @Test
    void allStreamsShareTheEventsOfTheTicks() {
        try (Sse one = api.streamAt("/");
                Sse other = api.streamAt("/")) {
            Await.until(SOON, () -> one.events().size() > 10 && other.events().size() > 10);

            int asked = calls.get();
            int received = one.events().size() + other.events().size();
            assertThat(asked).isLessThan(received * 3 / 4);
            assertThat(one.events().stream().map(Sse.Event::data))
                    .anyMatch(other.events().stream().map(Sse.Event::data).toList()::contains);
        }
    }

    @Test
    void nothingIsAskedForAfterTheLastStreamHasEnded() {
        try (Sse stream = api.streamAt("/")) {
            Await.until(SOON, () -> stream.events().size() > 2);
        }
        AtomicInteger before = new AtomicInteger(-1);
        long quiet = INTERVAL.multipliedBy(5).toNanos();
        long[] since = {System.nanoTime()};
        Await.until(SOON, () -> {
            if (before.getAndSet(calls.get()) != calls.get()) {
                since[0] = System.nanoTime();
            }
            return System.nanoTime() - since[0] > quiet;
        });
        assertThat(calls.get()).isPositive();
    }
}
