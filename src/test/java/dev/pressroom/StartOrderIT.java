package dev.pressroom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pressroom.base.FreePort;
import dev.pressroom.support.Api;
import dev.pressroom.support.ScriptedPipeline;
import dev.pressroom.support.Service;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

class StartOrderIT {
    private static final String LOCAL = "127.0.0.1";

    @Test
    void theApiAnswersBeforeTheWorkersStartAndTheNodeIsReadyAfterwards() {
        int port = FreePort.at(LOCAL);
        Queue<Integer> whileStarting = new ConcurrentLinkedQueue<>();
        Pipelines pipelines = node -> {
            whileStarting.add(status(port, "/health/live"));
            whileStarting.add(status(port, "/health/ready"));
            return new ScriptedPipeline().step("only").asPipelines().create(node);
        };

        try (Service service = Service.start(Map.of("PORT", Integer.toString(port)), pipelines)) {
            Api api = service.api(UUID.randomUUID());

            assertThat(whileStarting).containsExactly(200, 503);
            assertThat(status(port, "/health/ready")).isEqualTo(200);
            assertThat(api.get("/metrics").body()).contains("route=\"createBatch\"");
            api.await(api.created(Api.order("Tomatoes")), "succeeded");
        }
    }

    @Test
    void aStartThatFailsWhileTheApiListensDoesNotWaitForLoadBalancers() {
        int port = FreePort.at(LOCAL);
        Map<String, String> settings = Map.of("PORT", Integer.toString(port), "PRESSROOM_HTTP_DRAIN", "10m");

        assertThatThrownBy(() -> Service.start(settings, node -> {
                    throw new IllegalStateException("no pipelines");
                }))
                .hasStackTraceContaining("no pipelines");
        assertThatThrownBy(() -> status(port, "/health/live")).hasCauseInstanceOf(ConnectException.class);
    }

    private static int status(int port, String path) {
        HttpRequest get = HttpRequest.newBuilder(URI.create("http://" + LOCAL + ":" + port + path))
                .timeout(Duration.ofSeconds(10))
                .build();
        try {
            return HttpClient.newHttpClient()
                    .send(get, HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
