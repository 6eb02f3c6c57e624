package dev.pressroom.support;

import dev.pressroom.Node;
import dev.pressroom.Pipelines;
import dev.pressroom.base.Sources;
import dev.pressroom.config.SettingsLoader;
import dev.pressroom.pipeline.StepContext;
import dev.pressroom.pipeline.StepResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A node in a separate JVM, which tests can kill. Its jobs have the steps plan, write and check. The step write publishes
 * half of the text, waits until the test creates the gate file, and publishes the other half. A request with a member
 * {@code poison} halts the JVM there, {@code blockMillis} blocks its event loop, {@code writeMillis} is a minimum duration.
 */
public final class NodeProcess implements AutoCloseable {
    private static final long LOOK_MILLIS = 20;
    private static final int NEVER_READY = -1;
    private static final String USUAL_HEAP = "-Xmx256m";
    private static final Path REAL = Path.of("real-pipelines");
    private static final Logger LOG = LoggerFactory.getLogger(NodeProcess.class);

    private final Process process;
    private final int port;

    private NodeProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Runs in the child process until it is stopped or the JVM of the test ends. */
    public static void main(String[] arguments) throws Exception {
        Path gate = Path.of(arguments[0]);
        ScriptedPipeline scripted = new ScriptedPipeline()
                .step("plan")
                .step("write", context -> written(context, gate))
                .step("check");
        Future<Node> starting = Node.start(
                SettingsLoader.load(System.getenv(), Optional.empty()),
                Sources.system(),
                gate.equals(REAL) ? Pipelines.STANDARD : scripted.asPipelines());
        Node node = started(starting);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> Service.done(node.stop())));
        System.out.println("Ready: " + node.port());
        while (System.in.read() >= 0) {}
        Runtime.getRuntime().halt(1);
    }

    /** Ends the process when the node does not start: the test waits for a line or the end. */
    private static Node started(Future<Node> starting) {
        try {
            return starting.await(150, TimeUnit.SECONDS);
        } catch (Exception e) {
            LOG.atError().setCause(e).log("the node does not start");
            Runtime.getRuntime().halt(2);
            throw new AssertionError(e);
        }
    }

    private static Future<StepResult> written(StepContext context, Path gate) {
        block(context.input().getLong("blockMillis", 0L));
        Vertx vertx = Vertx.currentContext().owner();
        Promise<StepResult> done = Promise.promise();
        long earliest = System.nanoTime() + context.input().getLong("writeMillis", 0L) * 1_000_000;
        context.restartText();
        context.text("The first half. ");
        long timer = vertx.setPeriodic(LOOK_MILLIS, tick -> {
            if (Files.exists(gate) && context.input().containsKey("poison")) {
                Runtime.getRuntime().halt(9);
            }
            if (Files.exists(gate)
                    && System.nanoTime() >= earliest
                    && !done.future().isComplete()) {
                context.text("The second half.");
                done.complete(ScriptedPipeline.said("write"));
            }
        });
        return done.future().onComplete(written -> vertx.cancelTimer(timer));
    }

    private static void block(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Starts a node with the real pipelines and the demo model. */
    public static NodeProcess real(Servers.Own servers, Map<String, String> overrides) {
        return start(servers, REAL, overrides);
    }

    /** As {@link #real(Servers.Own, Map)}, with another heap, such as {@code -Xmx650m}. */
    public static NodeProcess real(Servers.Own servers, Map<String, String> overrides, String heap) {
        return start(NodeArchive.options(), servers, REAL, overrides, heap);
    }

    /**
     * Starts a node and waits until it serves or has ended.
     *
     * @param gate the jobs continue when this file exists
     * @param overrides environment variables
     */
    public static NodeProcess start(Servers.Own servers, Path gate, Map<String, String> overrides) {
        return start(NodeArchive.options(), servers, gate, overrides, USUAL_HEAP);
    }

    /** As {@link #start(Servers.Own, Path, Map)}, with another class path. */
    public static NodeProcess start(String classPath, Servers.Own servers, Path gate, Map<String, String> overrides) {
        return start(List.of("-cp", classPath), servers, gate, overrides, USUAL_HEAP);
    }

    private static NodeProcess start(
            List<String> options, Servers.Own servers, Path gate, Map<String, String> overrides, String heap) {
        Map<String, String> env = new HashMap<>(Service.environment());
        env.put("DATABASE_URL", servers.databaseUrl());
        env.put("REDIS_URL", servers.redisUrl());
        env.putAll(overrides);
        try {
            Process process = launch(options, gate, env, heap);
            BufferedReader said = process.inputReader(StandardCharsets.UTF_8);
            int port = port(said);
            Thread draining = new Thread(() -> drain(said), "node-output");
            draining.setDaemon(true);
            draining.start();
            return new NodeProcess(process, port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The process of a node with the real pipelines, which may not be ready yet. */
    static Process launch(List<String> options, String databaseUrl, String redisUrl) throws IOException {
        Map<String, String> env = new HashMap<>(Service.environment());
        env.put("DATABASE_URL", databaseUrl);
        env.put("REDIS_URL", redisUrl);
        return launch(options, REAL, env, USUAL_HEAP);
    }

    private static Process launch(List<String> options, Path gate, Map<String, String> environment, String heap)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(heap, "-XX:TieredStopAtLevel=1"));
        command.addAll(options);
        command.addAll(List.of(NodeProcess.class.getName(), gate.toString()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().putAll(environment);
        return builder.start();
    }

    /** Reads until the node is ready. @return the port; -1 when it has ended */
    static int port(BufferedReader reader) throws IOException {
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            if (line.startsWith("Ready: ")) {
                return Integer.parseInt(line.substring("Ready: ".length()));
            }
        }
        return NEVER_READY;
    }

    /** Reads the output of the node: with a full pipe it would block. */
    private static void drain(BufferedReader said) {
        try {
            said.transferTo(Writer.nullWriter());
        } catch (IOException gone) {
            LOG.atDebug().log("a node has ended");
        }
    }

    /** A client of this node for a user. */
    public Api api(UUID user) {
        return api("http://localhost:" + port, user);
    }

    /** A client for a user of a node at a URL; the node need not run. */
    public static Api api(String url, UUID user) {
        String token = Jwts.hs256(
                Service.SECRET.getBytes(StandardCharsets.UTF_8),
                new JsonObject()
                        .put("sub", user.toString())
                        .put("exp", Instant.now().getEpochSecond() + 3600));
        return new Api(url, token, user);
    }

    public int port() {
        return port;
    }

    /** {@code kill -STOP}: suspends the process. */
    public void freeze() {
        signal("STOP");
    }

    /** {@code kill -CONT} */
    public void thaw() {
        signal("CONT");
    }

    private void signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The exit status; the process must have ended. */
    public int exitStatus() {
        return process.exitValue();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** {@code kill -9} */
    public void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** {@code kill}, and waits for the end. Its standard input stays open, so it has its grace time. */
    public void terminate() {
        process.toHandle().destroy();
        process.onExit().join();
    }

    @Override
    public void close() {
        kill();
    }
}
