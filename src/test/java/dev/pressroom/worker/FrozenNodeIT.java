package dev.pressroom.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.support.Api;
import dev.pressroom.support.Await;
import dev.pressroom.support.NodeProcess;
import dev.pressroom.support.Servers;
import dev.pressroom.support.Sse;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node that was frozen until the others counted it as lost, and then continues. */
class FrozenNodeIT {
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private Servers.Own servers;
    private NodeProcess http;
    private NodeProcess worker;

    @BeforeEach
    void start() {
        servers = Servers.own();
        http = node("http");
        worker = node("worker");
    }

    @AfterEach
    void stop() {
        worker.close();
        http.close();
        servers.close();
    }

    private NodeProcess node(String role) {
        return NodeProcess.start(
                servers,
                folder.resolve("gate"),
                new HashMap<>(Map.of("PRESSROOM_CLUSTER", "on", "PRESSROOM_ROLES", role)));
    }

    @Test
    void itIsBackOnTheBusSoonAfterItGoesOn() throws IOException {
        Api api = http.api(UUID.randomUUID());
        Await.until(SOON, () -> reachable(api) == 2);
        worker.freeze();
        Await.until(SOON, () -> members(api).size() == 1);

        worker.thaw();
        Await.until(SOON, () -> reachable(api) == 2);
        UUID job = api.created(Api.order("After the frost"));
        api.awaitStatus(job, s -> "Doing write".equals(s.getString("currentStep")));
        Sse stream = api.stream(job);
        stream.await("content-chunk");
        Files.createFile(folder.resolve("gate"));

        stream.awaitEnd();
        assertThat(stream.text()).isEqualTo("The first half. The second half.");
        assertThat(api.status(job).getInteger("attempt")).isEqualTo(1);
    }

    private static List<JsonObject> members(Api api) {
        return Api.json(api.get("/health"))
                .getJsonObject("parts")
                .getJsonObject("eventBus")
                .getJsonArray("members")
                .stream()
                .map(JsonObject.class::cast)
                .toList();
    }

    private static long reachable(Api api) {
        return members(api).stream()
                .filter(member -> member.getBoolean("reachable"))
                .count();
    }
}
