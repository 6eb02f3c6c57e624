package dev.pressroom;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.support.Api;
import dev.pressroom.support.NodeProcess;
import dev.pressroom.support.ScriptedPipeline;
import dev.pressroom.support.Servers;
import dev.pressroom.support.Service;
import dev.pressroom.support.Sse;
import io.vertx.core.Promise;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A node of this version beside one of the next, whose text messages have a member more and whose batches hold a kind of
 * signal that is not known here: its classes are made from this version's source.
 */
@Timeout(180)
class NextVersionIT {
    private static final String BEGINNING = "The first half. ";

    @TempDir
    private static Path next;

    @TempDir
    private Path folder;

    private final Servers.Own servers = Servers.own();
    private final Promise<Void> half = Promise.promise();

    @BeforeAll
    static void compileTheNextVersion() throws IOException {
        String source = Files.readString(Path.of("src/main/java/dev/pressroom/job/Signal.java"));
        source = changed(source, "int offset, String text) implements Signal {", """
                int offset, String text, String language) implements Signal {
                    public TextChunk(UUID jobId, int attempt, int edition, int offset, String text) {
                        this(jobId, attempt, edition, offset, text, "en");
                    }
                """);
        source = changed(source, "@JsonSubTypes({", """
                @JsonSubTypes({
                    @JsonSubTypes.Type(value = Signal.Sketched.class, name = "sketched"),
                """);
        source = changed(source, "/** Signals of one shard", """
                record Sketched(UUID jobId, int attempt, List<String> pictures) implements Signal {}

                /** Signals of one shard""");
        source = changed(source, "signals = signals.stream()", """
                signals = java.util.stream.Stream.concat(
                        java.util.stream.Stream.of(new Sketched(new UUID(0, 0), 1, List.of("x"))), signals.stream())""");
        Path file = next.resolve("Signal.java");
        Files.writeString(file, source);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter said = new StringWriter();
        boolean compiled = compiler.getTask(
                        said,
                        null,
                        null,
                        List.of("-d", next.toString(), "-parameters", "-proc:none"),
                        null,
                        compiler.getStandardFileManager(null, null, null).getJavaFileObjects(file))
                .call();
        assertThat(compiled).as(said.toString()).isTrue();
    }

    @AfterEach
    void stop() {
        half.tryComplete();
        servers.close();
    }

    @Test
    void textThatTheNextVersionWritesIsReadHere() {
        try (Service http = Service.start(environment("http"));
                NodeProcess worker = nextVersion("worker")) {
            assertThat(firstText(http.api(UUID.randomUUID()))).isEqualTo(BEGINNING);
            assertThat(worker.isAlive()).isTrue();
        }
    }

    @Test
    void textThatIsWrittenHereIsReadByTheNextVersion() {
        ScriptedPipeline pipeline = new ScriptedPipeline().step("write", context -> {
            context.restartText();
            context.text(BEGINNING);
            return ScriptedPipeline.here(half.future()).map(go -> ScriptedPipeline.said("write"));
        });
        try (NodeProcess http = nextVersion("http");
                Service worker = Service.start(environment("worker"), pipeline.asPipelines())) {
            assertThat(firstText(http.api(UUID.randomUUID()))).isEqualTo(BEGINNING);
            half.complete();
            assertThat(worker.port()).isPositive();
        }
    }

    private static String firstText(Api api) {
        UUID job = api.created(Api.order("Tomatoes"));
        try (Sse stream = api.stream(job)) {
            return stream.await("content-chunk").json().getString("text");
        }
    }

    private NodeProcess nextVersion(String role) {
        return NodeProcess.start(
                next + File.pathSeparator + System.getProperty("java.class.path"),
                servers,
                folder.resolve("gate"),
                Map.of("PRESSROOM_CLUSTER", "on", "PRESSROOM_ROLES", role));
    }

    private Map<String, String> environment(String role) {
        Map<String, String> environment = new HashMap<>();
        environment.put("DATABASE_URL", servers.databaseUrl());
        environment.put("REDIS_URL", servers.redisUrl());
        environment.put("PRESSROOM_CLUSTER", "on");
        environment.put("PRESSROOM_ROLES", role);
        return environment;
    }

    private static String changed(String source, String from, String to) {
        assertThat(source).contains(from);
        return source.replace(from, to.stripTrailing());
    }
}
