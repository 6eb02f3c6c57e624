package dev.pressroom.support;

import dev.pressroom.base.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The installed PgBouncer, in transaction mode, in front of a test's database. */
public final class PgBouncer implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/sbin/pgbouncer");
    private static final Duration START = Duration.ofSeconds(20);

    private final Process process;
    private final Path folder;
    private final String url;

    private PgBouncer(Process process, Path folder, String url) {
        this.process = process;
        this.folder = folder;
        this.url = url;
    }

    public static boolean isInstalled() {
        return Files.isExecutable(PROGRAM);
    }

    /** @param connections pool of server connections for all clients together */
    public static PgBouncer before(String database, int connections) {
        URI server = URI.create(database);
        String[] user = server.getUserInfo().split(":", 2);
        int port = FreePort.at("127.0.0.1");
        try {
            Path folder = Files.createTempDirectory("pgbouncer");
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
            Files.writeString(folder.resolve("users"), "\"" + user[0] + "\" \"" + user[1] + "\"\n");
            Path settings = Files.writeString(folder.resolve("settings"), """
                    [databases]
                    * = host=127.0.0.1 port=%d
                    [pgbouncer]
                    listen_addr = 127.0.0.1
                    listen_port = %d
                    unix_socket_dir =
                    auth_type = scram-sha-256
                    auth_file = %s
                    pool_mode = transaction
                    default_pool_size = %d
                    max_client_conn = 500
                    """.formatted(
                            server.getPort(), port, folder.resolve("users"), connections));
            Process process = new ProcessBuilder(command(settings))
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("log").toFile())
                    .start();
            Await.until(START, () -> isListening(process, port, folder));
            return new PgBouncer(process, folder, database.replace(":" + server.getPort() + "/", ":" + port + "/"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** It refuses to run as root. */
    private static List<String> command(Path settings) {
        List<String> command = new ArrayList<>();
        if ("root".equals(System.getProperty("user.name"))) {
            command.addAll(List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"));
        }
        command.addAll(List.of(PROGRAM.toString(), settings.toString()));
        return command;
    }

    private static boolean isListening(Process process, int port, Path folder) throws IOException {
        if (!process.isAlive()) {
            throw new IllegalStateException(Files.readString(folder.resolve("log")));
        }
        try (Socket socket = new Socket("127.0.0.1", port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    /** The database's URL through this pooler. */
    public String url() {
        return url;
    }

    /** Its log. */
    public String log() {
        try {
            return Files.readString(folder.resolve("log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
