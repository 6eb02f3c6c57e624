package dev.pressroom.bench;

import dev.pressroom.base.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** Command line of a JVM: options, main class or jar, and environment with its port. */
record Launch(List<String> options, String main, Map<String, String> environment) {
    Launch(List<String> options, String main) {
        this(options, main, Map.of());
    }

    /** The service as an operator starts it: its jar, or its classes where there is no jar. */
    static Launch service(BenchEnvironment ground, String database) {
        return new Launch(
                ground.setup().nodeOptions(),
                ground.setup().jar().orElse("dev.pressroom.Pressroom"),
                ground.environment(database));
    }

    /**
     * The same with its classes mapped from an archive, which one that is started and stopped leaves behind; empty where
     * it is no jar, since the JVM makes none of folders.
     */
    Optional<Launch> archived(String path) {
        if (!main.endsWith(".jar")) {
            return Optional.empty();
        }
        Path archive = Path.of(main + ".bench.jsa");
        try {
            Files.deleteIfExists(archive);
            with("-XX:ArchiveClassesAtExit=" + archive).start(path).close();
            if (Files.size(archive) == 0) {
                throw new IllegalStateException("nothing was archived");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Optional.of(with("-XX:SharedArchiveFile=" + archive));
    }

    private Launch with(String option) {
        return new Launch(Stream.concat(options.stream(), Stream.of(option)).toList(), main, environment);
    }

    /** One that answers. */
    record Launched(Process process) implements AutoCloseable {
        long pid() {
            return process.pid();
        }

        @Override
        public void close() {
            process.destroy();
            process.onExit().join();
        }
    }

    /** Waits until it answers 200 to a GET of this path. */
    Launched start(String path) {
        int port = FreePort.at("127.0.0.1");
        Launched launched = new Launched(process(port));
        while (!answers(port, path)) {
            if (!launched.process.isAlive()) {
                throw new IllegalStateException("it has ended");
            }
            LockSupport.parkNanos(2_000_000);
        }
        return launched;
    }

    private Process process(int port) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        if (main.endsWith(".jar")) {
            command.addAll(List.of("-jar", main));
        } else {
            command.addAll(List.of("-cp", System.getProperty("java.class.path"), main));
        }
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().putAll(environment);
        builder.environment().put("PORT", Integer.toString(port));
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean answers(int port, String path) {
        try {
            HttpURLConnection asked = (HttpURLConnection)
                    URI.create("http://127.0.0.1:" + port + path).toURL().openConnection();
            return asked.getResponseCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }
}
