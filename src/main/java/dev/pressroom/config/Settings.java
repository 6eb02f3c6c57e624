package dev.pressroom.config;

import static dev.pressroom.config.SettingTypes.DAY;
import static dev.pressroom.config.SettingTypes.HOUR;
import static dev.pressroom.config.SettingTypes.MILLISECOND;
import static dev.pressroom.config.SettingTypes.MINUTE;
import static dev.pressroom.config.SettingTypes.amount;
import static dev.pressroom.config.SettingTypes.bytes;
import static dev.pressroom.config.SettingTypes.duration;
import static dev.pressroom.config.SettingTypes.limit;
import static dev.pressroom.config.SettingTypes.number;
import static dev.pressroom.config.SettingTypes.onOrOff;
import static dev.pressroom.config.SettingTypes.oneOf;

import dev.pressroom.base.Secret;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * All settings of a node, read and checked once at the start. {@code conf/default.yaml} explains each key.
 *
 * @param data folder of the embedded servers and of the secret of dev mode
 */
public record Settings(
        Mode mode,
        Path data,
        Set<Role> roles,
        HttpSettings http,
        Database database,
        Redis redis,
        AuthSettings auth,
        WorkerSettings workers,
        Streams streams,
        Cluster cluster,
        ModelSettings model,
        Credits credits,
        Limits limits,
        Retention retention,
        Fetch fetch,
        Webhooks webhooks,
        Watchdog watchdog,
        LogFormat logFormat,
        LogLevel logLevel,
        boolean accessLog,
        TracingSettings tracing) {

    public enum Mode {
        DEV,
        PRODUCTION
    }

    /** What a node does: serve the API, run jobs, or both. */
    public enum Role {
        HTTP,
        WORKER
    }

    public enum LogFormat {
        TEXT,
        JSON
    }

    public enum LogLevel {
        ERROR,
        WARN,
        INFO,
        DEBUG,
        TRACE
    }

    /** Converts all values. Faults are added to those of {@code values}. */
    static Settings read(LayeredSettings values, TracingSettings tracing) {
        Mode mode = mode(values);
        HttpSettings http = HttpSettings.read(values);
        return new Settings(
                mode,
                values.get("data", SettingTypes.folder()),
                Set.copyOf(values.list("roles", oneOf(Role.class))),
                http,
                Database.read(values),
                Redis.read(values),
                AuthSettings.read(values),
                WorkerSettings.read(values),
                Streams.read(values),
                Cluster.read(values),
                ModelSettings.read(values),
                new Credits(values.get("credits.starting", limit(0, "unlimited"))),
                Limits.read(values),
                Retention.read(values),
                Fetch.read(values),
                Webhooks.read(values, mode == Mode.DEV && http.isOnLoopback()),
                Watchdog.read(values),
                values.get("log.format", oneOf(LogFormat.class)),
                values.get("log.level", oneOf(LogLevel.class)),
                values.get("log.access", onOrOff()),
                tracing);
    }

    static Mode mode(LayeredSettings values) {
        return values.get("env", oneOf(Mode.class));
    }

    /** Whether {@code wanted} is the setting and applies: never in production mode, nor with a configured model. */
    public boolean discovers(ModelSettings.Discovery wanted) {
        return !isProduction() && model.isDemo() && model.discovery() == wanted;
    }

    public boolean isProduction() {
        return mode == Mode.PRODUCTION;
    }

    Settings withSecret(Secret secret) {
        return new Settings(
                mode,
                data,
                roles,
                http,
                database,
                redis,
                auth.withSecret(secret),
                workers,
                streams,
                cluster,
                model,
                credits,
                limits,
                retention,
                fetch,
                webhooks,
                watchdog,
                logFormat,
                logLevel,
                accessLog,
                tracing);
    }

    /**
     * PostgreSQL.
     *
     * @param url empty in dev mode, where the embedded server is used
     * @param directUrl the same database without the connection pooler of {@code url}, for migrations
     * @param poolSize connections of this node for requests and jobs; it opens up to four more
     * @param maxWaiting statements that may wait for a connection; further ones are refused
     */
    public record Database(
            Optional<Secret> url,
            Optional<Secret> directUrl,
            int poolSize,
            int maxWaiting,
            Duration connectTimeout,
            Duration statementTimeout) {
        private static Database read(LayeredSettings values) {
            return new Database(
                    values.find("database.url", AddressTypes.database()),
                    values.find("database.direct-url", AddressTypes.database()),
                    values.get("database.pool-size", number(1, 1000)),
                    values.get("database.max-waiting", number(1, 1_000_000)),
                    values.get("database.connect-timeout", duration(MILLISECOND, MINUTE)),
                    values.get("database.statement-timeout", duration(MILLISECOND, HOUR)));
        }
    }

    /**
     * Redis.
     *
     * @param url empty in dev mode, where the embedded server is used; empty in production means that there is no queue:
     *     reads work, creating jobs is answered with 503
     * @param caFile PEM file of the trusted certificate authorities; empty means those of the JDK
     * @param poolSize connections of this node
     * @param maxWaiting commands that may wait for a connection; further ones are refused
     */
    public record Redis(
            Optional<Secret> url,
            Optional<Path> caFile,
            int poolSize,
            int maxWaiting,
            Duration connectTimeout,
            Duration commandTimeout) {
        private static Redis read(LayeredSettings values) {
            return new Redis(
                    values.find("redis.url", AddressTypes.redis()),
                    values.find("redis.ca-file", SettingTypes.folder()),
                    values.get("redis.pool-size", number(1, 1000)),
                    values.get("redis.max-waiting", number(1, 1_000_000)),
                    values.get("redis.connect-timeout", duration(MILLISECOND, MINUTE)),
                    values.get("redis.command-timeout", duration(MILLISECOND, MINUTE)));
        }
    }

    /**
     * Server-sent events.
     *
     * @param heartbeat interval of the comment line that keeps a connection open
     * @param maxAge a stream is closed after this time; clients resume by event number
     * @param check interval at which subscribed jobs are compared with their rows
     * @param maxOpen open streams per HTTP verticle; further ones are refused
     * @param bufferBytes a stream with more unsent bytes gets no transient events
     * @param slowClient a client that reads nothing for this time is disconnected
     */
    public record Streams(
            Duration heartbeat, Duration maxAge, Duration check, int maxOpen, int bufferBytes, Duration slowClient) {
        private static Streams read(LayeredSettings values) {
            return new Streams(
                    values.get("streams.heartbeat", duration(Duration.ofMillis(100), HOUR)),
                    values.get("streams.max-age", duration(Duration.ofSeconds(1), DAY)),
                    values.get("streams.check", duration(Duration.ofMillis(100), MINUTE)),
                    values.get("streams.max-open", number(1, 1_000_000)),
                    values.get("streams.buffer", bytes(1024, 1 << 30)),
                    values.get("streams.slow-client", duration(Duration.ofMillis(100), HOUR)));
        }
    }

    /**
     * The cluster of nodes.
     *
     * @param host address at which the other nodes reach this one
     * @param port for the cluster membership; 0 lets the system choose
     * @param busPort for event bus messages; 0 lets the system choose
     * @param bind local address and ports of both listeners; they differ only behind address translation
     */
    public record Cluster(boolean enabled, String host, int port, int busPort, Bind bind) {
        public record Bind(String host, int port, int busPort) {}

        private static Cluster read(LayeredSettings values) {
            String host = values.find("cluster.host", AddressTypes.reachable()).orElse("127.0.0.1");
            int port = values.get("cluster.port", number(0, 65535));
            int busPort = values.get("cluster.bus-port", number(0, 65535));
            Bind bind = new Bind(
                    values.find("cluster.bind-host", AddressTypes.reachable()).orElse(host),
                    values.find("cluster.bind-port", number(1, 65535)).orElse(port),
                    values.find("cluster.bind-bus-port", number(1, 65535)).orElse(busPort));
            return new Cluster(values.get("cluster.enabled", onOrOff()), host, port, busPort, bind);
        }
    }

    /** @param starting credits of a new user; empty means unlimited */
    public record Credits(OptionalInt starting) {}

    /**
     * Maximum numbers of queued and running jobs, and of stored posts; empty means no limit.
     *
     * @param jobsOfUser of one user, or of one organization named in signed tokens
     * @param jobsOfVisitor of all visitors from one network
     * @param postsOfUser of one user
     * @param postsOfVisitor of all visitors from one network
     * @param monthlyBudget for the jobs of one tenant in a calendar month (UTC), in the currency of the prices
     */
    public record Limits(
            OptionalInt jobsOfUser,
            OptionalInt jobsOfVisitor,
            OptionalInt postsOfUser,
            OptionalInt postsOfVisitor,
            Optional<BigDecimal> monthlyBudget) {
        private static Limits read(LayeredSettings values) {
            return new Limits(
                    values.get("limits.jobs-of-user", limit(1, "off")),
                    values.get("limits.jobs-of-visitor", limit(1, "off")),
                    values.get("limits.posts-of-user", limit(1, "off")),
                    values.get("limits.posts-of-visitor", limit(1, "off")),
                    values.get(
                            "limits.monthly-budget", amount().as(Limits::budget).or("off", Optional.empty())));
        }

        private static Optional<BigDecimal> budget(BigDecimal amount) {
            return Optional.of(amount).filter(budget -> budget.signum() > 0);
        }
    }

    /**
     * How long data is kept.
     *
     * @param jobs finished jobs
     * @param idempotencyKeys idempotency keys
     * @param images images that no post uses
     * @param visitors organizations of visitors, after their last change
     * @param users users without any data, after their last request
     * @param usage what deleted jobs have used
     * @param audit entries of the audit and tasks of operators
     */
    public record Retention(
            Duration jobs,
            Duration idempotencyKeys,
            Duration images,
            Duration visitors,
            Duration users,
            Duration usage,
            Duration audit) {
        private static Retention read(LayeredSettings values) {
            return new Retention(
                    values.get("retention.jobs", duration(HOUR, DAY.multipliedBy(3650))),
                    values.get("retention.idempotency-keys", duration(MINUTE, DAY.multipliedBy(365))),
                    values.get("retention.images", duration(DAY, DAY.multipliedBy(3650))),
                    values.get("retention.visitors", duration(HOUR, DAY.multipliedBy(3650))),
                    values.get("retention.users", duration(DAY, DAY.multipliedBy(3650))),
                    values.get("retention.usage", duration(DAY, DAY.multipliedBy(3650))),
                    values.get("retention.audit", duration(DAY, DAY.multipliedBy(3650))));
        }

        /** The longer of {@code images} and {@code jobs}, since results of jobs contain images. */
        public Duration imagesAtLeastAsLongAsJobs() {
            return images.compareTo(jobs) < 0 ? jobs : images;
        }
    }

    /**
     * Fetching web pages.
     *
     * @param allowPrivate whether loopback and private addresses may be fetched
     * @param timeout of a whole page, redirects included
     * @param maxSize bytes of a page that are read
     */
    public record Fetch(boolean allowPrivate, Duration timeout, int maxSize) {
        private static Fetch read(LayeredSettings values) {
            return new Fetch(
                    values.get("fetch.allow-private", onOrOff()),
                    values.get("fetch.timeout", duration(Duration.ofMillis(100), MINUTE.multipliedBy(5))),
                    values.get("fetch.max-size", bytes(64 << 10, 64 << 20)));
        }
    }

    /**
     * Sending webhooks.
     *
     * @param allowPrivate whether receivers may have loopback and private addresses, and http URLs in production
     * @param timeout of an attempt, from the DNS lookup to the end of the answer
     * @param concurrent deliveries that this node sends at once
     * @param pendingOfUser deliveries of one user that may wait; further ones are dropped
     */
    public record Webhooks(boolean allowPrivate, Duration timeout, int concurrent, int pendingOfUser) {
        /** @param isLocal whether only this machine can use the service: then {@code auto} is on */
        private static Webhooks read(LayeredSettings values, boolean isLocal) {
            return new Webhooks(
                    values.get("webhooks.allow-private", onOrOff().or("auto", isLocal)),
                    values.get("webhooks.timeout", duration(Duration.ofMillis(100), MINUTE)),
                    values.get("webhooks.concurrent", number(1, 10_000)),
                    values.get("webhooks.pending-of-user", number(1, 10_000_000)));
        }
    }

    /**
     * Detection of blocked threads.
     *
     * @param unreadyAfter a thread that is blocked for longer makes the node unready
     * @param haltAfter an event loop that is blocked for longer ends the process; empty means never
     */
    public record Watchdog(Duration unreadyAfter, Optional<Duration> haltAfter) {
        private static Watchdog read(LayeredSettings values) {
            return new Watchdog(
                    values.get("watchdog.unready-after", duration(Duration.ofSeconds(1), HOUR)),
                    values.get(
                            "watchdog.halt-after",
                            duration(Duration.ofSeconds(1), HOUR)
                                    .as(Optional::of)
                                    .or("off", Optional.empty())));
        }
    }
}
