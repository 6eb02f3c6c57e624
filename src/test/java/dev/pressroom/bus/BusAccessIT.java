package dev.pressroom.bus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.base.FreePort;
import dev.pressroom.base.Secret;
import dev.pressroom.support.Api;
import dev.pressroom.support.Await;
import dev.pressroom.support.ScriptedPipeline;
import dev.pressroom.support.Servers;
import dev.pressroom.support.Service;
import dev.pressroom.support.Sql;
import dev.pressroom.support.Sse;
import io.vertx.core.Promise;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A client that reaches the ports of the event bus tries to stop a running job and to publish text in its name. */
class BusAccessIT {
    private static final Duration SOON = Duration.ofSeconds(90);
    private static final String BEGINNING = "The first half. ";
    private static final String FORGED = "Forged. ";

    private final Promise<Void> half = Promise.promise();
    private final ScriptedPipeline pipeline = new ScriptedPipeline().step("write", context -> {
        context.restartText();
        context.text(BEGINNING);
        return ScriptedPipeline.here(half.future()).map(go -> {
            context.text("The second half.");
            return ScriptedPipeline.said("write");
        });
    });
    private final String database = Servers.freshDatabase();
    private final int httpBus = FreePort.at("127.0.0.1");
    private final int workerBus = FreePort.at("127.0.0.1");
    private Service http;
    private Service worker;
    private Api api;
    private UUID job;
    private Sse stream;

    private enum Stranger {
        WITHOUT_TLS,
        WITHOUT_CERTIFICATE,
        WITH_A_CERTIFICATE_OF_ITS_OWN
    }

    @BeforeEach
    void startAJob() {
        String redis = Servers.freshRedis();
        http = node(redis, "http", httpBus);
        worker = node(redis, "worker", workerBus);
        api = http.api(UUID.randomUUID());
        job = api.created(Api.order("Tomatoes"));
        stream = api.stream(job);
        stream.await("content-chunk");
    }

    @AfterEach
    void stop() {
        half.tryComplete();
        stream.close();
        worker.close();
        http.close();
    }

    @ParameterizedTest
    @EnumSource
    void aStrangerCanNeitherStopAJobNorWriteInItsName(Stranger stranger) throws Exception {
        try (BusClient atWorker = connect(workerBus, stranger);
                BusClient atHttp = connect(httpBus, stranger)) {
            assertThat(sendsStop(atWorker)).isTrue();
            assertThat(sendsText(atHttp)).isTrue();
        }
        half.complete();

        assertThat(stream.awaitEnd().text()).isEqualTo(BEGINNING + "The second half.");
        assertThat(api.await(job, "succeeded").getInteger("attempt")).isEqualTo(1);
    }

    /** Shows that the attack in the test above works with a valid certificate. */
    @Test
    void theSameMessagesAreBelievedWithTheClustersCertificate() throws Exception {
        try (BusClient atHttp = BusClient.tls(httpBus, Optional.of(ofTheCluster()))) {
            text(atHttp);
            Await.until(SOON, () -> stream.text().equals(BEGINNING + FORGED));
        }
        try (BusClient atWorker = BusClient.tls(workerBus, Optional.of(ofTheCluster()))) {
            stop(atWorker);
            // The run is stopped though the job was not cancelled, so its node gives the lease up.
            Await.until(SOON, () -> Sql.number(database, "select attempt from jobs where id = '" + job + "'") == 2);
        }
    }

    @Test
    void aNodeListensAtItsOwnAddressOnly() {
        int port = Integer.parseInt(Sql.text(database, "select port from cluster_members where roles = '{worker}'"));

        assertThat(listens("127.0.0.1", port)).isTrue();
        assertThat(listens("127.0.0.1", workerBus)).isTrue();
        assertThat(listens("127.0.0.2", port)).isFalse();
        assertThat(listens("127.0.0.2", workerBus)).isFalse();
    }

    private static boolean listens(String host, int port) {
        try (Socket socket = new Socket(host, port)) {
            return socket.isConnected();
        } catch (IOException refused) {
            return false;
        }
    }

    private BusClient connect(int port, Stranger stranger) throws IOException, GeneralSecurityException {
        return switch (stranger) {
            case WITHOUT_TLS -> BusClient.plain(port);
            case WITHOUT_CERTIFICATE -> BusClient.tls(port, Optional.empty());
            case WITH_A_CERTIFICATE_OF_ITS_OWN ->
                BusClient.tls(
                        port,
                        Optional.of(BusCertificate.create(
                                Instant.now(), Instant.now().plus(Duration.ofDays(1)))));
        };
    }

    private BusCertificate ofTheCluster() {
        return new BusCertificate(
                Sql.text(database, "select certificate from cluster_certificates"),
                new Secret(Sql.text(database, "select private_key from cluster_certificates")));
    }

    /** Returns whether the connection was refused. */
    private boolean sendsStop(BusClient client) {
        try {
            stop(client);
            return client.isRefused();
        } catch (IOException refused) {
            return true;
        }
    }

    private boolean sendsText(BusClient client) {
        try {
            text(client);
            return client.isRefused();
        } catch (IOException refused) {
            return true;
        }
    }

    private void stop(BusClient client) throws IOException {
        String node = Sql.text(database, "select node from cluster_members where roles = '{worker}'");
        client.send(Addresses.node(UUID.fromString(node)), "stop", "{\"jobId\":\"" + job + "\",\"attempt\":1}", false);
    }

    private void text(BusClient client) throws IOException {
        client.send(
                Addresses.progress(Addresses.shardOf(job)),
                "signals",
                "{\"signals\":[{\"kind\":\"written\",\"jobId\":\"" + job + "\",\"attempt\":1,\"edition\":2,\"offset\":"
                        + BEGINNING.length() + ",\"text\":\"" + FORGED + "\"}]}",
                true);
    }

    private Service node(String redis, String role, int busPort) {
        return Service.start(
                Map.of(
                        "DATABASE_URL", database,
                        "REDIS_URL", redis,
                        "PRESSROOM_CLUSTER", "on",
                        "PRESSROOM_CLUSTER_BUS_PORT", Integer.toString(busPort),
                        "PRESSROOM_ROLES", role),
                pipeline.asPipelines());
    }
}
