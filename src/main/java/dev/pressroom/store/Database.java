package dev.pressroom.store;

import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import dev.pressroom.config.Settings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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

    private final Renewed<Pool> durable;
    private final Renewed<Pool> relaxed;

    private Database(Renewed<Pool> durable, Renewed<Pool> relaxed) {
        this.durable = durable;
        this.relaxed = relaxed;
    }

    /** Opens the pools; connections are made when they are needed, so this does not fail while Postgres is away. */
    public static Database open(Vertx vertx, String url, Settings.Database settings) {
        return new Database(
                pool(vertx, url, settings, settings.poolSize(), "on"),
                pool(vertx, url, settings, Math.max(1, settings.poolSize() / 4), "off"));
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
    private static Renewed<Pool> pool(
            Vertx vertx, String url, Settings.Database settings, int size, String synchronousCommit) {
        String timeout = Long.toString(settings.statementTimeout().toMillis());
        PgConnectOptions connect = PgConnectOptions.fromUri(url)
                .setCachePreparedStatements(true)
                .setPreparedStatementCacheSqlLimit(LONGEST_STATEMENT)
                .setPipeliningLimit(16)
                .addProperty("application_name", "pressroom")
                .addProperty("statement_timeout", timeout)
                .addProperty("lock_timeout", timeout)
                .addProperty("idle_in_transaction_session_timeout", timeout)
                .addProperty("tcp_keepalives_idle", "10")
                .addProperty("tcp_keepalives_interval", "5")
                .addProperty("tcp_keepalives_count", "3")
                .addProperty("enable_seqscan", "off")
                .addProperty("enable_hashjoin", "off")
                .addProperty("enable_mergejoin", "off")
                .addProperty("plan_cache_mode", "force_generic_plan")
                .addProperty("synchronous_commit", synchronousCommit);
        PoolOptions options = new PoolOptions()
                .setName("postgres, synchronous commit " + synchronousCommit)
                .setMaxSize(size)
                .setMaxWaitQueueSize(settings.maxWaiting())
                .setConnectionTimeout((int) settings.connectTimeout().toSeconds())
                .setConnectionTimeoutUnit(TimeUnit.SECONDS);
        NetClientOptions net = new NetClientOptions()
                .setConnectTimeout((int) settings.connectTimeout().toMillis())
                .setTcpKeepAlive(true);
        return new Renewed<>(
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

    /** Runs one statement, durably. */
    public Future<RowSet<Row>> run(String sql, Tuple values) {
        return told(durable, client -> client.preparedQuery(sql).execute(values));
    }

    /** Runs a statement whose loss in a crash of the server does no harm: progress and heartbeats. */
    public Future<RowSet<Row>> runRelaxed(String sql, Tuple values) {
        return told(relaxed, client -> client.preparedQuery(sql).execute(values));
    }

    /** Runs a statement once per tuple, in one implicit transaction; the rows of each execution, in order. */
    public Future<List<RowSet<Row>>> batch(String sql, List<Tuple> values) {
        return told(durable, client -> client.preparedQuery(sql).executeBatch(values))
                .map(Database::chained);
    }

    /** As {@link #batch}, for what {@link #runRelaxed} is for. */
    public Future<List<RowSet<Row>>> batchRelaxed(String sql, List<Tuple> values) {
        return told(relaxed, client -> client.preparedQuery(sql).executeBatch(values))
                .map(Database::chained);
    }

    public Future<Void> close() {
        return Future.join(durable.close(), relaxed.close()).mapEmpty();
    }

    /** Whether a failure says that Postgres cannot be reached, as opposed to that a statement is wrong. */
    public static boolean isOutage(Throwable cause) {
        return cause instanceof Failure failure && failure.code() == ErrorCode.DATABASE_UNAVAILABLE;
    }

    private static <T> Future<T> told(Renewed<Pool> pool, Function<Pool, Future<T>> statement) {
        return told(pool.call(statement));
    }

    private static <T> Future<T> told(Future<T> future) {
        return future.recover(cause -> Future.failedFuture(translated(cause)));
    }

    private static Throwable translated(Throwable cause) {
        if (cause instanceof PgException pg && !meansAway(pg.getSqlState())) {
            return cause;
        }
        return new Failure(
                ErrorCode.DATABASE_UNAVAILABLE,
                "The database cannot be reached at the moment. Try again shortly.",
                cause);
    }

    /** Connection trouble, too many connections, shutdown or start of the server, a server that only reads, and
     * statements out of time. */
    private static boolean meansAway(String sqlState) {
        return sqlState != null
                && (sqlState.startsWith("08")
                        || sqlState.startsWith("53")
                        || sqlState.startsWith("57")
                        || sqlState.equals("55P03")
                        || sqlState.equals("25006")
                        || sqlState.equals("58030"));
    }

    private static List<RowSet<Row>> chained(RowSet<Row> first) {
        List<RowSet<Row>> all = new ArrayList<>();
        for (RowSet<Row> rows = first; rows != null; rows = rows.next()) {
            all.add(rows);
        }
        return all;
    }
}
