package dev.pressroom.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.support.Api;
import dev.pressroom.support.ClusterTemplate;
import dev.pressroom.support.ScriptedPipeline;
import dev.pressroom.support.Service;
import dev.pressroom.support.TestFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A backup of a service with embedded servers is a copy of its data folder, made while the service is stopped. */
@Timeout(180)
class DataFolderBackupIT {
    private final Path folder = TestFolder.fresh();
    private final Path backup = TestFolder.fresh();
    private final UUID user = UUID.randomUUID();
    private final ScriptedPipeline pipeline = new ScriptedPipeline().step("write");

    @BeforeEach
    void unpackPrograms() throws IOException {
        ClusterTemplate.copyInto(folder.resolve("postgres"));
        Files.createSymbolicLink(folder.resolve("programs"), TestFolder.programs());
    }

    @AfterEach
    void killServers() {
        TestFolder.abandon(folder);
        TestFolder.delete(backup);
    }

    /** What a test does with the API of a running service. */
    private interface Use {
        void with(Api api);
    }

    @Test
    void aCopyOfTheFolderBringsBackJobsResultsAndTheQueue() {
        UUID[] jobs = new UUID[3];
        serve("http,worker", api -> {
            jobs[0] = api.created(Api.order("Done"));
            api.await(jobs[0], "succeeded");
        });
        serve("http", api -> jobs[1] = api.created(Api.order("Queued")));
        copy(folder, backup);
        serve("http,worker", api -> {
            api.await(jobs[1], "succeeded");
            jobs[2] = api.created(Api.order("Later"));
            api.await(jobs[2], "succeeded");
        });

        TestFolder.delete(folder);
        copy(backup, folder);

        serve("http,worker", api -> {
            assertThat(api.status(jobs[0]).getString("status")).isEqualTo("succeeded");
            assertThat(api.await(jobs[1], "succeeded").getInteger("attempt")).isEqualTo(1);
            assertThat(api.get("/api/v1/jobs/" + jobs[2] + "/status").statusCode())
                    .isEqualTo(404);
        });
        assertThat(pipeline.runs(jobs[0], "write")).isEqualTo(1);
        assertThat(pipeline.runs(jobs[1], "write"))
                .as("once before the restore, once after")
                .isEqualTo(2);
    }

    private void serve(String roles, Use use) {
        try (DataFolder data = DataFolder.open(folder);
                EmbeddedServers servers = EmbeddedServers.start(data, true, true);
                Service service = Service.start(
                        Map.of(
                                "DATABASE_URL", servers.postgresUrl().orElseThrow(),
                                "REDIS_URL", servers.redisUrl().orElseThrow(),
                                "PRESSROOM_ROLES", roles),
                        pipeline.asPipelines())) {
            use.with(service.api(user));
        }
    }

    /** The command of the guide. */
    private static void copy(Path from, Path to) {
        try {
            assertThat(new ProcessBuilder("cp", "-a", from.toString(), to.toString())
                            .inheritIO()
                            .start()
                            .waitFor())
                    .isZero();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
