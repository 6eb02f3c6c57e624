package dev.pressroom.store;

import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import dev.pressroom.config.Settings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * A node's connection pools to Postgres: bounded, with a deadline on every statement. During an outage statements fail with
 * {@code DATABASE_UNAVAILABLE}. Safe to share between verticles.
 */
public final class Database {
    private static final Duration DEADLINE_MARGIN = Duration.ofSeconds(2);

    /** Longer statements would be parsed and planned on each execution. All of ours are shorter. */
    private static final int MAX_CACHED_STATEMENT_CHARS = 16_384;

    /** Start-up properties that poolers accept. */
    private static final Map<String, String> POOLER_PROPERTIES =
            Map.of("application_name", "pressroom", "client_encoding", "utf8", "DateStyle", "ISO");

    private static final Throwable READ_ONLY = new IllegalStateException("transaction_read_only is on");

    /**
     * Sorts more rows than {@code work_mem} holds, so that Postgres writes a temporary file: fails when the disk is full.
     */
    private static final String PROBE = """
            select current_setting('transaction_read_only')::boolean as read_only, count(*) as sorted
            from (select set_config('work_mem', '64kB', true)) as memory(size)
            cross join lateral (
                select md5(n::text) as value from generate_series(1, 5000) n where memory.size is not null order by 1
            ) sorting
            """;

    /** Connections with {@code synchronous_commit} off: a quarter of the pool size, at most this many. */
    private static final int MAX_RELAXED = 2;

    /** Statements of {@link #background()} that run at once. */
    private static final int BACKGROUND = 2;

    /** After this time without a statement a connection for {@link #background()} is closed. */
    private static final Duration BACKGROUND_IDLE = Duration.ofMinutes(1);

    private final DatabaseHealth health;
    /** Connections with {@code synchronous_commit} on. */
    private final ReplaceableClient<Pool> durable;
    /** Connections with {@code synchronous_commit} off. */
    private final ReplaceableClient<Pool> relaxed;
    /** As {@code durable}, for statements that may take long. */
    private final ReplaceableClient<Pool> background;
    /** As {@code durable}, with one connection; see {@link #spare()}. */
    private final ReplaceableClient<Pool> spare;

    private Database(
            DatabaseHealth health,
            ReplaceableClient<Pool> durable,
            ReplaceableClient<Pool> relaxed,
            ReplaceableClient<Pool> background,
            ReplaceableClient<Pool> spare) {
        this.health = health;
        this.durable = durable;
        this.relaxed = relaxed;
        this.background = background;
        this.spare = spare;
    }

    /** Opens the pools. They connect on first use, so this does not fail while Postgres is unreachable. */
    public static Database open(Vertx vertx, String url, Settings.Database settings) {
        int relaxed = Math.max(1, Math.min(MAX_RELAXED, settings.poolSize() / 4));
        return new Database(
                new DatabaseHealth(),
                pool(vertx, url, settings, named("synchronous commit on", settings.poolSize()), "on"),
                pool(vertx, url, settings, named("synchronous commit off", relaxed), "off"),
                pool(vertx, url, settings, closedWhenIdle(named("background", BACKGROUND)), "on"),
                pool(vertx, url, settings, closedWhenIdle(named("spare", 1)), "on"));
    }

    private static PoolOptions closedWhenIdle(PoolOptions options) {
        return options.setIdleTimeout((int) BACKGROUND_IDLE.toSeconds()).setIdleTimeoutUnit(TimeUnit.SECONDS);
    }

    private static PoolOptions named(String name, int size) {
        return new PoolOptions().setName("postgres, " + name).setMaxSize(size);
    }

    /**
     * The same database for statements that may take long: retention, erasures, tasks, reports, searches of operators. Two
     * of them run at once on this node, on connections of their own, so that requests, claims and heartbeats never wait for
     * them.
     */
    public Database background() {
        return new Database(health, background, relaxed, background, spare);
    }

    /**
     * The same database over a connection of its own, for one Vert.x context that must get through while another event loop
     * is blocked: connections belong to event loops, and the pool hands out those of a blocked one too.
     */
    public Database spare() {
        return new Database(health, spare, relaxed, background, spare);
    }

    private static ReplaceableClient<Pool> pool(
            Vertx vertx, String url, Settings.Database settings, PoolOptions options, String synchronousCommit) {
        DatabaseUrl address = DatabaseUrl.parse(url);
        PgConnectOptions connect = address.isPooled()
                ? throughPooler(address.options())
                : direct(address.options(), settings, synchronousCommit);
        options.setMaxWaitQueueSize(settings.maxWaiting())
                .setConnectionTimeout((int) settings.connectTimeout().toSeconds())
                .setConnectionTimeoutUnit(TimeUnit.SECONDS);
        NetClientOptions net = new NetClientOptions()
                .setConnectTimeout((int) settings.connectTimeout().toMillis())
                .setTcpKeepAlive(true);
        return new ReplaceableClient<>(
                vertx,
                options.getName(),
                settings.statementTimeout().plus(DEADLINE_MARGIN),
                () -> PgBuilder.pool()
                        .with(options)
                        .with(net)
                        .connectingTo(connect)
                        .using(vertx)
                        .build(),
                Pool::close);
    }

    /**
     * A pooler in transaction mode gives each transaction another server connection: statements cannot stay prepared, and only
     * the properties that the pooler sets each time may be set. Time limits are left to the server's configuration and to
     * the deadline of the call.
     */
    private static PgConnectOptions throughPooler(PgConnectOptions connect) {
        return connect.setUseLayer7Proxy(true)
                .setCachePreparedStatements(false)
                .setPipeliningLimit(1)
                .setProperties(new HashMap<>(POOLER_PROPERTIES));
    }

    /**
     * The server cancels slow statements; when it does not answer for even longer, the connection counts as dead. The server
     * also checks by TCP keep-alive that the node exists: the locks of a node whose machine vanished must not be held for
     * the default two hours.
     *
     * <p>Sequential scans, hash and merge joins are off: all our statements find their rows by indexes, but a plan made
     * while a table was small would scan it, and plans are kept as long as the connection. Generic plans, because planning
     * for given values costs more than most of our statements.
     */
    private static PgConnectOptions direct(
            PgConnectOptions connect, Settings.Database settings, String synchronousCommit) {
        String timeout = Long.toString(settings.statementTimeout().toMillis());
        return connect.setCachePreparedStatements(true)
                .setPreparedStatementCacheSqlLimit(MAX_CACHED_STATEMENT_CHARS)
                .setPipeliningLimit(16)
                .addProperty("application_name", "pressroom")
                .addProperty("statement_timeout", timeout)
                .addProperty("lock_timeout", lockTimeout(settings))
                .addProperty("idle_in_transaction_session_timeout", timeout)
                .addProperty("tcp_keepalives_idle", "10")
                .addProperty("tcp_keepalives_interval", "5")
                .addProperty("tcp_keepalives_count", "3")
                .addProperty("enable_seqscan", "off")
                .addProperty("enable_hashjoin", "off")
                .addProperty("enable_mergejoin", "off")
                .addProperty("plan_cache_mode", "force_generic_plan")
                .addProperty("synchronous_commit", synchronousCommit);
    }

    /** Shorter than the statement time-out, so that statements waiting for one row do not occupy all connections. */
    private static String lockTimeout(Settings.Database settings) {
        long maxMillis = settings.statementTimeout().toMillis();
        return Long.toString(Math.min(maxMillis, LockWait.LONG.length().toMillis()));
    }

    /**
     * Runs one statement; its effect is durable. Fails with {@code DATABASE_UNAVAILABLE} in an outage, else with the
     * exception of the driver.
     */
    public Future<RowSet<Row>> run(String sql, Tuple values) {
        return observed(durable, client -> client.preparedQuery(sql).execute(values));
    }

    /**
     * Runs a short statement that may be lost in a crash of the server and that no other statement may delay: heartbeats and
     * locks. The statement must also turn {@code synchronous_commit} off for its own transaction: behind a pooler no
     * connection keeps that setting.
     */
    public Future<RowSet<Row>> runRelaxed(String sql, Tuple values) {
        return observed(relaxed, client -> client.preparedQuery(sql).execute(values));
    }

    /** Runs a statement once per tuple, in one implicit transaction. Returns the rows of each execution, in order. */
    public Future<List<RowSet<Row>>> batch(String sql, List<Tuple> values) {
        return observed(durable, client -> client.preparedQuery(sql).executeBatch(values))
                .map(Database::chained);
    }

    /** Closes all pools. Failures of statements that are still running are not logged. */
    public Future<Void> close() {
        health.close();
        return Future.join(durable.close(), relaxed.close(), background.close(), spare.close())
                .mapEmpty();
    }

    /** The present fault of Postgres, for the operator; empty while none is known. */
    public Optional<String> fault() {
        return health.fault().map(fault -> fault.kind() + ": " + fault.reason());
    }

    /**
     * Checks whether Postgres can write. A server that has become read-only was usually replaced by another primary, so all
     * connections are opened anew.
     */
    Future<Void> probeWrite() {
        return run(PROBE, Tuple.tuple()).map(rows -> {
            if (rows.iterator().next().getBoolean("read_only")) {
                health.failed(DatabaseFault.READ_ONLY, READ_ONLY);
                durable.replace();
                relaxed.replace();
                background.replace();
                spare.replace();
            } else {
                health.succeeded(true);
            }
            return null;
        });
    }

    /** True when Postgres could not execute the statement; false when the statement or its values are wrong. */
    public static boolean isOutage(Throwable cause) {
        return cause instanceof Failure failure && failure.code() == ErrorCode.DATABASE_UNAVAILABLE;
    }

    /** True for an outage, and for a write given up after repeated failures that looked like one. */
    public static boolean mayHaveArrived(Throwable cause) {
        return isOutage(cause) || isOutage(cause.getCause());
    }

    /** True when a statement failed because another transaction holds a row lock. */
    static boolean isLockedRow(Throwable cause) {
        return isOutage(cause)
                && DatabaseFault.of(cause.getCause())
                        .filter(fault -> fault == DatabaseFault.LOCKED)
                        .isPresent();
    }

    private <T> Future<T> observed(ReplaceableClient<Pool> pool, Function<Pool, Future<T>> statement) {
        return observed(pool.call(statement));
    }

    private <T> Future<T> observed(Future<T> future) {
        return future.transform(answer -> {
            if (answer.succeeded()) {
                health.succeeded(false);
                return Future.succeededFuture(answer.result());
            }
            return Future.failedFuture(translated(answer.cause()));
        });
    }

    private Throwable translated(Throwable cause) {
        Optional<DatabaseFault> fault = DatabaseFault.of(cause);
        if (fault.isEmpty()) {
            health.succeeded(false);
            return cause;
        }
        health.failed(fault.get(), cause);
        return fault.get().failure(cause);
    }

    private static List<RowSet<Row>> chained(RowSet<Row> first) {
        List<RowSet<Row>> all = new ArrayList<>();
        for (RowSet<Row> rows = first; rows != null; rows = rows.next()) {
            all.add(rows);
        }
        return all;
    }
}
