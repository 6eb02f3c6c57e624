package dev.pressroom;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.support.Api;
import dev.pressroom.support.Await;
import dev.pressroom.support.NodeProcess;
import dev.pressroom.support.Servers;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node in a JVM of its own whose event loop is blocked. */
class WatchdogIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final long FROZEN_MILLIS = 5000;

    @TempDir
    private Path folder;

    private final Servers.Own servers = Servers.own();
    private NodeProcess node;
    private Api api;

    @BeforeEach
    void start() {
        node = NodeProcess.start(
                servers,
                folder.resolve("gate"),
                Map.of("PRESSROOM_WATCHDOG_UNREADY_AFTER", "1s", "PRESSROOM_WATCHDOG_HALT_AFTER", "4s"));
        api = node.api(UUID.randomUUID());
    }

    @AfterEach
    void stop() {
        node.close();
        servers.close();
    }

    @Test
    void aNodeWithABlockedEventLoopIsNotReadyAndSaysWhy() {
        api.created(Api.order("Tomatoes").put("blockMillis", 3000));

        HttpResponse<String> answer =
                Await.value(SOON, () -> api.get("/health/ready"), given -> given.statusCode() == 503);

        assertThat(Api.json(answer).getString("status")).isEqualTo("blocked");
        assertThat(Api.json(answer).getString("reason")).startsWith("The event loop vert.x-eventloop-thread-");
        Await.until(SOON, () -> api.get("/health/ready").statusCode() == 200);
    }

    @Test
    void aNodeWhoseEventLoopDoesNotComeBackEnds() {
        api.created(Api.order("Tomatoes").put("blockMillis", 60_000));

        Await.until(SOON, () -> !node.isAlive());
        assertThat(node.exitStatus()).isEqualTo(70);
    }

    @Test
    void aNodeThatWasFrozenGoesOn() throws IOException, InterruptedException {
        UUID job = api.created(Api.order("Tomatoes"));

        node.freeze();
        Thread.sleep(FROZEN_MILLIS);
        node.thaw();

        Files.createFile(folder.resolve("gate"));
        assertThat(api.await(job, "succeeded", "failed").getString("status")).isEqualTo("succeeded");
        assertThat(node.isAlive()).isTrue();
    }
}
