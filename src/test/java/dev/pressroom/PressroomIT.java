package dev.pressroom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pressroom.support.Servers;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The program as a process of its own, started as users do. */
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PressroomIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    static Path folder;

    private Process service;
    private Path printed;
    private String url;

    @BeforeAll
    void serve() throws Exception {
        printed = folder.resolve("serve.out");
        service = start(printed, Map.of("PORT", "0"), "serve");
        await(() -> Files.readString(printed).contains("Create a job:"), service);
        Matcher ready = Pattern.compile("^Ready: (http://localhost:\\d+)$", Pattern.MULTILINE)
                .matcher(Files.readString(printed));
        assertThat(ready.find()).isTrue();
        url = ready.group(1);
    }

    @AfterAll
    void stop() throws InterruptedException {
        service.destroy();
        if (!service.waitFor(60, TimeUnit.SECONDS)) {
            service.destroyForcibly();
        }
    }

    @Test
    void theReadyLineComesFirstAndAlone() throws IOException {
        assertThat(Files.readAllLines(printed).get(0)).isEqualTo("Ready: " + url);
    }

    @Test
    void thePrintedTokenOpensTheService() throws Exception {
        Matcher token = Pattern.compile("A token to try: (\\S+)").matcher(Files.readString(printed));
        assertThat(token.find()).isTrue();
        assertThat(jobs(token.group(1))).isEqualTo(200);
    }

    @Test
    void theTokenCommandMakesTokensForTheRunningService() throws Exception {
        Path out = folder.resolve("token.out");
        assertThat(exit(start(out, Map.of(), "token"))).isZero();
        assertThat(jobs(Files.readString(out).strip())).isEqualTo(200);
    }

    @Test
    void theDemoRunsOnAServiceOfItsOwn() throws Exception {
        Path out = folder.resolve("demo.out");
        Map<String, String> apart =
                Map.of("PRESSROOM_DATA", folder.resolve("apart").toString(), "PRESSROOM_DEMO_PACE_MS", "3");
        assertThat(exit(start(out, apart, "demo", "How to brew better coffee"))).isZero();
        assertThat(Files.readString(out)).contains("## ").doesNotContain("%]", "Saved as post ");
        assertThat(Files.readString(errors(out))).contains("Writing the article", "Saved as post ");
    }

    @Test
    void aSecondServiceOnTheSameDataRefusesInOneLine() throws Exception {
        Path out = folder.resolve("second.out");
        assertThat(exit(start(out, Map.of("PORT", "0"), "serve"))).isEqualTo(1);
        assertThat(Files.readString(errors(out))).contains("already running").hasLineCount(1);
        assertThat(Files.readString(out)).isEmpty();
    }

    @Test
    void aPortThatIsTakenIsToldInOneLine() throws Exception {
        Path out = folder.resolve("port.out");
        Map<String, String> taken = Map.of(
                "PORT", url.replaceAll(".*:", ""),
                "PRESSROOM_DATA", folder.resolve("apart").toString(),
                "LOG_LEVEL", "error");
        assertThat(exit(start(out, taken, "serve"))).isEqualTo(1);
        assertThat(Files.readString(errors(out)))
                .startsWith("The port " + taken.get("PORT") + " at 127.0.0.1")
                .contains("variable PORT;")
                .hasLineCount(1);
    }

    @Test
    void itStartsInATurkishLocaleAndAtAnIpv6Address() throws Exception {
        Path out = folder.resolve("turkish.out");
        Map<String, String> turkish = Map.of(
                "PORT", "0",
                "PRESSROOM_HTTP_HOST", "[::1]",
                "PRESSROOM_DATA", folder.resolve("apart").toString(),
                "JAVA_TOOL_OPTIONS", "-Duser.language=tr -Duser.country=TR");
        Process other = start(out, turkish, "serve");
        await(() -> Files.readString(out).startsWith("Ready: http://[::1]:"), other);
        other.destroy();
        assertThat(exit(other)).isEqualTo(143);
    }

    @Test
    void sigtermEndsItWithTheSignalsExitCode() throws Exception {
        Path out = folder.resolve("other.out");
        Map<String, String> apart =
                Map.of("PORT", "0", "PRESSROOM_DATA", folder.resolve("apart").toString());
        Process other = start(out, apart, "serve");
        await(() -> Files.readString(out).startsWith("Ready: "), other);
        other.destroy();
        assertThat(exit(other)).isEqualTo(143);
        assertThat(Files.readString(errors(out))).contains("Stopped");
    }

    @Test
    void theServersCommandBringsTheServersAndTakesThemAlongWhenItGoes() throws Exception {
        Path out = folder.resolve("servers.out");
        Process servers =
                start(out, Map.of("PRESSROOM_DATA", folder.resolve("servers").toString()), "servers");
        await(() -> Files.readString(out).contains("REDIS_URL="), servers);
        Matcher urls = Pattern.compile(
                        "DATABASE_URL=(postgresql://\\S+)\nREDIS_URL=redis://:\\w+@127.0.0.1:(\\d+)\\S*\n")
                .matcher(Files.readString(out));
        assertThat(urls.matches()).isTrue();
        Servers.execute(urls.group(1), "select 1");

        servers.destroy();

        assertThat(exit(servers)).isEqualTo(143);
        int redis = Integer.parseInt(urls.group(2));
        assertThatThrownBy(() -> new Socket("127.0.0.1", redis).close()).isInstanceOf(ConnectException.class);
    }

    private int jobs(String token) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/api/v1/jobs"))
                .header("Authorization", "Bearer " + token)
                .build();
        return HttpClient.newHttpClient()
                .send(request, BodyHandlers.discarding())
                .statusCode();
    }

    private Process start(Path out, Map<String, String> env, String... args) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Pressroom.class.getName()));
        command.addAll(Arrays.asList(args));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(errors(out).toFile());
        builder.environment().keySet().removeIf(PressroomIT::isSetting);
        builder.environment().put("PRESSROOM_DATA", folder.resolve("data").toString());
        builder.environment().putAll(env);
        return builder.start();
    }

    private static boolean isSetting(String name) {
        return name.matches("PORT|(PRESSROOM|JWT|OPENAI|LOG)_.*|DATABASE_URL|REDIS_URL|STARTING_CREDITS");
    }

    private static Path errors(Path out) {
        return out.resolveSibling(out.getFileName() + ".err");
    }

    private static int exit(Process process) throws InterruptedException {
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    private interface Condition {
        boolean holds() throws IOException;
    }

    /** Waits until the condition is true; fails when the process ends before. */
    private void await(Condition condition, Process process) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.holds()) {
            assertThat(process.waitFor(50, TimeUnit.MILLISECONDS))
                    .as("the process has ended")
                    .isFalse();
            assertThat(System.nanoTime()).as("it takes too long").isLessThan(end);
        }
    }
}
