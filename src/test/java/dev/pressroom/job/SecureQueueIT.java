package dev.pressroom.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.config.Settings;
import dev.pressroom.config.SettingsLoader;
import dev.pressroom.limit.RedisSlidingWindow;
import dev.pressroom.support.Await;
import dev.pressroom.support.Servers;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SelfSignedCertificate;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A Redis behind TLS: a real one, in front of which the test ends the TLS. */
class SecureQueueIT {
    private static final Duration SOON = Duration.ofSeconds(20);

    private final SelfSignedCertificate certificate = SelfSignedCertificate.create("localhost");
    private final Vertx vertx = Vertx.vertx();
    private NetServer front;

    @BeforeEach
    void open() throws Exception {
        int redis = URI.create(Servers.freshRedis()).getPort();
        front = vertx.createNetServer(
                new NetServerOptions().setSsl(true).setKeyCertOptions(certificate.keyCertOptions()));
        front.connectHandler(near -> forward(near, redis));
        front.listen(0, "127.0.0.1").await(20, TimeUnit.SECONDS);
    }

    private void forward(NetSocket near, int redis) {
        near.pause();
        vertx.createNetClient().connect(redis, "127.0.0.1").onSuccess(far -> {
            far.handler(near::write);
            near.handler(far::write);
            near.resume();
        });
    }

    @AfterEach
    void close() throws Exception {
        vertx.close().await(20, TimeUnit.SECONDS);
    }

    @Test
    void aServerWhoseCertificateTheCaFileVouchesForIsUsed() throws Exception {
        Await.until(SOON, () -> answers(credentials() + "localhost", trusting()));
    }

    @Test
    void aServerWithACertificateOfAnotherHostIsNot() throws Exception {
        assertThat(answers(credentials() + "127.0.0.1", trusting())).isFalse();
    }

    @Test
    void aServerOfAnUnknownAuthorityIsNot() throws Exception {
        assertThat(answers(credentials() + "localhost", Map.of())).isFalse();
    }

    @Test
    void aUserSignsInWithAPassword() throws Exception {
        Servers.askRedis(Servers.shared().redis(), "ACL SETUSER writer on >w4tering ~* &* +@all", "+OK\r\n");

        Await.until(SOON, () -> answers("writer:w4tering@localhost", trusting()));
        assertThat(answers("writer:wrong@localhost", trusting())).isFalse();
    }

    @Test
    void requestsAreCountedThereToo() {
        RedisSlidingWindow window = RedisSlidingWindow.open(vertx, url(credentials() + "localhost"), redis(trusting()));

        Await.until(
                SOON,
                () -> window.allowance("read:tls", 10, 1, 0)
                        .map(true)
                        .otherwise(false)
                        .await(20, TimeUnit.SECONDS));
    }

    private Map<String, String> trusting() {
        return Map.of("PRESSROOM_REDIS_CA_FILE", certificate.certificatePath());
    }

    private static String credentials() {
        return URI.create(Servers.shared().redis()).getUserInfo() + "@";
    }

    private String url(String host) {
        return "rediss://" + host + ":" + front.actualPort();
    }

    private static Settings.Redis redis(Map<String, String> env) {
        return SettingsLoader.load(env, Optional.empty()).redis();
    }

    private boolean answers(String host, Map<String, String> env) throws Exception {
        RedisJobQueue queue = RedisJobQueue.open(vertx, url(host), redis(env));
        return queue.ping().map(true).otherwise(false).await(20, TimeUnit.SECONDS);
    }
}
