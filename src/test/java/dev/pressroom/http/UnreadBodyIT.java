package dev.pressroom.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.support.Api;
import dev.pressroom.support.Await;
import dev.pressroom.support.RawClient;
import dev.pressroom.support.ScriptedPipeline;
import dev.pressroom.support.Service;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** No byte of a body is taken before it is known that it may be, and whoever is refused learns why. */
class UnreadBodyIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String CREATE = "/api/v1/jobs/content-generation";
    private static Service service;

    @BeforeAll
    static void start() {
        service = start(Map.of());
    }

    private static Service start(Map<String, String> overrides) {
        return Service.start(overrides, new ScriptedPipeline().step("only").asPipelines());
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void aStrangerIsRefusedBeforeTheBodyIsSent() {
        try (RawClient client = new RawClient(service.port())) {
            client.send(head("/api/v1/jobs/batch", 4_000_000));

            assertThat(client.status()).isEqualTo(401);
        }
    }

    @Test
    void aBodyThatIsDeclaredTooLargeIsRefusedBeforeItIsSent() {
        try (RawClient client = new RawClient(service.port())) {
            client.send(head(CREATE, 2_000_000, authorization()));

            assertThat(client.status()).isEqualTo(413);
        }
    }

    @Test
    void visitorsMaySendAnalysesOfSixteenKibibytesAtMost() {
        try (RawClient client = new RawClient(service.port())) {
            client.send(head("/api/v1/jobs/website-analysis", 16 * 1024 + 1));

            assertThat(client.status()).isEqualTo(413);
        }
    }

    @Test
    void aClientThatSendsAllOfALargeBodyStillReadsTheRefusal() {
        HttpResponse<String> answer = new Api(service.url(), "").post("/api/v1/jobs/batch", "x".repeat(3_000_000));

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).contains("UNAUTHENTICATED");
    }

    @Test
    void theConnectionOutlivesTheRefusalOfASmallBody() {
        try (RawClient client = new RawClient(service.port())) {
            client.send(head(CREATE, 10) + "0123456789");
            assertThat(client.status()).isEqualTo(401);

            client.send("GET /health/live HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(client.status()).isEqualTo(200);
        }
    }

    @Test
    void theConnectionEndsAfterTheRefusalOfALargeBody() {
        try (RawClient client = new RawClient(service.port())) {
            client.send(head(CREATE, 900_000));

            assertThat(client.status()).isEqualTo(401);
            assertThat(client.status()).isZero();
        }
    }

    @Test
    void nobodyIsToldToContinueBeforeTheToken() {
        try (RawClient client = new RawClient(service.port())) {
            client.send(head(CREATE, 10, "Expect: 100-continue\r\n"));

            assertThat(client.status()).isEqualTo(401);
        }
    }

    @Test
    void aUserIsToldToContinue() {
        try (RawClient client = new RawClient(service.port())) {
            client.send(head(CREATE, 2, "Expect: 100-continue\r\n" + authorization()));
            assertThat(client.status()).isEqualTo(100);

            client.send("{}");
            assertThat(client.status()).isEqualTo(400);
        }
    }

    @Test
    void aBodyThatDoesNotArriveInTimeIsGivenUp() {
        try (Service impatient = start(Map.of("PRESSROOM_HTTP_BODY_TIMEOUT", "1s"));
                RawClient client = new RawClient(impatient.port())) {
            client.send(head(CREATE, 10, authorization()) + "{");

            assertThat(client.status()).isEqualTo(408);
            assertThat(client.status()).isZero();
        }
    }

    @Test
    void bodiesBeyondWhatTheNodeMayHoldAreRefusedUntilThereIsRoom() {
        try (Service small = start(Map.of("PRESSROOM_HTTP_BUFFERED_BODIES", "64KiB"))) {
            Api user = small.api(UUID.randomUUID());
            try (RawClient holder = new RawClient(small.port())) {
                holder.send(head(CREATE, 61_000, authorization()) + " ".repeat(60_000));
                Await.until(SOON, () -> bufferedBytes(small) >= 60_000);

                HttpResponse<String> refused = user.create(padded());
                assertThat(refused.statusCode()).isEqualTo(503);
                assertThat(refused.body()).contains("OVERLOADED");
            }
            Await.until(SOON, () -> user.create(padded()).statusCode() == 201);
        }
    }

    private static double bufferedBytes(Service node) {
        return Pattern.compile("^pressroom_http_buffered_bodies_bytes (\\S+)$", Pattern.MULTILINE)
                .matcher(node.api(UUID.randomUUID()).get("/metrics").body())
                .results()
                .mapToDouble(line -> Double.parseDouble(line.group(1)))
                .sum();
    }

    private static JsonObject padded() {
        return Api.order("Tomatoes").put("padding", "x".repeat(10_000));
    }

    private static String authorization() {
        return "Authorization: Bearer " + service.token(UUID.randomUUID()) + "\r\n";
    }

    private static String head(String path, int length, String... more) {
        return "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "
                + length + "\r\n" + String.join("", more) + "\r\n";
    }
}
