package dev.pressroom.store;

import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks a configured database before the pools and the migrations use it. It detects a pooler: the server announces its
 * process id to each connection, and behind a pooler another process executes the statements.
 */
public final class DatabaseCheck {
    private static final Logger LOG = LoggerFactory.getLogger(DatabaseCheck.class);
    private static final String PROCESS_AND_ENCODING =
            "select pg_backend_pid() as process, current_setting('server_encoding') as encoding";
    private static final String UTF8 = "UTF8";

    private DatabaseCheck() {}

    /**
     * Blocks. The URL of a database that does not answer is returned unchanged; the migration then reports the reason.
     *
     * @return the URL; with {@code pgbouncer=true} where a pooler was detected
     * @throws Failure {@code DATABASE_UNAVAILABLE} when the database's encoding is not UTF-8
     */
    public static String checked(String url) {
        try (StartConnection start = new StartConnection()) {
            return checked(url, start);
        } catch (SQLException e) {
            return url;
        }
    }

    /** As {@link #checked(String)}; leaves the connection open for the statements that follow. */
    public static String checked(String url, StartConnection start) {
        DatabaseUrl given = DatabaseUrl.parse(url);
        String withPooler = given.hasPoolerParameter() ? url : DatabaseUrl.pooled(url);
        try {
            boolean found = hasOtherProcess(start.to(withPooler)) && !given.hasPoolerParameter();
            if (found) {
                LOG.atInfo().log(
                        "the database is behind a pooler: connections keep no prepared statements and settings");
                return withPooler;
            }
            if (!given.hasPoolerParameter()) {
                start.useWithoutPooler(url);
            }
            return url;
        } catch (SQLException e) {
            return url;
        }
    }

    /** True when another process than the one announced executes the statements. */
    private static boolean hasOtherProcess(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(PROCESS_AND_ENCODING)) {
            row.next();
            requireUtf8(row.getString("encoding"));
            return connection.unwrap(PGConnection.class).getBackendPID() != row.getInt("process");
        }
    }

    private static void requireUtf8(String encoding) {
        if (!encoding.equals(UTF8)) {
            throw new Failure(
                    ErrorCode.DATABASE_UNAVAILABLE,
                    "The database has the encoding " + encoding
                            + " and cannot keep every text. Create one with: create database pressroom encoding 'UTF8'"
                            + " template template0");
        }
    }
}
