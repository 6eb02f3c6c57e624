package dev.pressroom.embedded;

import dev.pressroom.base.SecretFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An embedded PostgreSQL server that listens on loopback only and has all durability settings on. Its folder contains
 * {@code data}, {@code port}, {@code password} and {@code log}.
 */
public final class PostgresServer implements AutoCloseable {
    /** The database that {@link #url()} names. */
    static final String DATABASE = "pressroom";

    private static final Logger LOG = LoggerFactory.getLogger(PostgresServer.class);
    private static final String VERSION = "18";
    private static final Duration INITDB_LIMIT = Duration.ofSeconds(120);
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);

    private final PostgresPrograms programs;
    private final Path folder;
    private final StoredPort storedPort;
    private final StoredPassword storedPassword;
    private String password = "";
    private int port;
    private ProcessHandle process;

    private PostgresServer(PostgresPrograms programs, Path folder) {
        this.programs = programs;
        this.folder = folder;
        this.storedPort = new StoredPort(folder.resolve("port"));
        this.storedPassword = new StoredPassword(folder.resolve("password"));
    }

    /**
     * Starts the server with its data in this folder, or adopts it when it is still running. Creates the data on the
     * first start. Only one process may call this at a time: see {@link DataFolder}.
     *
     * @param programs folder for the unpacked programs; several servers may share it
     * @throws StartFailure with the reason and an alternative
     */
    public static PostgresServer start(Path folder, Path programs) {
        long began = System.nanoTime();
        PostgresServer server = new PostgresServer(PostgresPrograms.in(programs), folder.toAbsolutePath());
        try {
            boolean adopted = server.startOrAdopt();
            server.connection().createDatabase(DATABASE);
            long millis = (System.nanoTime() - began) / 1_000_000;
            LOG.atInfo()
                    .addKeyValue("port", server.port)
                    .addKeyValue("ms", millis)
                    .log(adopted ? "PostgreSQL adopted" : "PostgreSQL started");
            return server;
        } catch (IOException | SQLException e) {
            throw new StartFailure(
                    "PostgreSQL does not start in " + folder + " (" + oneLine(e.getMessage())
                            + "). Fix that, or set the URL of another server: DATABASE_URL=postgresql://...",
                    e);
        }
    }

    /** The URL for clients, with the password. */
    public String url() {
        return "postgresql://" + PostgresConnection.USER + ":" + password + "@127.0.0.1:" + port + "/" + DATABASE;
    }

    public int port() {
        return port;
    }

    /** Stops the server within 30 seconds. Clients are disconnected; committed transactions are safe. */
    @Override
    public void close() {
        try {
            if (!stop("fast", STOP_LIMIT) && !stop("immediate", Duration.ofSeconds(5))) {
                kill();
            }
        } catch (IOException e) {
            LOG.atWarn().addKeyValue("cause", e.getMessage()).log("PostgreSQL does not stop and is killed");
            kill();
        }
    }

    /** Kills all processes of the server, as a crash would. */
    public void kill() {
        Processes.killTree(process);
    }

    private boolean startOrAdopt() throws IOException {
        SecretFile.createFolder(folder);
        createDataIfMissing();
        requirePassword();
        Deadline deadline = Deadline.in(START_LIMIT);
        while (true) {
            if (adopt()) {
                return true;
            }
            String fault = launch();
            if (fault.isEmpty()) {
                return false;
            }
            if (!isTransient(fault) || deadline.isOver()) {
                throw new IOException(fault);
            }
            deadline.pause();
        }
    }

    /** Runs initdb in a temporary folder and renames it, so that an interrupted initdb leaves no partial data folder. */
    private void createDataIfMissing() throws IOException {
        Path version = data().resolve("PG_VERSION");
        if (Files.exists(version)) {
            String found = Files.readString(version).strip();
            if (!found.equals(VERSION)) {
                throw new IOException("its data was created by PostgreSQL " + found + ", this is " + VERSION);
            }
            return;
        }
        Path unfinished = folder.resolve("data.new");
        BundledPrograms.delete(unfinished);
        storedPassword.createDraft();
        List<String> arguments = PostgresSettings.initdb(unfinished, storedPassword.draft());
        SystemCommands.Result result = programs.run(INITDB_LIMIT, "initdb", arguments);
        if (!result.succeeded()) {
            throw new IOException("initdb: " + result.output());
        }
        PostgresSettings.include(unfinished);
        storedPassword.commitDraft();
        Files.move(unfinished, data(), StandardCopyOption.ATOMIC_MOVE);
    }

    /**
     * Sets a password when the data is from a version without one, or when the password file was lost. A running server
     * is stopped first, since clients that connected without a password would stay connected.
     */
    private void requirePassword() throws IOException {
        Optional<String> stored = storedPassword.read();
        if (stored.isEmpty() || !PostgresSettings.isAccessClosed(data())) {
            if (adopt()) {
                close();
            }
            setPassword();
            LOG.atInfo().log("PostgreSQL now requires a password");
        }
        password = storedPassword.read().orElseThrow(() -> new IOException("the password cannot be stored"));
    }

    /** Uses the single-user mode, in which no client can connect. The password is in no command line and no log. */
    private void setPassword() throws IOException {
        String statement =
                "alter role " + PostgresConnection.USER + " password '" + storedPassword.createDraft() + "'\n";
        Deadline deadline = Deadline.in(START_LIMIT);
        SystemCommands.Result result =
                programs.run(START_LIMIT, "postgres", PostgresSettings.singleUser(data()), statement);
        while (!result.succeeded() && isTransient(result.output()) && !deadline.isOver()) {
            deadline.pause();
            result = programs.run(START_LIMIT, "postgres", PostgresSettings.singleUser(data()), statement);
        }
        if (!result.succeeded()) {
            throw new IOException(result.output());
        }
        PostgresSettings.closeAccess(data());
        storedPassword.commitDraft();
    }

    /**
     * Whether the server of this folder is already running. Waits while it is starting or stopping.
     *
     * @throws IOException when it is running and does not answer within 60 seconds
     */
    private boolean adopt() throws IOException {
        Deadline deadline = Deadline.in(START_LIMIT);
        for (Optional<PostmasterFile> found = running(); found.isPresent(); found = running()) {
            port = found.get().port().orElse(0);
            if (port != 0 && answers()) {
                return true;
            }
            if (deadline.isOver()) {
                throw new IOException("process " + found.get().pid() + " has the data but does not answer");
            }
            deadline.pause();
        }
        return false;
    }

    private Optional<PostmasterFile> running() throws IOException {
        Optional<PostmasterFile> file = PostmasterFile.read(data());
        if (file.isPresent() && file.get().process().isEmpty()) {
            file.get().discard();
            return Optional.empty();
        }
        return file;
    }

    /** Returns the fault; empty when the server is running. */
    private String launch() throws IOException {
        port = storedPort.choose();
        PostgresSettings.write(data(), port);
        ServerLog log = ServerLog.begin(log());
        SystemCommands.Result result = programs.run(START_LIMIT.plusSeconds(5), "pg_ctl", startArguments());
        if (!result.succeeded()) {
            return log.text().isEmpty() ? result.output() : log.text();
        }
        return answers() ? "" : "it does not answer at port " + port;
    }

    /** Whether the server answers; if so, stores its process. */
    private boolean answers() throws IOException {
        Optional<ProcessHandle> found = PostmasterFile.read(data()).flatMap(PostmasterFile::process);
        found.ifPresent(server -> process = server);
        return found.isPresent() && connection().servesData(data());
    }

    private List<String> startArguments() {
        String seconds = Long.toString(START_LIMIT.toSeconds());
        return List.of("start", "-w", "-s", "-t", seconds, "-D", data().toString(), "-l", log().toString());
    }

    /**
     * True when a later start may succeed: another program took the port, or some processes of a killed server still run.
     */
    private static boolean isTransient(String fault) {
        return fault.contains("could not bind") || fault.contains("pre-existing shared memory block");
    }

    private boolean stop(String mode, Duration limit) throws IOException {
        if (!Processes.mayRun(process, PostmasterFile.PROGRAM)) {
            return true;
        }
        String seconds = Long.toString(limit.toSeconds());
        List<String> arguments = List.of("stop", "-w", "-s", "-m", mode, "-t", seconds, "-D", data().toString());
        return programs.run(limit.plusSeconds(2), "pg_ctl", arguments).succeeded();
    }

    private PostgresConnection connection() {
        return new PostgresConnection(port, password);
    }

    private Path data() {
        return folder.resolve("data");
    }

    private Path log() {
        return folder.resolve("log");
    }

    /** The log lines joined to one line, without their times and process ids. */
    private static String oneLine(String text) {
        return String.valueOf(text)
                .replaceAll("(?m)^\\S+ \\S+ \\S+ \\[\\d+\\] ", "")
                .strip()
                .replaceAll("\\s*\\R\\s*", "; ");
    }
}
