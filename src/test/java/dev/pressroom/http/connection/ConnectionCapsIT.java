package dev.pressroom.http.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.support.Await;
import dev.pressroom.support.RawClient;
import dev.pressroom.support.ScriptedPipeline;
import dev.pressroom.support.Service;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** How many connections there may be, and what may be asked on one of them. */
class ConnectionCapsIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String LIVE = "GET /health/live HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final int MANY = 5000;

    @Test
    void anAddressMayHaveSoManyConnectionsAndNoMore() {
        try (Service service = start(Map.of("PRESSROOM_HTTP_CONNECTIONS_PER_ADDRESS", "3"))) {
            assertThatTheFourthIsRefused(service);
        }
    }

    @Test
    void aNodeMayHaveSoManyConnectionsAndNoMore() {
        try (Service service = start(Map.of("PRESSROOM_HTTP_CONNECTIONS_MAX", "3"))) {
            assertThatTheFourthIsRefused(service);
        }
    }

    @Test
    void trustedProxiesAreNoAddressOfAClient() {
        try (Service service = start(Map.of(
                "PRESSROOM_HTTP_CONNECTIONS_PER_ADDRESS", "1", "PRESSROOM_TRUSTED_PROXIES", "127.0.0.0/8,::1/128"))) {
            List<RawClient> clients = connected(service, 3);

            assertThat(clients).extracting(client -> client.send(LIVE).status()).containsOnly(200);
            clients.forEach(RawClient::close);
        }
    }

    @Test
    void aClientThatReadsGetsAllAnswersHoweverManyItAskedForAtOnce() {
        try (Service service = start(Map.of());
                RawClient client = new RawClient(service.port())) {
            Thread asking = new Thread(() -> client.send(LIVE.repeat(MANY)));
            asking.start();

            for (int i = 0; i < MANY; i++) {
                assertThat(client.status()).isEqualTo(200);
            }
        }
    }

    @Test
    void aLargeAnswerBeyondWhatMayWaitToBeReadIsRefused() {
        try (Service service = start(Map.of("PRESSROOM_HTTP_UNSENT_ANSWERS", "1KiB"));
                RawClient client = new RawClient(service.port())) {
            client.send("GET /metrics HTTP/1.1\r\nHost: a\r\n\r\n");

            assertThat(client.status()).isEqualTo(503);
            assertThat(client.send(LIVE).status()).isEqualTo(200);
        }
    }

    @Test
    void anAnswerThatWasReadNoLongerCounts() {
        try (Service service = start(Map.of());
                RawClient client = new RawClient(service.port())) {
            client.send("GET /metrics HTTP/1.1\r\nHost: a\r\n\r\n");

            assertThat(client.status()).isEqualTo(200);
            Await.until(
                    SOON,
                    () -> service.api(UUID.randomUUID())
                            .get("/metrics")
                            .body()
                            .contains("pressroom_http_unsent_answers_bytes 0.0"));
        }
    }

    @Test
    void http2IsNotSpokenUnlessItIsAskedFor() {
        try (Service service = start(Map.of());
                RawClient client = new RawClient(service.port())) {
            client.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");

            assertThat(client.status()).isIn(0, 400, 404, 405, 501, 505);
        }
    }

    private static Service start(Map<String, String> settings) {
        return Service.start(settings, new ScriptedPipeline().step("only").asPipelines());
    }

    private static List<RawClient> connected(Service service, int count) {
        List<RawClient> clients = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            clients.add(new RawClient(service.port()));
        }
        return clients;
    }

    private static void assertThatTheFourthIsRefused(Service service) {
        List<RawClient> clients = connected(service, 3);
        assertThat(clients).extracting(client -> client.send(LIVE).status()).containsOnly(200);
        try (RawClient fourth = new RawClient(service.port())) {
            assertThat(fourth.status()).isEqualTo(503);
        }

        clients.forEach(RawClient::close);
        Await.until(SOON, () -> {
            try (RawClient next = new RawClient(service.port())) {
                return next.send(LIVE).status() == 200;
            }
        });
    }
}
