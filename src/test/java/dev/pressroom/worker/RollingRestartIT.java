package dev.pressroom.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.base.FreePort;
import dev.pressroom.support.Api;
import dev.pressroom.support.NodeProcess;
import dev.pressroom.support.RovingClient;
import dev.pressroom.support.Servers;
import dev.pressroom.support.Sql;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Three nodes in JVMs of their own, stopped and started one after the other while clients continue. */
@Timeout(480)
class RollingRestartIT {
    private static final UUID USER = UUID.randomUUID();
    private static final int NODES = 3;
    private static final int CLIENTS = 6;

    @TempDir
    private Path folder;

    private final AtomicBoolean over = new AtomicBoolean();
    private final List<Integer> ports = new ArrayList<>();
    private List<NodeProcess> nodes;
    private Servers.Own servers;

    /** A job as its client received it. */
    private record Watched(UUID job, List<Integer> events) {}

    private record Report(List<Watched> jobs, int retries) {}

    @BeforeEach
    void start() throws IOException {
        Files.createFile(folder.resolve("gate"));
        servers = Servers.own();
        for (int i = 0; i < NODES; i++) {
            ports.add(FreePort.at("127.0.0.1"));
        }
        List<CompletableFuture<NodeProcess>> starting = ports.stream()
                .map(port -> CompletableFuture.supplyAsync(() -> node(port)))
                .toList();
        nodes = new ArrayList<>(starting.stream().map(CompletableFuture::join).toList());
    }

    @AfterEach
    void stop() {
        over.set(true);
        nodes.forEach(NodeProcess::close);
        servers.close();
    }

    private NodeProcess node(int port) {
        return NodeProcess.start(
                servers,
                folder.resolve("gate"),
                Map.of(
                        "PORT", Integer.toString(port),
                        "PRESSROOM_CLUSTER", "on",
                        "PRESSROOM_HTTP_DRAIN", "500ms",
                        "PRESSROOM_WORKERS_GRACE", "10s",
                        "PRESSROOM_LEASE_SECONDS", "60"));
    }

    @Test
    void nothingIsLostAndNoAttemptIsBurned() throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        List<Future<Report>> reports = IntStream.range(0, CLIENTS)
                .mapToObj(number -> clients.submit((Callable<Report>) () -> work(number)))
                .toList();

        for (int i = 0; i < NODES; i++) {
            nodes.get(i).terminate();
            nodes.set(i, node(ports.get(i)));
        }
        over.set(true);

        List<Watched> jobs = new ArrayList<>();
        int retries = 0;
        for (Future<Report> report : reports) {
            jobs.addAll(report.get(120, TimeUnit.SECONDS).jobs());
            retries += report.get().retries();
        }
        clients.shutdown();
        assertThat(jobs).hasSizeGreaterThan(CLIENTS);
        assertThat(retries).isPositive();
        assertThat(jobs)
                .allSatisfy(watched -> assertThat(watched.events())
                        .isEqualTo(IntStream.rangeClosed(1, watched.events().size())
                                .boxed()
                                .toList()));
        assertThat(text("select string_agg(distinct status || attempt, ' ') from jobs"))
                .isEqualTo("succeeded1");
        assertThat(text("select count(*) from jobs")).isEqualTo(Integer.toString(jobs.size()));
        assertThat(text("select count(*) from job_events")).isEqualTo(Integer.toString(events(jobs)));
    }

    private static int events(List<Watched> jobs) {
        return jobs.stream().mapToInt(watched -> watched.events().size()).sum();
    }

    private Report work(int number) {
        List<Api> apis = ports.stream()
                .map(port -> NodeProcess.api("http://localhost:" + port, USER))
                .toList();
        RovingClient client = new RovingClient(apis, number % NODES);
        List<Watched> jobs = new ArrayList<>();
        while (!over.get()) {
            UUID job = client.create(Api.order("Client " + number).put("writeMillis", 400));
            jobs.add(new Watched(job, client.follow(job)));
        }
        return new Report(jobs, client.retries());
    }

    private String text(String query) {
        return Sql.text(servers.databaseUrl(), query);
    }
}
