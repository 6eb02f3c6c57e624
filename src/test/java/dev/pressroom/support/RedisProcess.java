package dev.pressroom.support;

import dev.pressroom.base.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A Redis process with settings of the test, such as a cluster node or a Sentinel. Without TLS. */
public final class RedisProcess implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(20);
    private static final String HOST = "127.0.0.1";

    private final Process process;
    private final Path folder;
    private final int port;

    private RedisProcess(Process process, Path folder, int port) {
        this.process = process;
        this.folder = folder;
        this.port = port;
    }

    /** @param settings additional lines of its configuration file */
    public static RedisProcess start(String settings, String... arguments) {
        Path folder = TestFolder.fresh();
        int port = FreePort.at(HOST);
        try {
            Files.createDirectories(folder);
            Path file = Files.writeString(
                    folder.resolve("redis.conf"),
                    "bind " + HOST + "\nport " + port + "\ndir " + folder + "\nsave \"\"\n" + settings);
            List<String> command = new ArrayList<>(List.of(program().toString(), file.toString()));
            command.addAll(List.of(arguments));
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("log").toFile())
                    .start();
            RedisProcess started = new RedisProcess(process, folder, port);
            Await.until(START, started::answers);
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The program bundled with the service, which the shared servers have unpacked. */
    private static Path program() throws IOException {
        Servers.shared();
        try (Stream<Path> programs = Files.list(TestFolder.programs())) {
            return programs.filter(file -> file.getFileName().toString().startsWith("redis-server"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private boolean answers() throws IOException {
        if (!process.isAlive()) {
            throw new IllegalStateException(Files.readString(folder.resolve("log")));
        }
        return !FreePort.isFree(HOST, port);
    }

    public int port() {
        return port;
    }

    public String address() {
        return HOST + ":" + port;
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        TestFolder.delete(folder);
    }
}
