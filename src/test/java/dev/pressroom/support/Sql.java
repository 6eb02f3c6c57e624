package dev.pressroom.support;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Looks into a database from the side. */
public final class Sql {
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
}
