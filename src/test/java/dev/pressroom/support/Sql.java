package dev.pressroom.support;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Queries a database directly. */
public final class Sql {
    private static final String OTHERS = """
            select count(*) from pg_stat_activity
            where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'
            """;

    private Sql() {}

    /** The first column of the first row, empty when there is none. */
    public static String text(String url, String query) {
        try (Connection connection = Servers.connect(url);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            return rows.next() ? String.valueOf(rows.getString(1)) : "";
        } catch (SQLException e) {
            throw new AssertionError(query, e);
        }
    }

    public static long number(String url, String query) {
        return Long.parseLong(text(url, query));
    }

    /** Whether no other connection is open. Then the statistics are complete: a connection reports its last ones at its end. */
    public static boolean isAlone(String url) {
        return number(url, OTHERS) == 0;
    }
}
