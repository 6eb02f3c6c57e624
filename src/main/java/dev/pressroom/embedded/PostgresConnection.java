package dev.pressroom.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.ds.PGSimpleDataSource;

/** The few things that we ask our PostgreSQL ourselves, as its administrator. */
record PostgresConnection(int port, String password) {
    static final String USER = "postgres";
    private static final int CONNECT_SECONDS = 2;
    private static final int ANSWER_SECONDS = 10;

    /** Whether the server at the port is the one whose data is there. False also when it does not answer (yet). */
    boolean answersFor(Path data) throws IOException {
        try (Connection connection = open();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("show data_directory")) {
            rows.next();
            Path told = Path.of(rows.getString(1));
            return Files.exists(told) && Files.isSameFile(told, data);
        } catch (SQLException e) {
            return false;
        }
    }

    void createDatabase(String name) throws SQLException {
        try (Connection connection = open();
                Statement statement = connection.createStatement()) {
            if (!exists(statement, name)) {
                statement.execute("create database " + name);
            }
        }
    }

    private static boolean exists(Statement statement, String name) throws SQLException {
        try (ResultSet rows = statement.executeQuery("select from pg_database where datname = '" + name + "'")) {
            return rows.next();
        }
    }

    private Connection open() throws SQLException {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setServerNames(new String[] {"127.0.0.1"});
        source.setPortNumbers(new int[] {port});
        source.setDatabaseName("postgres");
        source.setUser(USER);
        source.setPassword(password);
        source.setSslMode("disable");
        source.setConnectTimeout(CONNECT_SECONDS);
        source.setSocketTimeout(ANSWER_SECONDS);
        return source.getConnection();
    }
}
