package dev.pressroom.store;

import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import io.vertx.pgclient.PgConnectOptions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Locale;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** Brings the schema to the version this program needs. Nodes that start together take turns: Flyway locks. */
public final class Migrations {
    private Migrations() {}

    /**
     * Blocks until the schema is there.
     *
     * @param url {@code postgresql://user:password@host:port/database?parameters}
     * @return how many migrations were applied
     * @throws Failure {@code DATABASE_UNAVAILABLE}, with what the server said
     */
    public static int run(String url) {
        Jdbc jdbc = Jdbc.of(url);
        try {
            return Flyway.configure()
                    .dataSource(jdbc.url(), jdbc.user(), jdbc.password())
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

    /** A connection of its own, for what is done before there are pools. */
    public static Connection connect(String url) throws SQLException {
        Jdbc jdbc = Jdbc.of(url);
        return DriverManager.getConnection(jdbc.url(), jdbc.user(), jdbc.password());
    }

    private static String firstLine(Throwable e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        return String.valueOf(cause.getMessage()).lines().findFirst().orElse("unknown");
    }

    /** What JDBC calls the same database; read as the pools read the URL, so that both agree. */
    private record Jdbc(String url, String user, String password) {
        static Jdbc of(String url) {
            PgConnectOptions options = PgConnectOptions.fromUri(url);
            return new Jdbc(
                    "jdbc:postgresql://" + options.getHost() + ":" + options.getPort() + "/" + options.getDatabase()
                            + "?sslmode="
                            + options.getSslMode()
                                    .name()
                                    .toLowerCase(Locale.ROOT)
                                    .replace('_', '-'),
                    options.getUser(),
                    options.getPassword());
        }
    }
}
