package dev.pressroom.embedded;

import dev.pressroom.base.SecretFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** Configuration of the embedded PostgreSQL: durable, loopback only, independent of the machine's locale. */
final class PostgresSettings {
    private static final String FILE = "pressroom.conf";

    /*
     * log_min_messages = log keeps failed statements out of the log, since they contain texts of users. The client gets
     * the error; faults of the server are still logged.
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

    /** Every connection needs the password. */
    private static final String ACCESS = """
            # Written by Pressroom.
            local all all     scram-sha-256
            host  all all all scram-sha-256
            """;

    private PostgresSettings() {}

    /** The arguments of {@code initdb}. Text sorts by code point on every system. */
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

    /** The arguments of {@code postgres} for single-user mode, with exit status 1 when a statement fails. */
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

    /** Adds our settings file to a new data folder's configuration. */
    static void include(Path data) throws IOException {
        Files.writeString(data.resolve(FILE), "");
        Files.writeString(data.resolve("postgresql.conf"), "\ninclude '" + FILE + "'\n", StandardOpenOption.APPEND);
        closeAccess(data);
    }

    /** Whether every connection needs the password. */
    static boolean isAccessClosed(Path data) throws IOException {
        return Files.exists(access(data)) && Files.readString(access(data)).equals(ACCESS);
    }

    /** Requires the password for every connection, from the next start of the server. */
    static void closeAccess(Path data) throws IOException {
        SecretFile.write(access(data), ACCESS);
    }

    private static Path access(Path data) {
        return data.resolve("pg_hba.conf");
    }

    /** Writes our settings file. */
    static void write(Path data, int port) throws IOException {
        Files.writeString(data.resolve(FILE), SETTINGS.formatted(port));
    }
}
