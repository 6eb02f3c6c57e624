package dev.pressroom.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.config.SettingsLoader;
import dev.pressroom.support.Servers;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SelfSignedCertificate;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A Redis behind TLS: a real one, in front of which the test ends the TLS. */
class SecureQueueIT {
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
        assertThat(answers("localhost", Map.of("PRESSROOM_REDIS_CA_FILE", certificate.certificatePath())))
                .isTrue();
    }

    @Test
    void aServerWithACertificateOfAnotherHostIsNot() throws Exception {
        assertThat(answers("127.0.0.1", Map.of("PRESSROOM_REDIS_CA_FILE", certificate.certificatePath())))
                .isFalse();
    }

    @Test
    void aServerOfAnUnknownAuthorityIsNot() throws Exception {
        assertThat(answers("localhost", Map.of())).isFalse();
    }

    private boolean answers(String host, Map<String, String> env) throws Exception {
        JobQueue queue = JobQueue.open(
                vertx,
                "rediss://" + host + ":" + front.actualPort(),
                SettingsLoader.load(env, Optional.empty()).redis());
        return queue.ping().map(true).otherwise(false).await(20, TimeUnit.SECONDS);
    }
}
