package dev.pressroom.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.support.Service;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The load on a real node. */
class LoadIT {
    private static Service service;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() {
        service = Service.start(Map.of("PRESSROOM_FETCH_ALLOW_PRIVATE", "on"));
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"content", "website"})
    void allJobsEndAndNothingIsMissingOrTwice(String type) throws Exception {
        Path report = folder.resolve("report.html");

        int code = Load.command()
                .execute(
                        "--url=" + service.url(),
                        "--token=" + service.token(UUID.randomUUID()),
                        "--type=" + type,
                        "--rate=5",
                        "--duration=2s",
                        "--report=" + report);

        assertThat(code).isZero();
        assertThat(Files.readString(report)).contains("<b>10</b><span>done</span>", "complete, polled");
    }

    @Test
    void aSoakSeesEveryPartOfANode() throws Exception {
        Probes probes = Probes.of(
                URI.create(service.url()), ProcessHandle.current().pid(), service.databaseUrl(), service.redisUrl());

        List<String> seen = new ArrayList<>();
        for (var probe : probes.all()) {
            try (Probe opened = probe.get()) {
                opened.read().stream()
                        .filter(reading -> reading.value() > 0)
                        .forEach(reading -> seen.add(reading.gauge().name()));
            }
        }

        assertThat(seen)
                .contains(
                        "heap after a full GC",
                        "timers",
                        "threads",
                        "open files",
                        "event-bus registrations",
                        "Redis memory",
                        "Postgres connections",
                        "all tables, size");
    }
}
