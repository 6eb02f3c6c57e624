package dev.pressroom.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.base.FreePort;
import dev.pressroom.support.Api;
import dev.pressroom.support.Await;
import dev.pressroom.support.Service;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A node whose health and metrics have a port of their own. */
class ManagementPortIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int PORT = FreePort.at("127.0.0.1");

    private static Service service;
    private static Api api;

    @BeforeAll
    static void start() {
        service = Service.start(Map.of("PRESSROOM_HTTP_MANAGEMENT_PORT", Integer.toString(PORT)));
        api = service.api(UUID.randomUUID());
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void thePortServesTheMetricsOfTheNode() throws Exception {
        assertThat(get("/metrics").body()).contains("pressroom_http_requests_total", "pressroom_queue_depth");
    }

    @Test
    void thePortServesHealth() {
        Await.until(SOON, () -> get("/health/ready").statusCode() == 200);
    }

    @Test
    void thePortDoesNotServeTheApi() throws Exception {
        assertThat(get("/api/v1/jobs").statusCode()).isEqualTo(404);
    }

    @Test
    void thePortOfTheApiHasNoMetrics() {
        assertThat(api.get("/metrics").statusCode()).isEqualTo(404);
    }

    @Test
    void thePortOfTheApiKeepsItsHealth() {
        Await.until(SOON, () -> api.get("/health/ready").statusCode() == 200);
    }

    private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + PORT + path))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }
}
