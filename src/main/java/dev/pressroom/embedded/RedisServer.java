package dev.pressroom.embedded;

import dev.pressroom.base.SecretFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.embedded.RedisExecProvider;

/**
 * An embedded Redis server that listens on loopback only, syncs its append-only file every second and never evicts keys.
 * Its folder contains {@code data}, {@code port}, {@code password}, {@code redis.conf} and {@code log}.
 */
public final class RedisServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RedisServer.class);
    private static final String ALTERNATIVE = " Give the service a server of your own: REDIS_URL=redis://...";
    private static final Duration START_LIMIT = Duration.ofSeconds(30);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(10);
    private static final Duration ADOPT_LIMIT = Duration.ofSeconds(10);

    /** {@code databases} is high for the tests, each of which uses a database of its own; the service uses one. */
    private static final String SETTINGS = """
            # Written by Pressroom at every start.
            port %d
            dir "%s"
            pidfile "%s"
            logfile "%s"
            bind 127.0.0.1
            requirepass %s
            daemonize yes
            databases 256
            save ""
            appendonly yes
            appendfsync everysec
            maxmemory-policy noeviction
            """;

    private final Path program;
    private final Path folder;
    private final StoredPort storedPort;
    private final StoredPassword storedPassword;
    private String password = "";
    private int port;
    private ProcessHandle process;

    private RedisServer(Path program, Path folder) {
        this.program = program;
        this.folder = folder;
        this.storedPort = new StoredPort(folder.resolve("port"));
        this.storedPassword = new StoredPassword(folder.resolve("password"));
    }

    /**
     * Starts the server with its data in this folder, or adopts it when it is still running. Only one process may call
     * this at a time: see {@link DataFolder}.
     *
     * @param programs folder for the unpacked program; several servers may share it
     * @throws StartFailure with the reason and an alternative
     */
    public static RedisServer start(Path folder, Path programs) {
        long began = System.nanoTime();
        RedisServer server = new RedisServer(program(programs), folder.toAbsolutePath());
        try {
            boolean adopted = server.startOrAdopt();
            long millis = (System.nanoTime() - began) / 1_000_000;
            LOG.atInfo()
                    .addKeyValue("port", server.port)
                    .addKeyValue("ms", millis)
                    .log(adopted ? "Redis adopted" : "Redis started");
            return server;
        } catch (IOException e) {
            throw new StartFailure(
                    "Redis does not start in " + folder + " (" + e.getMessage() + "). Fix that, or:" + ALTERNATIVE, e);
        }
    }

    /** The URL for clients, with the password. */
    public String url() {
        return "redis://:" + password + "@127.0.0.1:" + port + "/0";
    }

    public int port() {
        return port;
    }

    /** Stops the server after it has saved its data; kills it after 10 seconds. */
    @Override
    public void close() {
        process.destroy();
        if (!Processes.awaitEnd(process, STOP_LIMIT)) {
            LOG.warn("Redis does not stop and is killed");
            kill();
        }
    }

    /** Kills the server, as a crash would. */
    public void kill() {
        Processes.killTree(process);
    }

    private static Path program(Path programs) {
        Platform platform = Platform.current();
        String resource = platform.redisProgram(RedisExecProvider.redisVersion);
        BundledPrograms bundled = BundledPrograms.find(resource)
                .orElseThrow(() -> new StartFailure("No Redis for " + platform + " is built in." + ALTERNATIVE));
        try {
            return bundled.copy(programs, "redis-server");
        } catch (IOException e) {
            throw new StartFailure("Redis cannot be unpacked into " + programs + " (" + e + ")." + ALTERNATIVE, e);
        }
    }

    private boolean startOrAdopt() throws IOException {
        SecretFile.createFolder(folder);
        Files.createDirectories(data());
        password = password();
        Deadline deadline = Deadline.in(START_LIMIT);
        while (true) {
            if (adopt()) {
                return true;
            }
            if (launch()) {
                return false;
            }
            if (deadline.isOver()) {
                throw new IOException("another program took each port before Redis did");
            }
        }
    }

    private String password() throws IOException {
        Optional<String> stored = storedPassword.read();
        if (stored.isPresent()) {
            return stored.get();
        }
        String created = storedPassword.createDraft();
        storedPassword.commitDraft();
        return created;
    }

    /**
     * Whether our server is already running. Polls for 10 seconds while its process is alive. Without that process, the
     * port may belong to another program, which must not get the password.
     */
    private boolean adopt() throws IOException {
        port = storedPort.read().orElse(0);
        Deadline deadline = Deadline.in(ADOPT_LIMIT);
        while (port != 0 && fromPidFile().isPresent() && !deadline.isOver()) {
            if (isOurs()) {
                awaitReady(ServerLog.begin(log()));
                requirePassword();
                return true;
            }
            if (refusesPassword()) {
                throw new IOException("process " + pidText() + " has the data and another password; stop it first");
            }
            deadline.pause();
        }
        return false;
    }

    private boolean refusesPassword() {
        try (RedisConnection redis = RedisConnection.open(port, password)) {
            return false;
        } catch (IOException e) {
            return String.valueOf(e.getMessage()).contains("WRONGPASS");
        }
    }

    /** Sets the password on a server that an older version has started without one, and disconnects its clients. */
    private void requirePassword() throws IOException {
        try (RedisConnection redis = RedisConnection.open(port, password)) {
            if (redis.hasNoPassword()) {
                redis.send("CONFIG", "SET", "requirepass", password);
                redis.send("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
                redis.send("CLIENT", "KILL", "TYPE", "pubsub");
                LOG.atInfo().log("Redis now requires a password");
            }
        }
    }

    /** Returns false when another program took the port first. */
    private boolean launch() throws IOException {
        port = storedPort.choose();
        ServerLog log = ServerLog.begin(log());
        Files.deleteIfExists(pidFile());
        Path settings = folder.resolve("redis.conf");
        SecretFile.write(
                settings, SETTINGS.formatted(port, quoted(data()), quoted(pidFile()), quoted(log()), password));
        SystemCommands.Result result =
                SystemCommands.run(START_LIMIT, List.of(program.toString(), settings.toString()));
        if (!result.succeeded()) {
            throw new IOException(result.output().isEmpty() ? log.lastLine() : result.output());
        }
        return awaitReady(log);
    }

    private boolean awaitReady(ServerLog log) throws IOException {
        Deadline deadline = Deadline.in(START_LIMIT);
        while (fromPidFile().isEmpty() || !isReady()) {
            if (log.text().contains("Failed listening")) {
                return false;
            }
            if (deadline.isOver() || hasDied()) {
                throw new IOException(log.lastLine());
            }
            deadline.pause();
        }
        return true;
    }

    /** Whether the server at our port has its data in our folder; false for any other server. */
    private boolean isOurs() {
        try (RedisConnection redis = RedisConnection.open(port, password)) {
            List<String> answer = redis.send("CONFIG", "GET", "dir");
            Path reported = Path.of(answer.get(answer.size() - 1));
            return Files.exists(reported) && Files.isSameFile(reported, data());
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }

    /** Whether the server answers and has loaded its data; if so, stores its process. */
    private boolean isReady() {
        if (!isOurs()) {
            return false;
        }
        try (RedisConnection redis = RedisConnection.open(port, password)) {
            redis.send("DBSIZE");
            process = redis.send("INFO", "server").stream()
                    .flatMap(String::lines)
                    .filter(line -> line.startsWith("process_id:"))
                    .map(line -> Long.parseLong(line.substring("process_id:".length())))
                    .findFirst()
                    .flatMap(ProcessHandle::of)
                    .orElseThrow(() -> new IOException("its process is not found"));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether the process in the pid file has ended; false while the file is still empty. */
    private boolean hasDied() throws IOException {
        return !pidText().isEmpty() && fromPidFile().isEmpty();
    }

    /** The process in the pid file; empty when it has ended, also when another program now has its process id. */
    private Optional<ProcessHandle> fromPidFile() throws IOException {
        String pid = pidText();
        return pid.matches("\\d{1,18}")
                ? ProcessHandle.of(Long.parseLong(pid)).filter(found -> Processes.mayRun(found, "redis-server"))
                : Optional.empty();
    }

    private String pidText() throws IOException {
        return Files.exists(pidFile()) ? Files.readString(pidFile()).strip() : "";
    }

    private Path data() {
        return folder.resolve("data");
    }

    private Path pidFile() {
        return folder.resolve("pid");
    }

    private Path log() {
        return folder.resolve("log");
    }

    private static String quoted(Path path) {
        return path.toString().replace("\\", "\\\\").replace("\"", "\\\"");
    }
}
