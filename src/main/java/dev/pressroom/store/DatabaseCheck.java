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
 * What must be known of a database that was given, before the pools and the migrations use it. A server tells each
 * connection which of its processes serves it; where another one answers, there is a pooler in between.
 */
public final class DatabaseCheck {
    private static final Logger LOG = LoggerFactory.getLogger(DatabaseCheck.class);
    private static final String ABOUT =
            "select pg_backend_pid() as process, current_setting('server_encoding') as encoding";
    private static final String UTF8 = "UTF8";

    private DatabaseCheck() {}

    /**
     * Blocks. A database that does not answer is taken as it is: who uses it next says why.
     *
     * @return the URL; where a pooler was found, with the word that there is one
     * @throws Failure {@code DATABASE_UNAVAILABLE} when the database cannot keep every text
     */
    public static String checked(String url) {
        DatabaseUrl given = DatabaseUrl.parse(url);
        String careful = given.saysWhetherPooled() ? url : DatabaseUrl.pooled(url);
        try (Connection connection = Migrations.connect(careful);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(ABOUT)) {
            row.next();
            requireUtf8(row.getString("encoding"));
            int announced = connection.unwrap(PGConnection.class).getBackendPID();
            boolean found = !given.saysWhetherPooled() && announced != row.getInt("process");
            if (found) {
                LOG.atInfo().log("the database is behind a pooler: nothing is kept with a connection");
            }
            return found ? careful : url;
        } catch (SQLException e) {
            return url;
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
