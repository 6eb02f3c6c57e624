package dev.pressroom.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.ds.PGSimpleDataSource;

/** Administrative statements for the embedded PostgreSQL, over JDBC. */
record PostgresConnection(int port, String password) {
    static final String USER = "postgres";
    private static final int CONNECT_TIMEOUT_SECONDS = 2;
    private static final int SOCKET_TIMEOUT_SECONDS = 10;

    /** Whether the server at the port has its data in this folder; false also when it does not answer. */
    boolean servesData(Path data) throws IOException {
        try (Connection connection = open();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("show data_directory")) {
            rows.next();
            Path reported = Path.of(rows.getString(1));
            return Files.exists(reported) && Files.isSameFile(reported, data);
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
        source.setConnectTimeout(CONNECT_TIMEOUT_SECONDS);
        source.setSocketTimeout(SOCKET_TIMEOUT_SECONDS);
        return source.getConnection();
    }
}
