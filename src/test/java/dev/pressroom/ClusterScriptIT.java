package dev.pressroom;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.base.FreePort;
import dev.pressroom.support.Api;
import dev.pressroom.support.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code scripts/cluster}, started as users do. */
@Timeout(600)
class ClusterScriptIT {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @TempDir
    private Path folder;

    private Process script;

    @AfterEach
    void stop() throws InterruptedException {
        script.destroy();
        script.waitFor(2, TimeUnit.MINUTES);
    }

    @Test
    void itStartsNodesThatKnowEachOtherTellsOfADeathAndStopsTheRest() throws Exception {
        Path out = folder.resolve("out");
        start(
                out,
                "2",
                "--port",
                Integer.toString(freePort()),
                "--data",
                folder.resolve("data").toString());
        Await.until(PATIENCE, () -> told(out, "A token to try: .+") == 1 || !script.isAlive());
        List<String> urls = Pattern.compile("^Ready: (http://localhost:\\d+)$", Pattern.MULTILINE)
                .matcher(Files.readString(out))
                .results()
                .map(found -> found.group(1))
                .toList();
        assertThat(urls).hasSize(2);
        Api second = new Api(urls.get(1), "");
        Await.until(PATIENCE, () -> second.get("/health").body().split("\"reachable\":true", -1).length == 3);

        script.descendants()
                .filter(process -> process.info().commandLine().orElse("").endsWith(" serve"))
                .findFirst()
                .orElseThrow()
                .destroyForcibly();
        Await.until(PATIENCE, () -> told(out, "node-[12] has ended \\(exit code 137\\).*") == 1);
        assertThat(Files.readString(out)).doesNotContain("Killed");
        List<ProcessHandle> all = script.descendants().toList();
        script.destroy();

        assertThat(script.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(script.exitValue()).isEqualTo(143);
        assertThat(all).noneMatch(ProcessHandle::isAlive);
    }

    /** Uses the jar that was just built: a build of its own would replace the jar that other tests use. */
    private void start(Path out, String... arguments) throws IOException {
        Path ours = Path.of("target", "run", "pressroom.jar");
        Files.createDirectories(ours.getParent());
        Files.copy(Path.of("target", "pressroom.jar"), ours.resolveSibling("tested.jar"), REPLACE_EXISTING);
        Files.move(ours.resolveSibling("tested.jar"), ours, REPLACE_EXISTING);
        ProcessBuilder builder =
                new ProcessBuilder("scripts/cluster").redirectErrorStream(true).redirectOutput(out.toFile());
        builder.command().addAll(List.of(arguments));
        builder.environment().put("JAVA_OPTS", "-Xmx256m -XX:TieredStopAtLevel=1");
        script = builder.start();
    }

    private static long told(Path out, String line) throws IOException {
        return Pattern.compile("^" + line + "$", Pattern.MULTILINE)
                .matcher(Files.readString(out))
                .results()
                .map(MatchResult::group)
                .count();
    }

    /** A free port whose successor is free too, for the second node. */
    private static int freePort() {
        int port = FreePort.at("127.0.0.1");
        return FreePort.isFree("127.0.0.1", port + 1) ? port : freePort();
    }
}
