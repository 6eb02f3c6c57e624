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
 * A node's way to Postgres: bounded pools, a deadline on every statement, and one kind of failure for all the ways a
 * server can be out of reach. Safe to share between verticles.
 */
public final class Database {
    private static final Duration GRACE = Duration.ofSeconds(2);

    /** In characters: a longer statement would be parsed and planned anew each time. Ours are all shorter. */
    private static final int LONGEST_STATEMENT = 16_384;

    /** Start-up properties that poolers know. */
    private static final Map<String, String> OF_POOLERS =
            Map.of("application_name", "pressroom", "client_encoding", "utf8", "DateStyle", "ISO");

    private static final Throwable READ_ONLY = new IllegalStateException("transaction_read_only is on");

    /** Sorts more than fits into the memory it is given, which takes room on the disk for a moment. */
    private static final String PROBE = """
            select current_setting('transaction_read_only')::boolean as read_only, count(*) as sorted
            from (select set_config('work_mem', '64kB', true)) as memory(size)
            cross join lateral (
                select md5(n::text) as value from generate_series(1, 5000) n where memory.size is not null order by 1
            ) sorting
            """;

    private final DatabaseHealth health = new DatabaseHealth();
    private final ReplaceableClient<Pool> durable;
    private final ReplaceableClient<Pool> relaxed;
    private volatile boolean closed;

    private Database(ReplaceableClient<Pool> durable, ReplaceableClient<Pool> relaxed) {
        this.durable = durable;
        this.relaxed = relaxed;
    }

    /** Opens the pools; connections are made when they are needed, so this does not fail while Postgres is away. */
    public static Database open(Vertx vertx, String url, Settings.Database settings) {
        return new Database(
                pool(vertx, url, settings, settings.poolSize(), "on"),
                pool(vertx, url, settings, Math.max(1, settings.poolSize() / 4), "off"));
    }

    private static ReplaceableClient<Pool> pool(
            Vertx vertx, String url, Settings.Database settings, int size, String synchronousCommit) {
        DatabaseUrl address = DatabaseUrl.parse(url);
        PgConnectOptions connect = address.isPooled()
                ? throughPooler(address.options())
                : direct(address.options(), settings, synchronousCommit);
        PoolOptions options = new PoolOptions()
                .setName("postgres, synchronous commit " + synchronousCommit)
                .setMaxSize(size)
                .setMaxWaitQueueSize(settings.maxWaiting())
                .setConnectionTimeout((int) settings.connectTimeout().toSeconds())
                .setConnectionTimeoutUnit(TimeUnit.SECONDS);
        NetClientOptions net = new NetClientOptions()
                .setConnectTimeout((int) settings.connectTimeout().toMillis())
                .setTcpKeepAlive(true);
        return new ReplaceableClient<>(
                vertx,
                options.getName(),
                settings.statementTimeout().plus(GRACE),
                () -> PgBuilder.pool()
                        .with(options)
                        .with(net)
                        .connectingTo(connect)
                        .using(vertx)
                        .build(),
                Pool::close);
    }

    /**
     * A pooler in transaction mode gives each transaction another connection of the server: no statement stays prepared,
     * and no property may be set but those that the pooler sets anew each time. What a statement may take is left to the
     * server, and to the deadline of the call.
     */
    private static PgConnectOptions throughPooler(PgConnectOptions connect) {
        return connect.setUseLayer7Proxy(true)
                .setCachePreparedStatements(false)
                .setPipeliningLimit(1)
                .setProperties(new HashMap<>(OF_POOLERS));
    }

    /**
     * The server breaks a statement off by itself: one that is silent for even longer hangs in a dead connection. And it
     * looks by itself whether we are still there, since a lock of a node whose machine vanished must not be kept for the
     * two hours that are usual.
     *
     * <p>Every statement finds its rows by an index, one after the other. One that was first planned while a table was
     * small would be free to read or to sort all of it, and would go on doing so while the table grows: plans are kept
     * with the connection. And no values call for a plan of their own, whose making would cost more than most of our
     * statements do.
     */
    private static PgConnectOptions direct(
            PgConnectOptions connect, Settings.Database settings, String synchronousCommit) {
        String timeout = Long.toString(settings.statementTimeout().toMillis());
        return connect.setCachePreparedStatements(true)
                .setPreparedStatementCacheSqlLimit(LONGEST_STATEMENT)
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

    /** So that those who wait for one row do not take all connections for as long as a statement may run. */
    private static String lockTimeout(Settings.Database settings) {
        long longest = settings.statementTimeout().toMillis();
        return Long.toString(Math.min(longest, LockWait.LONG.length().toMillis()));
    }

    /** Runs one statement, durably. */
    public Future<RowSet<Row>> run(String sql, Tuple values) {
        return told(durable, client -> client.preparedQuery(sql).execute(values));
    }

    /**
     * Runs a statement whose loss in a crash of the server does no harm: progress and heartbeats. It turns
     * {@code synchronous_commit} off for its own transaction, where it returns what it has changed: behind a pooler no
     * connection keeps that setting.
     */
    public Future<RowSet<Row>> runRelaxed(String sql, Tuple values) {
        return told(relaxed, client -> client.preparedQuery(sql).execute(values));
    }

    /** Runs a statement once per tuple, in one implicit transaction; the rows of each execution, in order. */
    public Future<List<RowSet<Row>>> batch(String sql, List<Tuple> values) {
        return told(durable, client -> client.preparedQuery(sql).executeBatch(values))
                .map(Database::chained);
    }

    public Future<Void> close() {
        closed = true;
        return Future.join(durable.close(), relaxed.close()).mapEmpty();
    }

    /** What keeps Postgres from its work, in words for an operator; empty while nothing is known to. */
    public Optional<String> fault() {
        return health.fault().map(fault -> fault.kind() + ": " + fault.reason());
    }

    /**
     * Finds out whether Postgres can store something. A server that has become read-only was replaced by another one as
     * a rule, so connections are made anew.
     */
    Future<Void> probeWrite() {
        return run(PROBE, Tuple.tuple()).map(rows -> {
            if (rows.iterator().next().getBoolean("read_only")) {
                health.failed(DatabaseFault.READ_ONLY, READ_ONLY);
                durable.replace();
                relaxed.replace();
            } else {
                health.succeeded(true);
            }
            return null;
        });
    }

    /** Whether a failure says that Postgres cannot do its work, as opposed to that a statement is wrong. */
    public static boolean isOutage(Throwable cause) {
        return cause instanceof Failure failure && failure.code() == ErrorCode.DATABASE_UNAVAILABLE;
    }

    /** Whether a statement has failed because others kept a row locked that it wanted to change. */
    static boolean isLockedRow(Throwable cause) {
        return isOutage(cause)
                && DatabaseFault.of(cause.getCause())
                        .filter(fault -> fault == DatabaseFault.LOCKED)
                        .isPresent();
    }

    private <T> Future<T> told(ReplaceableClient<Pool> pool, Function<Pool, Future<T>> statement) {
        return told(pool.call(statement));
    }

    private <T> Future<T> told(Future<T> future) {
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
        if (!closed) {
            health.failed(fault.get(), cause);
        }
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
