package dev.pressroom.bench;

import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A child process, controlled by {@link ChildCommands}. */
final class ChildProcess implements AutoCloseable {
    private final Process process;
    private final PrintWriter orders;
    private final CompletableFuture<Integer> port = new CompletableFuture<>();
    private final BlockingQueue<JsonObject> answers = new LinkedBlockingQueue<>();

    private ChildProcess(Process process) {
        this.process = process;
        this.orders = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
    }

    /**
     * Starts one and waits until it is ready.
     *
     * @param log what it says goes there
     */
    static ChildProcess start(Class<?> main, List<String> jvmOptions, Map<String, String> environment, Path log) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        try {
            Files.createDirectories(log.getParent());
            ChildProcess child = new ChildProcess(builder.start());
            Thread reader = new Thread(() -> child.listen(log), main.getSimpleName());
            reader.setDaemon(true);
            reader.start();
            child.port.get(120, TimeUnit.SECONDS);
            return child;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (Exception e) {
            throw new IllegalStateException(main.getSimpleName() + " does not start; see " + log, e);
        }
    }

    private void listen(Path log) {
        try (BufferedReader said = process.inputReader(StandardCharsets.UTF_8);
                PrintWriter kept = new PrintWriter(Files.newBufferedWriter(log))) {
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                if (line.startsWith(ChildCommands.READY)) {
                    port.complete(Integer.parseInt(line.substring(ChildCommands.READY.length())));
                } else if (line.startsWith(ChildCommands.ANSWER)) {
                    answers.add(new JsonObject(line.substring(ChildCommands.ANSWER.length())));
                } else {
                    kept.println(line);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            port.completeExceptionally(new IOException("it has ended"));
            answers.add(new JsonObject().put("failed", "it has ended"));
        }
    }

    int port() {
        return port.join();
    }

    long pid() {
        return process.pid();
    }

    /** Gives an order and waits for its answer. */
    JsonObject ask(JsonObject order) {
        orders.println(order.encode());
        try {
            JsonObject answer = answers.poll(30, TimeUnit.MINUTES);
            if (answer == null || answer.containsKey("failed")) {
                throw new IllegalStateException(order.getString("do") + ": " + answer);
            }
            return answer;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    JsonObject ask(String order) {
        return ask(new JsonObject().put("do", order));
    }

    /** Bytes of the heap that are in use after a collection. */
    long heap() {
        return ask("heap").getLong("bytes");
    }

    /** What the process has used of the processors so far. */
    Duration processorTime() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** Ends it in peace, so that it can write what it was asked to on its end. */
    @Override
    public void close() {
        orders.close();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly().onExit().join();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
        }
    }
}
