package dev.pressroom.store;

import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import io.vertx.pgclient.PgConnectOptions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.output.MigrateResult;

/** Migrates the schema to the version of this program. Flyway's lock lets one node at a time migrate. */
public final class Migrations {
    /**
     * The {@code lock_timeout} of a migration. While a migration waits for the lock of a table, other statements on that
     * table wait behind it; therefore it gives up. Its execution has no time limit.
     */
    private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(10);

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    /** The time limit until a connection is ready for statements. */
    private static final Duration LOGIN_TIMEOUT = CONNECT_TIMEOUT.multipliedBy(2);

    /** The time limit of a statement that runs before the pools exist. */
    static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(15);

    private Migrations() {}

    /**
     * Migrates like {@link #run}, but does not load Flyway when its history shows that the schema is current. Blocks.
     *
     * @throws Failure {@code DATABASE_UNAVAILABLE} with the server's message
     */
    public static void ensure(String url) {
        try (StartConnection start = new StartConnection()) {
            ensure(url, start);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As {@link #ensure(String)}, over the connection of the start. */
    public static void ensure(String url, StartConnection start) throws SQLException {
        if (!isCurrent(url, start)) {
            start.close(); // a migration may take longer than an idle connection lasts
            run(url);
        }
    }

    /** False also when the database does not answer: Flyway then fails with the reason. */
    private static boolean isCurrent(String url, StartConnection start) {
        try {
            return SchemaHistory.isCurrent(start.to(url));
        } catch (SQLException e) {
            return false;
        }
    }

    /**
     * Migrates the schema with Flyway. Blocks.
     *
     * @param url {@code postgresql://user:password@host:port/database?parameters}
     * @return the number of applied migrations
     * @throws Failure {@code DATABASE_UNAVAILABLE} with the server's message
     */
    public static int run(String url) {
        return run(url, LOCK_TIMEOUT);
    }

    static int run(String url, Duration lockTimeout) {
        Jdbc jdbc = Jdbc.of(url);
        try {
            MigrateResult result = Flyway.configure()
                    .dataSource(
                            jdbc.url() + "&tcpKeepAlive=true" + jdbc.options("lock_timeout", lockTimeout),
                            jdbc.user(),
                            jdbc.password())
                    .locations("classpath:db/migration")
                    .connectRetries(5)
                    .connectRetriesInterval(1)
                    .load()
                    .migrate();
            return result.migrationsExecuted;
        } catch (FlywayException e) {
            throw new Failure(
                    ErrorCode.DATABASE_UNAVAILABLE,
                    "The database (DATABASE_URL or DATABASE_DIRECT_URL) cannot be migrated: " + firstLine(e),
                    e);
        }
    }

    /** Opens a connection for statements before the pools exist. It breaks when an answer takes longer than 15 s. */
    public static Connection connect(String url) throws SQLException {
        return connect(url, ANSWER_TIMEOUT);
    }

    static Connection connect(String url, Duration timeout) throws SQLException {
        Jdbc jdbc = Jdbc.of(url);
        String limits = "&socketTimeout=" + LOGIN_TIMEOUT.toSeconds() + jdbc.options("statement_timeout", timeout);
        Connection connection = DriverManager.getConnection(jdbc.url() + limits, jdbc.user(), jdbc.password());
        try {
            connection.setNetworkTimeout(Runnable::run, Math.toIntExact(timeout.toMillis()));
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private static String firstLine(Throwable e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        return String.valueOf(cause.getMessage()).lines().findFirst().orElse("unknown");
    }

    /** The JDBC form of the database URL, parsed as for the pools, so that both agree. */
    private record Jdbc(String url, String user, String password, boolean pooled) {
        /** A server setting as a URL parameter; empty behind a pooler, which refuses such settings. */
        String options(String name, Duration value) {
            return pooled ? "" : "&options=-c%20" + name + "%3D" + value.toMillis();
        }

        static Jdbc of(String url) {
            DatabaseUrl parsed = DatabaseUrl.parse(url);
            PgConnectOptions options = parsed.options();
            return new Jdbc(
                    parsed.jdbc() + "&connectTimeout=" + CONNECT_TIMEOUT.toSeconds() + "&loginTimeout="
                            + LOGIN_TIMEOUT.toSeconds(),
                    options.getUser(),
                    options.getPassword(),
                    parsed.isPooled());
        }
    }
}
