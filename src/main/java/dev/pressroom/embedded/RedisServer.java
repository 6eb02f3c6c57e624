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
 * A Redis server of our own, reachable from this machine alone, which writes what it holds to disk every second and
 * never drops an entry for want of memory. Its folder holds {@code data}, {@code port}, {@code password},
 * {@code redis.conf} and {@code log}.
 */
public final class RedisServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RedisServer.class);
    private static final String INSTEAD = " Give the service a server of your own: REDIS_URL=redis://...";
    private static final Duration START_LIMIT = Duration.ofSeconds(30);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(10);
    private static final Duration TAKE_OVER_LIMIT = Duration.ofSeconds(10);

    /** {@code databases} is large for the tests, each of which takes a number of its own; the service uses one. */
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
    private final StoredPort keptPort;
    private final StoredPassword keptPassword;
    private String password = "";
    private int port;
    private ProcessHandle process;

    private RedisServer(Path program, Path folder) {
        this.program = program;
        this.folder = folder;
        this.keptPort = new StoredPort(folder.resolve("port"));
        this.keptPassword = new StoredPassword(folder.resolve("password"));
    }

    /**
     * Starts the server whose data is in this folder, or takes it over when it still runs. Nobody else may do so at the
     * same time: see {@link DataFolder}.
     *
     * @param programs where the program is unpacked; may be shared
     * @throws StartFailure with the reason and the way around
     */
    public static RedisServer start(Path folder, Path programs) {
        long began = System.nanoTime();
        RedisServer server = new RedisServer(program(programs), folder.toAbsolutePath());
        try {
            boolean adopted = server.bringUp();
            long millis = (System.nanoTime() - began) / 1_000_000;
            LOG.atInfo()
                    .addKeyValue("port", server.port)
                    .addKeyValue("ms", millis)
                    .log(adopted ? "Redis taken over" : "Redis started");
            return server;
        } catch (IOException e) {
            throw new StartFailure(
                    "Redis does not start in " + folder + " (" + e.getMessage() + "). Mend that, or:" + INSTEAD, e);
        }
    }

    /** How clients reach it, with the password. */
    public String url() {
        return "redis://:" + password + "@127.0.0.1:" + port + "/0";
    }

    public int port() {
        return port;
    }

    /** Stops the server after it has written what it holds; kills it when that takes longer than 10 seconds. */
    @Override
    public void close() {
        process.destroy();
        if (!Processes.awaitEnd(process, STOP_LIMIT)) {
            LOG.warn("Redis does not stop, so it is killed");
            kill();
        }
    }

    /** Ends the server as a crash would. */
    public void kill() {
        Processes.killTree(process);
    }

    private static Path program(Path programs) {
        Platform platform = Platform.current();
        String resource = platform.redisProgram(RedisExecProvider.redisVersion);
        BundledPrograms bundled = BundledPrograms.find(resource)
                .orElseThrow(() -> new StartFailure("No Redis for " + platform + " is built in." + INSTEAD));
        try {
            return bundled.copy(programs, "redis-server");
        } catch (IOException e) {
            throw new StartFailure("Redis cannot be unpacked into " + programs + " (" + e + ")." + INSTEAD, e);
        }
    }

    private boolean bringUp() throws IOException {
        SecretFile.createFolder(folder);
        Files.createDirectories(data());
        password = password();
        Deadline patience = Deadline.in(START_LIMIT);
        while (true) {
            if (takeOver()) {
                return true;
            }
            if (launch()) {
                return false;
            }
            if (patience.isOver()) {
                throw new IOException("somebody else is always faster at the port");
            }
        }
    }

    private String password() throws IOException {
        Optional<String> last = keptPassword.last();
        if (last.isPresent()) {
            return last.get();
        }
        String made = keptPassword.prepare();
        keptPassword.keep();
        return made;
    }

    /**
     * While our process runs, it has the port. When it does not, whoever answers there is somebody else, and is not told
     * the password.
     */
    private boolean takeOver() throws IOException {
        port = keptPort.last().orElse(0);
        Deadline patience = Deadline.in(TAKE_OVER_LIMIT);
        while (port != 0 && fromPidFile().isPresent() && !patience.isOver()) {
            if (isOurs()) {
                awaitReady(ServerLog.begin(log()));
                requirePassword();
                return true;
            }
            if (refusesPassword()) {
                throw new IOException("process " + pidText() + " has the data and another password; stop it first");
            }
            PollPause.briefly();
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

    /** A server that an older version has started has no password. Whoever is connected to it is cut off. */
    private void requirePassword() throws IOException {
        try (RedisConnection redis = RedisConnection.open(port, password)) {
            if (redis.isOpen()) {
                redis.ask("CONFIG", "SET", "requirepass", password);
                redis.ask("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
                redis.ask("CLIENT", "KILL", "TYPE", "pubsub");
                LOG.atInfo().log("Redis requires a password from now on");
            }
        }
    }

    /** @return false when somebody else was faster at the port */
    private boolean launch() throws IOException {
        port = keptPort.choose();
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
        Deadline patience = Deadline.in(START_LIMIT);
        while (fromPidFile().isEmpty() || !isReady()) {
            if (log.text().contains("Failed listening")) {
                return false;
            }
            if (patience.isOver() || hasDied()) {
                throw new IOException(log.lastLine());
            }
            PollPause.briefly();
        }
        return true;
    }

    /** Whether the server at our port has its data in our folder; another one must be left alone. */
    private boolean isOurs() {
        try (RedisConnection redis = RedisConnection.open(port, password)) {
            List<String> answer = redis.ask("CONFIG", "GET", "dir");
            Path told = Path.of(answer.get(answer.size() - 1));
            return Files.exists(told) && Files.isSameFile(told, data());
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }

    /** Whether our server answers, with all its data loaded; remembers its process then. */
    private boolean isReady() {
        if (!isOurs()) {
            return false;
        }
        try (RedisConnection redis = RedisConnection.open(port, password)) {
            redis.ask("DBSIZE");
            process = redis.ask("INFO", "server").stream()
                    .flatMap(String::lines)
                    .filter(line -> line.startsWith("process_id:"))
                    .map(line -> Long.parseLong(line.substring("process_id:".length())))
                    .findFirst()
                    .flatMap(ProcessHandle::of)
                    .orElseThrow(() -> new IOException("its process is not to be seen"));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** A file that is still empty is just being written. */
    private boolean hasDied() throws IOException {
        return !pidText().isEmpty() && fromPidFile().isEmpty();
    }

    /** The process that wrote the file, unless its number now belongs to another program. */
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
