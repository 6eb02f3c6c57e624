package dev.pressroom.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class LoadTest {
    @TempDir
    private Path folder;

    private Path report;

    @BeforeEach
    void chooseReport() {
        report = folder.resolve("report.html");
    }

    private int load(PlayedService service, String... options) {
        List<String> arguments = new ArrayList<>(List.of(
                "--url=" + service.url(), "--token=any", "--duration=1s", "--settle=10s", "--report=" + report));
        arguments.addAll(List.of(options));
        return Load.command().execute(arguments.toArray(String[]::new));
    }

    @Test
    void ordersAtItsRateAndIsContentWithAServiceThatKeepsItsPromises() throws IOException {
        try (PlayedService service = new PlayedService(1, 2, 3)) {
            assertThat(load(service, "--rate=20")).isZero();

            assertThat(service.orders()).hasSize(20);
            assertThat(Files.readString(report)).contains("<b>20</b><span>done</span>");
        }
    }

    @Test
    void theReportNeedsNothingFromElsewhere() throws IOException {
        try (PlayedService service = new PlayedService(1, 2)) {
            load(service);

            String page = Files.readString(report).replace(service.url(), "");
            assertThat(page)
                    .contains("<svg", "prefers-color-scheme: dark")
                    .doesNotContain("<script", "http:", "https:", "src=", "url(", "@import");
        }
    }

    @Test
    void aGapInAStreamIsFoundAndEndsInFailure() throws IOException {
        try (PlayedService service = new PlayedService(1, 3)) {
            assertThat(load(service, "--mode=sse")).isEqualTo(1);

            assertThat(Files.readString(report)).contains("a gap: event 3 after event 1");
        }
    }

    @Test
    void aDoubleInAStreamIsFoundAndEndsInFailure() throws IOException {
        try (PlayedService service = new PlayedService(1, 1, 2)) {
            assertThat(load(service, "--mode=sse")).isEqualTo(1);

            assertThat(Files.readString(report)).contains("a double: event 1 after event 1");
        }
    }

    @Test
    void whoIsToldToComeBackDoesSoNotEarlierAndWithTheSameKey() throws IOException {
        try (PlayedService service = new PlayedService(1, 2)) {
            service.refuse(429, 503);

            assertThat(load(service, "--rate=1")).isZero();

            List<PlayedService.Ordered> orders = service.orders();
            assertThat(orders).hasSize(3);
            assertThat(orders.stream().map(PlayedService.Ordered::key).collect(Collectors.toSet()))
                    .hasSize(1);
            assertThat(Duration.ofNanos(orders.get(1).nanos() - orders.get(0).nanos()))
                    .isGreaterThanOrEqualTo(Duration.ofSeconds(1));
            assertThat(Files.readString(report)).contains("order: 429 PLAYED", "order: 503 PLAYED");
        }
    }

    @Test
    void whereNothingAnswersItSaysSo() {
        PlayedService gone = new PlayedService(1);
        gone.close();
        StringWriter said = new StringWriter();
        CommandLine command = Load.command().setErr(new PrintWriter(said, true));

        assertThat(command.execute("--url=" + gone.url(), "--token=any")).isEqualTo(1);

        assertThat(said.toString()).contains("Nothing answers at " + gone.url());
    }
}
