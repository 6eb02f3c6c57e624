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

/** Brings the schema to the version this program needs. Nodes that start together take turns: Flyway locks. */
public final class Migrations {
    /**
     * A migration that waits for a lock makes everybody wait who comes after it: better it fails, and is tried again.
     * How long its own work takes is not ours to say.
     */
    private static final Duration LOCK_PATIENCE = Duration.ofSeconds(10);

    private static final Duration CONNECT_PATIENCE = Duration.ofSeconds(5);

    /** For a connection that is ready for statements. */
    private static final Duration LOGIN_PATIENCE = CONNECT_PATIENCE.multipliedBy(2);

    /** For an answer, where the statements are small. */
    private static final Duration ANSWER_PATIENCE = Duration.ofSeconds(15);

    private Migrations() {}

    /**
     * As {@link #run}, but without Flyway where its own history says that there is nothing to do. Blocks until the schema
     * is there.
     *
     * @throws Failure {@code DATABASE_UNAVAILABLE}, with what the server said
     */
    public static void ensure(String url) {
        if (!isCurrent(url)) {
            run(url);
        }
    }

    /** No also when the database does not answer: what there is to say of that, Flyway's failure says. */
    private static boolean isCurrent(String url) {
        try (Connection connection = connect(url)) {
            return SchemaHistory.isCurrent(connection);
        } catch (SQLException e) {
            return false;
        }
    }

    /**
     * Blocks until the schema is there.
     *
     * @param url {@code postgresql://user:password@host:port/database?parameters}
     * @return how many migrations were applied
     * @throws Failure {@code DATABASE_UNAVAILABLE}, with what the server said
     */
    public static int run(String url) {
        return run(url, LOCK_PATIENCE);
    }

    static int run(String url, Duration lockPatience) {
        Jdbc jdbc = Jdbc.of(url);
        try {
            return Flyway.configure()
                    .dataSource(
                            jdbc.url() + "&tcpKeepAlive=true" + jdbc.options("lock_timeout", lockPatience),
                            jdbc.user(),
                            jdbc.password())
                    .locations("classpath:db/migration")
                    .connectRetries(5)
                    .connectRetriesInterval(1)
                    .load()
                    .migrate()
                    .migrationsExecuted;
        } catch (FlywayException e) {
            throw new Failure(ErrorCode.DATABASE_UNAVAILABLE, "The database cannot be migrated: " + firstLine(e), e);
        }
    }

    /** A connection of its own, for what is done before there are pools. It breaks when an answer takes too long. */
    public static Connection connect(String url) throws SQLException {
        return connect(url, ANSWER_PATIENCE);
    }

    static Connection connect(String url, Duration patience) throws SQLException {
        Jdbc jdbc = Jdbc.of(url);
        String limits = "&socketTimeout=" + LOGIN_PATIENCE.toSeconds() + jdbc.options("statement_timeout", patience);
        Connection connection = DriverManager.getConnection(jdbc.url() + limits, jdbc.user(), jdbc.password());
        try {
            connection.setNetworkTimeout(Runnable::run, Math.toIntExact(patience.toMillis()));
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

    /** What JDBC calls the same database; read as the pools read the URL, so that both agree. */
    private record Jdbc(String url, String user, String password, boolean pooled) {
        /** A setting of the server as it stands in a URL; poolers refuse such settings. */
        String options(String name, Duration value) {
            return pooled ? "" : "&options=-c%20" + name + "%3D" + value.toMillis();
        }

        static Jdbc of(String url) {
            DatabaseUrl parsed = DatabaseUrl.parse(url);
            PgConnectOptions options = parsed.options();
            return new Jdbc(
                    parsed.jdbc() + "&connectTimeout=" + CONNECT_PATIENCE.toSeconds() + "&loginTimeout="
                            + LOGIN_PATIENCE.toSeconds(),
                    options.getUser(),
                    options.getPassword(),
                    parsed.isPooled());
        }
    }
}
