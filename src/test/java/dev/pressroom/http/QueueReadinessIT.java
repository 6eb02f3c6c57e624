package dev.pressroom.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.pressroom.job.QueueMonitor;
import dev.pressroom.support.Api;
import dev.pressroom.support.Await;
import dev.pressroom.support.Servers;
import dev.pressroom.support.Service;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What nodes say of a Redis that goes away, or never lets them in. */
class QueueReadinessIT {
    private static final Duration SOON = Duration.ofSeconds(90);
    private static final String WRONG_PASSWORD = Servers.shared().redis().replaceFirst("://:[^@]*@", "://:wrong@");

    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final Logger log = (Logger) LoggerFactory.getLogger(QueueMonitor.class);

    @BeforeEach
    void listen() {
        lines.start();
        log.addAppender(lines);
    }

    @AfterEach
    void stop() {
        log.detachAppender(lines);
    }

    @Test
    void aNodeThatOnlyWorksIsNotReadyWhileItsPasswordIsRefused() {
        try (Service worker = Service.start(Map.of("REDIS_URL", WRONG_PASSWORD, "PRESSROOM_ROLES", "worker"))) {
            Api api = worker.api(UUID.randomUUID());

            Await.value(
                    SOON,
                    () -> api.get("/health/ready"),
                    ready -> ready.statusCode() == 503 && hasWrongPassword(Api.json(ready)));
        }
    }

    @Test
    void aNodeThatServesIsReadyForReadsAndItsHealthSaysWhyNothingIsCreated() {
        try (Service node = Service.start(Map.of("REDIS_URL", WRONG_PASSWORD, "PRESSROOM_ROLES", "http"))) {
            Api api = node.api(UUID.randomUUID());

            Await.until(SOON, () -> api.get("/health/ready").statusCode() == 200);
            assertThat(api.create(Api.order("Tomatoes")).statusCode()).isEqualTo(503);
            Await.value(
                    SOON,
                    () -> redis(api),
                    redis -> "down".equals(redis.getString("status")) && hasWrongPassword(redis));
        }
    }

    @Test
    void aNodeThatOnlyWorksIsReadyAgainWhenItsQueueIsBack() {
        try (Servers.Own servers = Servers.own();
                Service worker = Service.start(Map.of(
                        "DATABASE_URL",
                        servers.databaseUrl(),
                        "REDIS_URL",
                        servers.redisUrl(),
                        "PRESSROOM_ROLES",
                        "worker"))) {
            Api api = worker.api(UUID.randomUUID());
            Await.until(SOON, () -> api.get("/health/ready").statusCode() == 200);
            servers.stopRedis();
            Await.until(SOON, () -> api.get("/health/ready").statusCode() == 503);
            servers.startRedis();
            Await.until(SOON, () -> api.get("/health/ready").statusCode() == 200);
        }
    }

    @Test
    void theReasonIsLoggedOnceForAsLongAsItStays() {
        try (Service node = Service.start(Map.of("REDIS_URL", WRONG_PASSWORD))) {
            Api api = node.api(UUID.randomUUID());
            Await.until(SOON, () -> causes().stream().anyMatch(cause -> cause.contains("WRONGPASS")));
            long begin = System.nanoTime();
            Await.until(
                    SOON,
                    () -> System.nanoTime() - begin > Duration.ofSeconds(2).toNanos());

            Await.value(SOON, () -> redis(api), redis -> "down".equals(redis.getString("status")));
            // On a busy machine the reason may be another one for a while, such as a timeout.
            List<String> causes = causes();
            for (int i = 1; i < causes.size(); i++) {
                assertThat(causes.get(i)).isNotEqualTo(causes.get(i - 1));
            }
        }
    }

    /** The logged reasons, in order. */
    private List<String> causes() {
        return List.copyOf(lines.list).stream()
                .filter(line -> line.getMessage().equals("job queue (REDIS_URL) unreachable"))
                .map(line -> line.getKeyValuePairs().toString())
                .toList();
    }

    private static boolean hasWrongPassword(JsonObject health) {
        return String.valueOf(health.getString("reason")).contains("WRONGPASS");
    }

    private static JsonObject redis(Api api) {
        return Api.json(api.get("/health")).getJsonObject("parts").getJsonObject("redis");
    }
}
