package dev.pressroom.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pressroom.support.ClusterTemplate;
import dev.pressroom.support.Servers;
import dev.pressroom.support.TestFolder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 90, unit = TimeUnit.SECONDS)
class PostgresServerIT {
    private final Path folder = TestFolder.fresh();
    private PostgresServer server;

    @BeforeEach
    void startOnANewCluster() {
        ClusterTemplate.copyInto(folder);
        server = start();
    }

    @AfterEach
    void killAndDelete() {
        server.kill();
        TestFolder.delete(folder);
    }

    @Test
    void aKilledServerRestartsAtItsPort() {
        int port = server.port();
        server.kill();
        server = start();
        assertThat(server.port()).isEqualTo(port);
    }

    @Test
    void anotherServerAtThePortIsNotUsed() throws IOException, SQLException {
        server.close();
        PostgresServer foreign = foreign();
        Files.writeString(folder.resolve("port"), Integer.toString(foreign.port()));
        server = start();
        foreign.kill();
        assertThat(ask("show data_directory")).isEqualTo(folder.resolve("data").toString());
    }

    @Test
    void anotherServerWithTheStoredProcessIdIsNotUsed() throws IOException, SQLException {
        server.close();
        PostgresServer foreign = foreign();
        Files.writeString(
                folder.resolve("data/postmaster.pid"),
                ProcessHandle.current().pid() + "\n" + folder.resolve("data") + "\n0\n" + foreign.port() + "\n");
        server = start();
        assertThat(ask("show data_directory")).isEqualTo(folder.resolve("data").toString());
        foreign.kill();
    }

    @Test
    void aPortInUseIsReplacedByAFreeOne() throws IOException, SQLException {
        int port = server.port();
        server.close();
        try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            server = start();
            assertThat(server.port()).isNotEqualTo(taken.getLocalPort());
        }
        assertThat(ask("select 1")).isEqualTo("1");
    }

    @Test
    void anInterruptedFirstStartIsRepeated() throws IOException, SQLException {
        server.kill();
        TestFolder.delete(folder);
        Files.createDirectories(folder.resolve("data.new"));
        Files.writeString(folder.resolve("data.new/PG_VERSION"), "18");
        server = start();
        assertThat(ask("select 1")).isEqualTo("1");
    }

    @Test
    void dataOfAnotherVersionIsNotChanged() throws IOException {
        server.close();
        Files.writeString(folder.resolve("data/PG_VERSION"), "17\n");
        assertThatThrownBy(this::start)
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("PostgreSQL 17")
                .hasMessageContaining("DATABASE_URL")
                .hasMessageNotContaining("\n");
    }

    @Test
    void theReasonOfAFailedStartIsReported() throws IOException {
        server.close();
        Files.writeString(folder.resolve("data/postgresql.conf"), "no such thing\n");
        assertThatThrownBy(this::start)
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("syntax error")
                .hasMessageNotContaining("\n");
    }

    private PostgresServer foreign() {
        ClusterTemplate.copyInto(folder.resolve("foreign"));
        return PostgresServer.start(folder.resolve("foreign"), TestFolder.programs());
    }

    private PostgresServer start() {
        return PostgresServer.start(folder, TestFolder.programs());
    }

    private String ask(String sql) throws SQLException {
        try (Connection connection = Servers.connect(server.url());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
