package dev.pressroom;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.support.Api;
import dev.pressroom.support.Await;
import dev.pressroom.support.NodeProcess;
import dev.pressroom.support.Servers;
import dev.pressroom.support.Service;
import dev.pressroom.support.Sse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A job that moves to another node while a third node streams it. */
@Timeout(300)
class MovedJobIT {
    private static final Duration SOON = Duration.ofSeconds(90);

    @TempDir
    private Path folder;

    private final Servers.Own servers = Servers.own();
    private Service http;
    private NodeProcess worker;

    @BeforeEach
    void start() {
        http = Service.start(environment());
        worker = worker();
    }

    @AfterEach
    void stop() {
        worker.close();
        http.close();
        servers.close();
    }

    @Test
    void afterTheRunningNodeWasKilledTheStreamGetsTheTextOfTheNextOne() throws IOException {
        Api api = http.api(UUID.randomUUID());
        Sse stream = api.stream(api.created(Api.order("Moving")));
        stream.await("content-chunk");

        worker.kill();
        try (NodeProcess next = worker()) {
            Await.until(SOON, () -> stream.events("content-chunk").size() == 2);
            assertThat(next.isAlive()).isTrue();
            assertThat(stream.text()).isEqualTo("The first half. ");
            Files.createFile(folder.resolve("gate"));

            assertThat(stream.awaitEnd().text()).isEqualTo("The first half. The second half.");
        }
    }

    @Test
    void afterTheRunningNodeWasStoppedTheStreamGetsTheTextOfTheNextOne() throws IOException {
        Api api = http.api(UUID.randomUUID());
        Sse stream = api.stream(api.created(Api.order("Moving")));
        stream.await("content-chunk");

        worker.terminate();
        try (NodeProcess next = worker()) {
            Await.until(SOON, () -> stream.events("content-chunk").size() == 2);
            assertThat(next.isAlive()).isTrue();
            Files.createFile(folder.resolve("gate"));

            assertThat(stream.awaitEnd().text()).isEqualTo("The first half. The second half.");
        }
    }

    private NodeProcess worker() {
        return NodeProcess.start(
                servers,
                folder.resolve("gate"),
                Map.of(
                        "PRESSROOM_CLUSTER", "on",
                        "PRESSROOM_ROLES", "worker",
                        "PRESSROOM_WORKERS_GRACE", "1s",
                        "PRESSROOM_WORKERS_LOSS_PAUSES", "1s"));
    }

    private Map<String, String> environment() {
        return Map.of(
                "DATABASE_URL",
                servers.databaseUrl(),
                "REDIS_URL",
                servers.redisUrl(),
                "PRESSROOM_CLUSTER",
                "on",
                "PRESSROOM_ROLES",
                "http");
    }
}
