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
 * A PostgreSQL server of our own, reachable from this machine alone, with every promise about durability kept. Its
 * folder holds {@code data}, {@code port}, {@code password} and {@code log}.
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
    private final StoredPort keptPort;
    private final StoredPassword keptPassword;
    private String password = "";
    private int port;
    private ProcessHandle process;

    private PostgresServer(PostgresPrograms programs, Path folder) {
        this.programs = programs;
        this.folder = folder;
        this.keptPort = new StoredPort(folder.resolve("port"));
        this.keptPassword = new StoredPassword(folder.resolve("password"));
    }

    /**
     * Starts the server whose data is in this folder, or takes it over when it still runs; makes it first where there is
     * none. Nobody else may do so at the same time: see {@link DataFolder}.
     *
     * @param programs where the programs are unpacked; may be shared
     * @throws StartFailure with the reason and the way around
     */
    public static PostgresServer start(Path folder, Path programs) {
        long began = System.nanoTime();
        PostgresServer server = new PostgresServer(PostgresPrograms.in(programs), folder.toAbsolutePath());
        try {
            boolean adopted = server.bringUp();
            server.connection().createDatabase(DATABASE);
            long millis = (System.nanoTime() - began) / 1_000_000;
            LOG.atInfo()
                    .addKeyValue("port", server.port)
                    .addKeyValue("ms", millis)
                    .log(adopted ? "PostgreSQL taken over" : "PostgreSQL started");
            return server;
        } catch (IOException | SQLException e) {
            throw new StartFailure(
                    "PostgreSQL does not start in " + folder + " (" + oneLine(e.getMessage())
                            + "). Mend that, or give the service a server of your own: DATABASE_URL=postgresql://...",
                    e);
        }
    }

    /** How clients reach it, with the password. */
    public String url() {
        return "postgresql://" + PostgresConnection.USER + ":" + password + "@127.0.0.1:" + port + "/" + DATABASE;
    }

    public int port() {
        return port;
    }

    /** Stops the server: clients are cut off, what they committed is safe. Takes 30 seconds at the very most. */
    @Override
    public void close() {
        try {
            if (!stop("fast", STOP_LIMIT) && !stop("immediate", Duration.ofSeconds(5))) {
                kill();
            }
        } catch (IOException e) {
            LOG.atWarn().addKeyValue("cause", e.getMessage()).log("PostgreSQL does not stop, so it is killed");
            kill();
        }
    }

    /** Ends the server as a crash would, all its processes at once. */
    public void kill() {
        Processes.killTree(process);
    }

    private boolean bringUp() throws IOException {
        SecretFile.createFolder(folder);
        makeDatabaseCluster();
        requirePassword();
        Deadline patience = Deadline.in(START_LIMIT);
        while (true) {
            if (takeOver()) {
                return true;
            }
            String fault = launch();
            if (fault.isEmpty()) {
                return false;
            }
            if (!passes(fault) || patience.isOver()) {
                throw new IOException(fault);
            }
            PollPause.briefly();
        }
    }

    /** Made beside its place and moved there, so that a half-made one is never taken for the real thing. */
    private void makeDatabaseCluster() throws IOException {
        Path version = data().resolve("PG_VERSION");
        if (Files.exists(version)) {
            String found = Files.readString(version).strip();
            if (!found.equals(VERSION)) {
                throw new IOException("its data was made by PostgreSQL " + found + ", this is " + VERSION);
            }
            return;
        }
        Path unfinished = folder.resolve("data.new");
        BundledPrograms.delete(unfinished);
        keptPassword.prepare();
        List<String> arguments = PostgresSettings.initdb(unfinished, keptPassword.draft());
        SystemCommands.Result result = programs.run(INITDB_LIMIT, "initdb", arguments);
        if (!result.succeeded()) {
            throw new IOException("initdb: " + result.output());
        }
        PostgresSettings.include(unfinished);
        keptPassword.keep();
        Files.move(unfinished, data(), StandardCopyOption.ATOMIC_MOVE);
    }

    /**
     * Data of older versions has no password, and one whose file was lost is of no use. A server that still lets everybody
     * in is stopped first: whoever is connected already would stay so otherwise.
     */
    private void requirePassword() throws IOException {
        Optional<String> last = keptPassword.last();
        if (last.isEmpty() || !PostgresSettings.isAccessClosed(data())) {
            if (takeOver()) {
                close();
            }
            setPassword();
            LOG.atInfo().log("PostgreSQL requires a password from now on");
        }
        password = keptPassword.last().orElseThrow(() -> new IOException("the password cannot be kept"));
    }

    /** In the server's single-user mode, in which nobody can connect; the password is in no command line and no log. */
    private void setPassword() throws IOException {
        String statement = "alter role " + PostgresConnection.USER + " password '" + keptPassword.prepare() + "'\n";
        Deadline patience = Deadline.in(START_LIMIT);
        SystemCommands.Result result =
                programs.run(START_LIMIT, "postgres", PostgresSettings.singleUser(data()), statement);
        while (!result.succeeded() && passes(result.output()) && !patience.isOver()) {
            PollPause.briefly();
            result = programs.run(START_LIMIT, "postgres", PostgresSettings.singleUser(data()), statement);
        }
        if (!result.succeeded()) {
            throw new IOException(result.output());
        }
        PostgresSettings.closeAccess(data());
        keptPassword.keep();
    }

    /**
     * Whether the server of this folder was already running. While it is only just starting or stopping, this waits to
     * see which.
     */
    private boolean takeOver() throws IOException {
        Deadline patience = Deadline.in(START_LIMIT);
        for (Optional<PostmasterFile> found = running(); found.isPresent(); found = running()) {
            port = found.get().port().orElse(0);
            if (port != 0 && answers()) {
                return true;
            }
            if (patience.isOver()) {
                throw new IOException("process " + found.get().pid() + " has the data but does not answer");
            }
            PollPause.briefly();
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

    /** @return what went wrong; empty when the server is up */
    private String launch() throws IOException {
        port = keptPort.choose();
        PostgresSettings.write(data(), port);
        ServerLog log = ServerLog.begin(log());
        SystemCommands.Result result = programs.run(START_LIMIT.plusSeconds(5), "pg_ctl", startArguments());
        if (!result.succeeded()) {
            return log.text().isEmpty() ? result.output() : log.text();
        }
        return answers() ? "" : "it does not answer at port " + port;
    }

    /** Whether our server answers; remembers its process then. */
    private boolean answers() throws IOException {
        Optional<ProcessHandle> found = PostmasterFile.read(data()).flatMap(PostmasterFile::process);
        found.ifPresent(server -> process = server);
        return found.isPresent() && connection().answersFor(data());
    }

    private List<String> startArguments() {
        String seconds = Long.toString(START_LIMIT.toSeconds());
        return List.of("start", "-w", "-s", "-t", seconds, "-D", data().toString(), "-l", log().toString());
    }

    /** Somebody was faster at the port, or the processes of a killed server have not all ended yet. */
    private static boolean passes(String fault) {
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

    /** Without the time and the process number with which the server begins each line of its log. */
    private static String oneLine(String text) {
        return String.valueOf(text)
                .replaceAll("(?m)^\\S+ \\S+ \\S+ \\[\\d+\\] ", "")
                .strip()
                .replaceAll("\\s*\\R\\s*", "; ");
    }
}
