package dev.pressroom.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.support.Api;
import dev.pressroom.support.Await;
import dev.pressroom.support.NodeProcess;
import dev.pressroom.support.Servers;
import dev.pressroom.support.Sql;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes in JVMs of their own that are killed while they run jobs. */
class CrashIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final UUID USER = UUID.randomUUID();

    @TempDir
    private Path folder;

    private Servers.Own servers;
    private NodeProcess node;

    @BeforeEach
    void start() {
        servers = Servers.own();
        node = another();
    }

    @AfterEach
    void stop() {
        node.close();
        servers.close();
    }

    @Test
    void afterKill9TheJobsGoOnFromTheirCheckpoints() throws IOException {
        List<UUID> jobs = writingJobs(3);
        String plans = "select string_agg(s::text, ',' order by job_id) from job_steps s where step = 'plan'";
        String before = text(plans);

        node.kill();
        node = another();
        openGate();

        for (UUID job : jobs) {
            JsonObject end = awaitEnd(job);
            assertThat(end.getString("status")).isEqualTo("succeeded");
            assertThat(end.getInteger("attempt")).isEqualTo(2);
        }
        assertThat(text(plans)).isEqualTo(before);
        assertThat(number("select count(*) from job_steps where step = 'plan' and attempt = 1"))
                .isEqualTo(3);
        assertThat(number("select count(*) from job_steps where step = 'write' and attempt = 2"))
                .isEqualTo(3);
    }

    @Test
    void afterKill9EventsHaveNoGapAndPostAndSpendAreThereOnce() throws IOException {
        UUID job = writingJobs(1).get(0);

        node.kill();
        node = another();
        openGate();
        awaitEnd(job);

        assertThat(text("select string_agg(seq || name, ' ' order by seq) from job_events"))
                .isEqualTo("1step-change 2plan-result 3step-change 4write-result 5check-result 6complete");
        assertThat(node.api(USER).stream(job).awaitEnd().ids()).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(number("select count(*) from posts")).isEqualTo(1);
        assertThat(text("select string_agg(kind, ' ' order by kind) from credit_entries"))
                .isEqualTo("hold spend");
    }

    @Test
    void aJobWhose201WasSentOutlivesAKillRightAfterIt() throws IOException {
        Api api = node.api(USER);
        UUID job = api.created(Api.order("Just in time"));
        node.kill();

        node = another();
        openGate();

        assertThat(awaitEnd(job).getString("status")).isEqualTo("succeeded");
    }

    @Test
    void aJobThatBringsDownItsWorkersFailsAndAnotherSucceeds() throws IOException {
        openGate();
        UUID poison = node.api(USER).created(Api.order("Poison").put("poison", true));
        int starts = 1;
        while (!"failed".equals(text("select status from jobs where id = '" + poison + "'"))) {
            assertThat(starts).isLessThan(6);
            Await.until(
                    SOON,
                    () -> !node.isAlive() || text("select status from jobs").equals("failed"));
            if (!node.isAlive()) {
                node = another();
                starts++;
            }
        }

        JsonObject end = node.api(USER).status(poison);
        assertThat(end.getString("errorCode")).isEqualTo("WORKER_LOST");
        assertThat(end.getInteger("attempt")).isEqualTo(3);
        assertThat(starts).isEqualTo(4);
        UUID healthy = node.api(USER).created(Api.order("Healthy"));
        assertThat(awaitEnd(healthy).getString("status")).isEqualTo("succeeded");
    }

    @Test
    void aNodeThatIsToldToStopHandsItsJobsOverWithoutCostingAnAttempt() throws IOException {
        List<UUID> jobs = writingJobs(3);

        node.terminate();
        assertThat(number("select count(*) from jobs where status = 'queued' and attempt = 1"))
                .isEqualTo(3);
        node = another();
        openGate();

        for (UUID job : jobs) {
            JsonObject end = awaitEnd(job);
            assertThat(end.getString("status")).isEqualTo("succeeded");
            assertThat(end.getInteger("attempt")).isEqualTo(1);
        }
        assertThat(number("select count(*) from posts")).isEqualTo(3);
    }

    private NodeProcess another() {
        return NodeProcess.start(servers, folder.resolve("gate"), Map.of("PRESSROOM_WORKERS_LOSS_PAUSES", "1s"));
    }

    private void openGate() throws IOException {
        Files.createFile(folder.resolve("gate"));
    }

    /** Jobs that have completed their plan step and run the next one. */
    private List<UUID> writingJobs(int count) {
        Api api = node.api(USER);
        List<UUID> jobs = Stream.generate(() -> api.created(Api.order("Tomatoes")))
                .limit(count)
                .toList();
        jobs.forEach(job -> api.awaitStatus(job, s -> "Doing write".equals(s.getString("currentStep"))));
        return jobs;
    }

    private JsonObject awaitEnd(UUID job) {
        HttpResponse<String> there = node.api(USER).get("/api/v1/jobs/" + job + "/status");
        assertThat(there.statusCode()).isEqualTo(200);
        return node.api(USER).await(job, "succeeded", "failed");
    }

    private String text(String query) {
        return Sql.text(servers.databaseUrl(), query);
    }

    private long number(String query) {
        return Sql.number(servers.databaseUrl(), query);
    }
}
