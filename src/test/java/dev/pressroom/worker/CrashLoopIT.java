package dev.pressroom.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.support.Api;
import dev.pressroom.support.Await;
import dev.pressroom.support.NodeProcess;
import dev.pressroom.support.Servers;
import dev.pressroom.support.Sql;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes in JVMs of their own that crash repeatedly: by themselves, or caused by one of many jobs. */
class CrashLoopIT {
    private static final Map<String, String> SETTINGS = Map.of(
            "PRESSROOM_WORKERS", "16",
            "PRESSROOM_WORKERS_LOSS_PAUSES", "1s,2s,3s",
            "PRESSROOM_RATE_LIMIT", "off");
    private static final Duration SOON = Duration.ofSeconds(150);
    private static final String RUNNING = "select count(*) from jobs where status = 'running'";
    private static final String LIVE = "select count(*) from jobs where status in ('queued', 'running')";
    private static final UUID USER = UUID.randomUUID();

    @TempDir
    private Path folder;

    private Servers.Own servers;
    private NodeProcess first;
    private NodeProcess second;

    @BeforeEach
    void start() {
        servers = Servers.own();
        first = another();
        second = another();
    }

    @AfterEach
    void stop() {
        first.close();
        second.close();
        servers.close();
    }

    /**
     * Jobs that take longer than a node runs can only end after the crashes. None ends before the first crash; where nodes
     * start slowly, all may have ended before the last one.
     */
    @Test
    void aWorkerThatIsKilledAgainAndAgainFailsNoJob() throws IOException {
        List<UUID> jobs = created(30, Api.order("Long").put("writeMillis", 6000));
        Await.until(SOON, () -> number("select count(distinct lease_owner) from jobs where status = 'running'") == 2);
        replaceFirst();
        openGate();
        for (int kills = 1; kills < 8; kills++) {
            Await.until(SOON, () -> number(RUNNING) > 0 || number(LIVE) == 0);
            if (number(LIVE) == 0) {
                break;
            }
            replaceFirst();
        }

        Await.until(SOON, () -> number(LIVE) == 0);
        assertThat(number("select count(*) from jobs where status = 'succeeded'"))
                .isEqualTo(jobs.size());
        assertThat(number("select max(losses) from jobs"))
                .as("workers lost by a job")
                .isPositive();
    }

    @Test
    void ofManyJobsThoseThatKillTheirWorkersFailAndTheOthersSucceed() throws IOException {
        created(15, Api.order("Innocent").put("writeMillis", 1000));
        List<UUID> poisons = created(2, Api.order("Poison").put("poison", true).put("writeMillis", 300));
        created(33, Api.order("Innocent").put("writeMillis", 1000));
        openGate();

        Await.until(Duration.ofMinutes(10), () -> {
            first = first.isAlive() ? first : another();
            second = second.isAlive() ? second : another();
            return number(LIVE) == 0;
        });
        assertThat(
                        Sql.text(
                                servers.databaseUrl(),
                                "select string_agg(distinct error_code, ',') || ' ' || count(*) from jobs where status = 'failed'"))
                .isEqualTo("WORKER_LOST 2");
        poisons.forEach(poison -> assertThat(
                        Sql.text(servers.databaseUrl(), "select status from jobs where id = '" + poison + "'"))
                .isEqualTo("failed"));
    }

    private List<UUID> created(int count, JsonObject order) {
        Api api = first.api(USER);
        return new ArrayList<>(
                IntStream.range(0, count).mapToObj(i -> api.created(order)).toList());
    }

    /** Kills the node that was started first and starts another. */
    private void replaceFirst() {
        first.kill();
        NodeProcess next = another();
        first = second;
        second = next;
    }

    private void openGate() throws IOException {
        Files.createFile(folder.resolve("gate"));
    }

    private NodeProcess another() {
        return NodeProcess.start(servers, folder.resolve("gate"), SETTINGS);
    }

    private long number(String query) {
        return Sql.number(servers.databaseUrl(), query);
    }
}
