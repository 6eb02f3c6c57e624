package dev.pressroom.support;

import dev.pressroom.base.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A server of Debian's package {@code postgresql}, with the programs that belong to it, such as {@code pg_dump}. */
public final class InstalledPostgres implements AutoCloseable {
    private static final Path VERSIONS = Path.of("/usr/lib/postgresql");
    private static final Duration START = Duration.ofSeconds(60);

    private final Path programs;
    private final Path folder;
    private final int port;
    private final Process process;

    private InstalledPostgres(Path programs, Path folder, int port, Process process) {
        this.programs = programs;
        this.folder = folder;
        this.port = port;
        this.process = process;
    }

    /** The newest installed version; empty when there is none. */
    public static Optional<Path> programs() {
        if (!Files.isDirectory(VERSIONS)) {
            return Optional.empty();
        }
        try (Stream<Path> versions = Files.list(VERSIONS)) {
            return versions.filter(version -> Files.isExecutable(version.resolve("bin/initdb")))
                    .max(Comparator.comparing(
                            version -> Integer.valueOf(version.getFileName().toString())))
                    .map(version -> version.resolve("bin"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes a data folder and starts the server at a port of its own, on the loopback address. */
    public static InstalledPostgres start() {
        Path programs = programs().orElseThrow();
        int port = FreePort.at("127.0.0.1");
        try {
            Path folder = Files.createTempDirectory("postgres");
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
            Path password = Files.writeString(folder.resolve("password"), "secret");
            String data = folder.resolve("data").toString();
            run(unprivileged(List.of(
                    programs.resolve("initdb").toString(),
                    "--pgdata=" + data,
                    "--username=pressroom",
                    "--pwfile=" + password,
                    "--auth=scram-sha-256",
                    "--encoding=UTF8",
                    "--no-locale")));
            Process process = new ProcessBuilder(unprivileged(List.of(
                            programs.resolve("postgres").toString(),
                            "-D",
                            data,
                            "-p",
                            Integer.toString(port),
                            "-c",
                            "listen_addresses=127.0.0.1",
                            "-c",
                            "unix_socket_directories=")))
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("log").toFile())
                    .start();
            InstalledPostgres server = new InstalledPostgres(programs, folder, port, process);
            Await.until(START, server::isReady);
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean isReady() {
        if (!process.isAlive()) {
            throw new IllegalStateException("PostgreSQL has ended; its log is in " + folder);
        }
        try {
            Servers.execute(url("postgres"), "select 1");
            return true;
        } catch (IllegalStateException notYet) {
            return false;
        }
    }

    /** It refuses to run as root. */
    private static List<String> unprivileged(List<String> command) {
        List<String> all = new ArrayList<>();
        if ("root".equals(System.getProperty("user.name"))) {
            all.addAll(List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"));
        }
        all.addAll(command);
        return all;
    }

    /** The URL of a new, empty database. */
    public String freshDatabase(String name) {
        Servers.execute(url("postgres"), "create database " + name);
        return url(name);
    }

    private String url(String database) {
        return "postgresql://pressroom:secret@127.0.0.1:" + port + "/" + database;
    }

    /** Runs one of the server's programs, such as {@code pg_dump}, on a database. */
    public void tool(String program, String database, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                programs.resolve(program).toString(),
                "--dbname=" + URI.create(database).toString()));
        command.addAll(List.of(arguments));
        run(command);
    }

    private static void run(List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes());
            if (process.waitFor() != 0) {
                throw new IllegalStateException(command + ": " + said);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        try {
            process.waitFor(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        TestFolder.delete(folder);
    }
}
