package dev.pressroom.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pressroom.support.Await;
import dev.pressroom.support.ClusterTemplate;
import dev.pressroom.support.Servers;
import dev.pressroom.support.Sql;
import dev.pressroom.support.TestFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The embedded servers require their passwords, also when an older version started them without one. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class ServerPasswordsIT {
    private static final String KEPT = "select word from t";

    private final Path folder = TestFolder.fresh();
    private final Path postgresFolder = folder.resolve("postgres");
    private final Path redisFolder = folder.resolve("redis");
    private PostgresServer postgres;
    private RedisServer redis;

    @BeforeEach
    void start() {
        ClusterTemplate.copyInto(postgresFolder);
        startPostgres();
        startRedis();
        Servers.execute(postgres.url(), "create table t as select 'kept' as word");
        Servers.askRedis(redis.url(), "SET word kept", "+OK\r\n");
    }

    @AfterEach
    void killAndDelete() {
        TestFolder.abandon(folder);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "postgres", "guess"})
    void postgresRefusesWrongPasswords(String password) {
        assertThatThrownBy(() -> connect(password)).isInstanceOf(SQLException.class);
    }

    @Test
    void postgresRequiresThePasswordForEveryConnection() {
        assertThat(ways()).isEqualTo("host scram-sha-256, local scram-sha-256");
    }

    @Test
    void redisRequiresItsPassword() {
        assertThatThrownBy(() -> redisWith("guess")).hasMessageContaining("WRONGPASS");
    }

    @Test
    void onlyTheOwnerCanReadFilesWithPasswords() throws IOException {
        for (Path secret : secrets()) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secret)))
                    .as(secret.toString())
                    .isEqualTo("rw-------");
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(postgresFolder)))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(redisFolder)))
                .isEqualTo("rwx------");
    }

    @Test
    void noOtherFileContainsAPassword() throws IOException {
        postgres.close();
        Files.delete(postgresFolder.resolve("password"));
        startPostgres();

        assertThat(filesWith(passwords())).containsExactlyInAnyOrderElementsOf(secrets());
    }

    @Test
    void noCommandLineContainsAPassword() throws IOException {
        List<String> passwords = passwords();

        assertThat(ProcessHandle.allProcesses()
                        .flatMap(process -> process.info().commandLine().stream())
                        .filter(command -> passwords.stream().anyMatch(command::contains)))
                .isEmpty();
    }

    @Test
    void postgresDataOfAnOlderVersionGetsAPassword() throws IOException {
        openPostgres();
        postgres.close();
        startPostgres();

        assertThatThrownBy(() -> connect("")).isInstanceOf(SQLException.class);
        assertThat(Sql.text(postgres.url(), KEPT)).isEqualTo("kept");
    }

    @Test
    void aPostgresThatAnOlderVersionLeftRunningGetsAPassword() throws IOException, SQLException {
        openPostgres();
        try (Connection before = connect("")) {
            startPostgres();

            assertThat(before.isValid(1)).isFalse();
        }
        assertThatThrownBy(() -> connect("")).isInstanceOf(SQLException.class);
        assertThat(Sql.text(postgres.url(), KEPT)).isEqualTo("kept");
    }

    @Test
    void aPostgresThatWasKilledWithoutAPasswordGetsOne() throws IOException {
        openPostgres();
        postgres.kill();
        startPostgres();

        assertThat(Sql.text(postgres.url(), KEPT)).isEqualTo("kept");
        assertThat(ways()).doesNotContain("trust");
    }

    @Test
    void aLostPasswordOfPostgresIsReplaced() throws IOException {
        postgres.close();
        Files.delete(postgresFolder.resolve("password"));
        startPostgres();

        assertThat(Sql.text(postgres.url(), KEPT)).isEqualTo("kept");
    }

    @Test
    void aDraftPasswordThatPostgresDoesNotHaveIsReplaced() throws IOException {
        postgres.close();
        Files.move(postgresFolder.resolve("password"), postgresFolder.resolve("password.draft"));
        Files.writeString(postgresFolder.resolve("password.draft"), "0".repeat(64));
        startPostgres();

        assertThat(Sql.text(postgres.url(), KEPT)).isEqualTo("kept");
    }

    @Test
    void aRedisThatAnOlderVersionLeftRunningGetsAPassword() throws IOException {
        Servers.askRedis(redis.url(), "CONFIG SET requirepass \"\"", "+OK\r\n");
        Files.delete(redisFolder.resolve("password"));
        try (RedisConnection before = RedisConnection.open(redis.port(), "none")) {
            startRedis();

            assertThatThrownBy(() -> before.send("PING")).isInstanceOf(IOException.class);
        }
        assertThatThrownBy(() -> redisWith("")).isInstanceOf(IOException.class);
        Servers.askRedis(redis.url(), "GET word", "$4\r\nkept\r\n");
    }

    @Test
    void aRunningRedisWithALostPasswordIsNotStartedTwice() throws IOException {
        Files.delete(redisFolder.resolve("password"));

        assertThatThrownBy(() -> RedisServer.start(redisFolder, TestFolder.programs()))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("another password");
    }

    /** The state that older versions leave: no password needed. */
    private void openPostgres() throws IOException {
        Files.writeString(postgresFolder.resolve("data/pg_hba.conf"), "host all all all trust\nlocal all all trust\n");
        Servers.execute(
                postgres.url(), "do $$ begin alter role postgres password null; perform pg_reload_conf(); end $$");
        Await.until(Duration.ofSeconds(60), this::isOpen);
        Files.delete(postgresFolder.resolve("password"));
    }

    private boolean isOpen() {
        try (Connection anybody = connect("")) {
            return anybody.isValid(1);
        } catch (SQLException refused) {
            return false;
        }
    }

    private String ways() {
        return Sql.text(
                postgres.url(),
                "select string_agg(type || ' ' || auth_method, ', ' order by type) from pg_hba_file_rules");
    }

    private Connection connect(String password) throws SQLException {
        return Servers.connect("postgresql://postgres:" + password + "@127.0.0.1:" + postgres.port() + "/pressroom");
    }

    private void redisWith(String password) throws IOException {
        RedisConnection.open(redis.port(), password.isEmpty() ? "none" : password)
                .close();
    }

    private List<Path> secrets() {
        return List.of(
                postgresFolder.resolve("password"), redisFolder.resolve("password"), redisFolder.resolve("redis.conf"));
    }

    private List<String> passwords() throws IOException {
        return List.of(
                Files.readString(postgresFolder.resolve("password")).strip(),
                Files.readString(redisFolder.resolve("password")).strip());
    }

    private List<Path> filesWith(List<String> texts) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> texts.stream().anyMatch(text -> read(file).contains(text)))
                    .toList();
        }
    }

    /** Empty when the server has deleted the file meanwhile. */
    private static String read(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }

    private void startPostgres() {
        postgres = PostgresServer.start(postgresFolder, TestFolder.programs());
    }

    private void startRedis() {
        redis = RedisServer.start(redisFolder, TestFolder.programs());
    }
}
