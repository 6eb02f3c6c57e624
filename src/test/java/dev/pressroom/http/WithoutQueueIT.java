package dev.pressroom.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.support.Api;
import dev.pressroom.support.Await;
import dev.pressroom.support.Service;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Production without a Redis: nothing is embedded, reads work, creating and retrying do not. */
class WithoutQueueIT {
    private static final Duration SOON = Duration.ofSeconds(20);

    private static Service service;
    private final Api api = service.api(UUID.randomUUID());

    @BeforeAll
    static void start() {
        service = Service.start(Map.of("PRESSROOM_ENV", "production", "PRESSROOM_CLUSTER", "off", "REDIS_URL", ""));
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void creatingAnswers503AndStoresNothing() {
        HttpResponse<String> answer = api.create(Api.order("Tomatoes"));

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(Api.json(answer).getString("errorCode")).isEqualTo("QUEUE_UNAVAILABLE");
        assertThat(answer.headers().firstValue("retry-after")).isPresent();
        assertThat(Api.json(api.get("/api/v1/jobs")).getJsonArray("jobs")).isEmpty();
    }

    @Test
    void retryingAnswers503() {
        assertThat(api.retry(UUID.randomUUID()).statusCode()).isEqualTo(503);
    }

    @Test
    void theNodeIsWellAndReady() {
        Await.until(SOON, () -> api.get("/health").statusCode() == 200);
        Await.until(SOON, () -> api.get("/health/ready").statusCode() == 200);
    }

    @Test
    void nobodyIsHandedAToken() {
        assertThat(api.get("/dev/token").statusCode()).isEqualTo(404);
    }
}
