package dev.pressroom.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * One connection for all statements of a start before the pools exist. Each new connection derives a key from the password
 * (SCRAM), thousands of hashes in code that is not compiled yet. Blocking; for one thread.
 */
public final class StartConnection implements AutoCloseable {
    private String url;
    private Connection open;

    /** The connection to this database: the open one, unless it is to another database or was lost. */
    public Connection to(String database) throws SQLException {
        if (open == null || !database.equals(url) || open.isClosed()) {
            close();
            open = Migrations.connect(database);
            url = database;
        }
        return open;
    }

    /** The open connection, opened as that to a pooler, is one to this database without a pooler. */
    void useWithoutPooler(String database) throws SQLException {
        try (Statement statement = open.createStatement()) {
            statement.execute("set statement_timeout = " + Migrations.ANSWER_TIMEOUT.toMillis());
        }
        url = database;
    }

    @Override
    public void close() throws SQLException {
        Connection closed = open;
        open = null;
        if (closed != null) {
            closed.close();
        }
    }
}
