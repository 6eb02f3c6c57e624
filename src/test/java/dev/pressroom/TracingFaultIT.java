package dev.pressroom;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.support.Api;
import dev.pressroom.support.Await;
import dev.pressroom.support.NodeProcess;
import dev.pressroom.support.OtlpReceiver;
import dev.pressroom.support.OtlpReceiver.Mode;
import dev.pressroom.support.OtlpReceiver.Received;
import dev.pressroom.support.Servers;
import dev.pressroom.support.Service;
import dev.pressroom.support.Sql;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Traces of nodes that are killed, and nodes without a receiver that works. */
class TracingFaultIT {
    private static final Duration SOON = Duration.ofSeconds(60);

    /** More than the three seconds for the export and the rest of a stop, less than several time-outs of exports. */
    private static final Duration STOP = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    private final OtlpReceiver traces = OtlpReceiver.start();

    @AfterEach
    void stop() {
        traces.close();
    }

    @Test
    void aRunAfterKill9IsLinkedToTheRequestAndToTheKilledRun() throws IOException {
        Path gate = folder.resolve("gate");
        try (Servers.Own servers = Servers.own();
                NodeProcess killed = NodeProcess.start(servers, gate, traces.environment())) {
            Api api = killed.api(UUID.randomUUID());
            UUID job = api.created(Api.order("Tomatoes"));
            Received plan =
                    traces.await(1, span -> span.name().equals("step plan")).get(0);
            String killedRun = Await.value(SOON, () -> storedRun(servers, job), text -> !text.isEmpty());
            killed.kill();
            Files.createFile(gate);

            try (NodeProcess next = NodeProcess.start(servers, gate, traces.environment())) {
                Received second = traces.run(job, 2);

                assertThat(next.isAlive()).isTrue();
                assertThat(second.links("previous_run")).containsExactly(plan.traceId() + '-' + plan.parent());
                assertThat(killedRun).contains(plan.traceId() + '-' + plan.parent());
                assertThat(second.links("request"))
                        .containsExactly(traces.await(1, span -> span.name().equals("send content_generation"))
                                .get(0)
                                .context());
            }
        }
    }

    private static String storedRun(Servers.Own servers, UUID job) {
        return Sql.text(
                servers.databaseUrl(), "select coalesce(max(run), '') from job_traces where job_id = '" + job + "'");
    }

    @ParameterizedTest
    @EnumSource(
            value = Mode.class,
            names = {"FAILS", "HANGS"})
    void aReceiverThatDoesNotWorkDelaysNeitherJobsNorTheStop(Mode mode) {
        traces.answering(mode);
        runsAndStops(traces.environment());

        assertThat(traces.requests()).isPositive();
        assertThat(traces.spans()).isEmpty();
    }

    @Test
    void aDeadReceiverDelaysNeitherJobsNorTheStop() {
        Map<String, String> environment = traces.environment();
        traces.close();

        runsAndStops(environment);
    }

    private static void runsAndStops(Map<String, String> environment) {
        Service service = Service.start(environment);
        try {
            Api api = service.api(UUID.randomUUID());
            for (int i = 0; i < 20; i++) {
                UUID job = api.created(Api.order("Tomatoes"));
                assertThat(api.await(job, "succeeded", "failed").getString("status"))
                        .isEqualTo("succeeded");
            }
        } finally {
            long begin = System.nanoTime();
            service.close();
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(STOP);
        }
    }

    @Test
    void aNodeThatStopsExportsItsLastSpans() {
        Map<String, String> env = new HashMap<>(traces.environment());
        env.put("OTEL_BSP_SCHEDULE_DELAY", "3600000");
        Service service = Service.start(env);
        UUID job;
        try {
            Api api = service.api(UUID.randomUUID());
            job = api.created(Api.order("Tomatoes"));
            api.await(job, "succeeded");
            assertThat(traces.spans()).isEmpty();
        } finally {
            service.close();
        }

        assertThat(traces.run(job, 1).get("pressroom.job.outcome")).isEqualTo("SUCCEEDED");
    }

    @Test
    void aNodeThatIsTurnedOffCreatesNoTracerAndStoresNothing() {
        Map<String, String> env = new HashMap<>(traces.environment());
        env.put("OTEL_SDK_DISABLED", "true");
        Set<Thread> before = exporters();
        try (Service service = Service.start(env)) {
            Api api = service.api(UUID.randomUUID());
            UUID job = api.created(Api.order("Tomatoes"));
            api.await(job, "succeeded");

            assertThat(before).containsAll(exporters());
            assertThat(Sql.number(service.databaseUrl(), "select count(*) from job_traces"))
                    .isZero();
        }
        assertThat(traces.requests()).isZero();
    }

    /** The threads of the SDK in this JVM; those of nodes that have stopped may still end. */
    private static Set<Thread> exporters() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("BatchSpanProcessor"))
                .collect(Collectors.toSet());
    }
}
