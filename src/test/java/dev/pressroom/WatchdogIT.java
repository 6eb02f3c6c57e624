package dev.pressroom;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.support.Api;
import dev.pressroom.support.Await;
import dev.pressroom.support.NodeProcess;
import dev.pressroom.support.Servers;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node in a JVM of its own whose event loop is blocked. */
class WatchdogIT {
    private static final Duration SOON = Duration.ofSeconds(90);
    private static final Map<String, String> HALTS_SOON = Map.of("PRESSROOM_WATCHDOG_HALT_AFTER", "4s");
    private static final long FROZEN_MILLIS = 5000;

    @TempDir
    private Path folder;

    private final Servers.Own servers = Servers.own();
    private NodeProcess node;
    private Api api;

    private void start(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("PRESSROOM_WATCHDOG_UNREADY_AFTER", "1s");
        node = NodeProcess.start(servers, folder.resolve("gate"), all);
        api = node.api(UUID.randomUUID());
    }

    @AfterEach
    void stop() {
        node.close();
        servers.close();
    }

    /** The job keeps its lease, so that it blocks the loop once. */
    @Test
    void aNodeWithABlockedEventLoopIsNotReadyAndSaysWhy() {
        start(Map.of(
                "PRESSROOM_WATCHDOG_HALT_AFTER", "60s",
                "PRESSROOM_WORKERS_BLOCKED_LOOP", "60s",
                "PRESSROOM_LEASE_SECONDS", "60"));
        api.created(Api.order("Tomatoes").put("blockMillis", 15_000));

        HttpResponse<String> answer = Await.value(
                        SOON,
                        this::probed,
                        given -> given.filter(response -> response.statusCode() == 503)
                                .isPresent())
                .orElseThrow();

        assertThat(Api.json(answer).getString("status")).isEqualTo("blocked");
        assertThat(Api.json(answer).getString("reason")).startsWith("The event loop vert.x-eventloop-thread-");
        Await.until(SOON, () -> api.get("/health/ready").statusCode() == 200);
    }

    /** Over a new connection: each event loop has some, and those of the blocked one get no answer. */
    private Optional<HttpResponse<String>> probed() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + node.port() + "/health/ready"))
                .timeout(Duration.ofSeconds(2))
                .build();
        try {
            return Optional.of(HttpClient.newHttpClient().send(request, BodyHandlers.ofString()));
        } catch (HttpTimeoutException blocked) {
            return Optional.empty();
        }
    }

    @Test
    void aNodeWhoseEventLoopDoesNotComeBackEnds() {
        start(HALTS_SOON);
        api.created(Api.order("Tomatoes").put("blockMillis", 60_000));

        Await.until(SOON, () -> !node.isAlive());
        assertThat(node.exitStatus()).isEqualTo(70);
    }

    @Test
    void aNodeThatWasFrozenGoesOn() throws IOException, InterruptedException {
        start(HALTS_SOON);
        UUID job = api.created(Api.order("Tomatoes"));

        node.freeze();
        Thread.sleep(FROZEN_MILLIS);
        node.thaw();

        Files.createFile(folder.resolve("gate"));
        assertThat(api.await(job, "succeeded", "failed").getString("status")).isEqualTo("succeeded");
        assertThat(node.isAlive()).isTrue();
    }
}
