package dev.pressroom.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.support.Api;
import dev.pressroom.support.Ledger;
import dev.pressroom.support.NodeProcess;
import dev.pressroom.support.Servers;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Credits of jobs whose node is killed between hold and settlement. */
class LedgerCrashIT {
    private static final UUID USER = UUID.randomUUID();

    @TempDir
    private Path folder;

    @Test
    void afterKill9EachHoldIsSettledOnce() throws IOException {
        try (Servers.Own servers = Servers.own()) {
            List<UUID> jobs;
            try (NodeProcess node = start(servers)) {
                Api api = node.api(USER);
                jobs = Stream.generate(() -> api.created(Api.order("Tomatoes")))
                        .limit(4)
                        .toList();
                jobs.forEach(job -> api.awaitStatus(job, s -> "Doing write".equals(s.getString("currentStep"))));
                assertBreakdown(api, "{\"granted\":10,\"held\":4,\"spent\":0,\"released\":0}");
                node.kill();
            }
            try (NodeProcess node = start(servers)) {
                Api api = node.api(USER);
                assertThat(api.cancel(jobs.get(0)).statusCode()).isEqualTo(200);
                Files.createFile(folder.resolve("gate"));

                jobs.forEach(job -> api.await(job, "succeeded", "failed"));

                assertBreakdown(api, "{\"granted\":10,\"held\":0,\"spent\":3,\"released\":1}");
                Ledger.assertFits(servers.databaseUrl());
            }
        }
    }

    private NodeProcess start(Servers.Own servers) {
        return NodeProcess.start(servers, folder.resolve("gate"), Map.of("STARTING_CREDITS", "10"));
    }

    private static void assertBreakdown(Api api, String expected) {
        assertThat(Api.json(api.get("/api/v1/user/credits"))
                        .getJsonObject("data")
                        .getJsonObject("breakdown"))
                .isEqualTo(new JsonObject(expected));
    }
}
