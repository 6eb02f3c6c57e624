package dev.pressroom.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pressroom.support.TestFolder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class RedisServerIT {
    private final Path folder = TestFolder.fresh();
    private RedisServer server = start();

    @AfterEach
    void killAndDelete() {
        server.kill();
        TestFolder.delete(folder);
    }

    @ParameterizedTest
    @CsvSource({"maxmemory-policy, noeviction", "appendonly, yes", "appendfsync, everysec", "bind, 127.0.0.1"})
    void itIsDurableAndListensOnLoopbackOnly(String setting, String value) throws IOException {
        assertThat(ask("CONFIG", "GET", setting)).isEqualTo(value);
    }

    @Test
    void keysSurviveAStopAndAStart() throws IOException {
        ask("SET", "word", "kept");
        server.close();
        server = start();
        assertThat(ask("GET", "word")).isEqualTo("kept");
    }

    @Test
    void aRunningServerIsAdopted() throws IOException {
        long before = pid();
        server = start();
        assertThat(pid()).isEqualTo(before);
    }

    @Test
    void aKilledServerRestartsAtItsPort() {
        int port = server.port();
        server.kill();
        server = start();
        assertThat(server.port()).isEqualTo(port);
    }

    @Test
    void anotherServerAtThePortIsNotUsed() throws IOException {
        server.close();
        RedisServer foreign = RedisServer.start(folder.resolve("foreign"), TestFolder.programs());
        Files.writeString(folder.resolve("port"), Integer.toString(foreign.port()));
        server = start();
        assertThat(server.port()).isNotEqualTo(foreign.port());
        foreign.kill();
    }

    @Test
    void aPortInUseIsReplacedByAFreeOne() throws IOException {
        int port = server.port();
        server.close();
        try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            server = start();
            assertThat(server.port()).isNotEqualTo(taken.getLocalPort());
        }
    }

    @Test
    void theReasonOfAFailedStartIsReported() throws IOException {
        server.close();
        Files.writeString(folder.resolve("data/appendonlydir/appendonly.aof.manifest"), "no such thing\n");
        assertThatThrownBy(this::start)
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("manifest")
                .hasMessageContaining("REDIS_URL")
                .hasMessageNotContaining("\n");
    }

    private RedisServer start() {
        return RedisServer.start(folder, TestFolder.programs());
    }

    private long pid() throws IOException {
        return Long.parseLong(Files.readString(folder.resolve("pid")).strip());
    }

    static String password(String url) {
        return URI.create(url).getUserInfo().substring(1);
    }

    private String ask(String... words) throws IOException {
        try (RedisConnection redis = RedisConnection.open(server.port(), password(server.url()))) {
            var answer = redis.send(words);
            return answer.get(answer.size() - 1);
        }
    }
}
