package dev.pressroom.embedded;

import dev.pressroom.base.SecretFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** How our PostgreSQL is set: safe before fast, reachable from this machine alone, the same on every machine. */
final class PostgresSettings {
    private static final String FILE = "pressroom.conf";

    /*
     * log_min_messages = log keeps faulty statements out of the log: they hold what users wrote, and whoever sent them
     * is told. The server's own faults are still there.
     */
    private static final String SETTINGS = """
            # Written by Pressroom at every start.
            port = %d
            listen_addresses = '127.0.0.1'
            unix_socket_directories = ''
            max_connections = 200
            shared_buffers = 256MB
            fsync = on
            full_page_writes = on
            synchronous_commit = on
            shared_preload_libraries = ''
            jit = off
            timezone = 'UTC'
            log_timezone = 'UTC'
            log_checkpoints = off
            log_min_messages = log
            """;

    /** Nobody connects without the password, from wherever. */
    private static final String ACCESS = """
            # Written by Pressroom.
            local all all     scram-sha-256
            host  all all all scram-sha-256
            """;

    private PostgresSettings() {}

    /** The arguments of {@code initdb}. Text sorts by code point, on every system alike. */
    static List<String> initdb(Path data, Path passwordFile) {
        return List.of(
                "--pgdata=" + data,
                "--username=" + PostgresConnection.USER,
                "--pwfile=" + passwordFile,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--no-instructions");
    }

    /** The arguments of {@code postgres} that reads one statement and fails when that fails. */
    static List<String> singleUser(Path data) {
        return List.of(
                "--single",
                "-D",
                data.toString(),
                "-c",
                "exit_on_error=on",
                "-c",
                "log_min_error_statement=panic",
                "postgres");
    }

    /** Makes a new cluster read our settings after its own. */
    static void include(Path data) throws IOException {
        Files.writeString(data.resolve(FILE), "");
        Files.writeString(data.resolve("postgresql.conf"), "\ninclude '" + FILE + "'\n", StandardOpenOption.APPEND);
        closeAccess(data);
    }

    static boolean isAccessClosed(Path data) throws IOException {
        return Files.exists(access(data)) && Files.readString(access(data)).equals(ACCESS);
    }

    static void closeAccess(Path data) throws IOException {
        SecretFile.write(access(data), ACCESS);
    }

    private static Path access(Path data) {
        return data.resolve("pg_hba.conf");
    }

    static void write(Path data, int port) throws IOException {
        Files.writeString(data.resolve(FILE), SETTINGS.formatted(port));
    }
}
