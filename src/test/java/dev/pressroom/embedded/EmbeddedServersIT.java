package dev.pressroom.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.support.ClusterTemplate;
import dev.pressroom.support.Servers;
import dev.pressroom.support.TestFolder;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 90, unit = TimeUnit.SECONDS)
class EmbeddedServersIT {
    private final Path folder = TestFolder.fresh();

    @BeforeEach
    void unpackPrograms() throws IOException {
        ClusterTemplate.copyInto(folder.resolve("postgres"));
        Files.createSymbolicLink(folder.resolve("programs"), TestFolder.programs());
    }

    @AfterEach
    void killServers() {
        TestFolder.abandon(folder);
    }

    @Test
    void dataSurvivesAStopAndAStart() throws Exception {
        try (DataFolder data = DataFolder.open(folder);
                EmbeddedServers servers = EmbeddedServers.start(data, true, true)) {
            store(servers);
        }
        try (DataFolder data = DataFolder.open(folder);
                EmbeddedServers servers = EmbeddedServers.start(data, true, true)) {
            assertThat(stored(servers)).containsExactly("kept", "kept");
        }
    }

    @Test
    void theServersOfAKilledServiceAreAdopted() throws Exception {
        ServiceProcess killed = ServiceProcess.start(folder);
        long postgres = postmaster();
        killed.kill();
        try (DataFolder data = DataFolder.open(folder);
                EmbeddedServers servers = EmbeddedServers.start(data, true, true)) {
            assertThat(List.of(
                            servers.postgresUrl().orElseThrow(),
                            servers.redisUrl().orElseThrow()))
                    .isEqualTo(killed.lines());
            assertThat(postmaster()).isEqualTo(postgres);
        }
    }

    @Test
    void dataSurvivesAKillOfTheServiceAndItsServers() throws Exception {
        ServiceProcess killed = ServiceProcess.start(folder);
        Servers.execute(killed.lines().get(0), "create table t as select 'kept' as word");
        ProcessHandle postgres = ProcessHandle.of(postmaster()).orElseThrow();
        killed.kill();
        Processes.killTree(postgres);
        try (DataFolder data = DataFolder.open(folder);
                EmbeddedServers servers = EmbeddedServers.start(data, true, false)) {
            assertThat(word(servers)).isEqualTo("kept");
        }
    }

    @Test
    void stoppingTheServiceStopsBothServers() throws Exception {
        ServiceProcess service = ServiceProcess.start(folder);
        ProcessHandle postgres = ProcessHandle.of(postmaster()).orElseThrow();
        service.close();
        assertThat(Processes.mayRun(postgres, "postgres")).isFalse();
        assertThat(answers(port(service.lines().get(1)))).isFalse();
    }

    @Test
    void aSecondServiceInTheSameFolderIsRefusedAndTheFirstKeepsRunning() throws Exception {
        try (ServiceProcess first = ServiceProcess.start(folder);
                ServiceProcess second = ServiceProcess.start(folder)) {
            assertThat(second.lines())
                    .singleElement()
                    .asString()
                    .contains(folder.toString(), "process " + first.pid(), "http://localhost:4711", "PRESSROOM_DATA=");
            assertThat(answers(port(first.lines().get(1)))).isTrue();
        }
    }

    @Test
    void onlyTheSelectedServersAreStarted() {
        try (DataFolder data = DataFolder.open(folder);
                EmbeddedServers servers = EmbeddedServers.start(data, false, true)) {
            assertThat(servers.postgresUrl()).isEmpty();
            assertThat(servers.redisUrl()).isPresent();
        }
    }

    private static void store(EmbeddedServers servers) throws IOException {
        Servers.execute(servers.postgresUrl().orElseThrow(), "create table t as select 'kept' as word");
        try (RedisConnection redis = redis(servers)) {
            redis.send("SET", "word", "kept");
        }
    }

    private static List<String> stored(EmbeddedServers servers) throws IOException, SQLException {
        try (RedisConnection redis = redis(servers)) {
            return List.of(word(servers), redis.send("GET", "word").get(0));
        }
    }

    private static RedisConnection redis(EmbeddedServers servers) throws IOException {
        String url = servers.redisUrl().orElseThrow();
        return RedisConnection.open(port(url), RedisServerIT.password(url));
    }

    private static String word(EmbeddedServers servers) throws SQLException {
        try (Connection connection = Servers.connect(servers.postgresUrl().orElseThrow());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select word from t")) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static boolean answers(int port) {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private long postmaster() {
        return PostmasterFile.read(folder.resolve("postgres/data"))
                .orElseThrow()
                .pid();
    }

    private static int port(String url) {
        return URI.create(url).getPort();
    }
}
