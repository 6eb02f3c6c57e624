package dev.pressroom.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.support.Api;
import dev.pressroom.support.Service;
import dev.pressroom.support.WebhookReceiver;
import dev.pressroom.support.WebhookReceiver.Received;
import dev.pressroom.support.Webhooks;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a user of webhooks sees: routes, bodies and signatures. */
class WebhookIT {
    private static Service service;
    private WebhookReceiver receiver;
    private Api api;
    private Webhooks webhooks;

    @BeforeAll
    static void startService() {
        service = Service.start(Map.of(
                "PRESSROOM_WEBHOOKS_ALLOW_PRIVATE", "on", "PRESSROOM_PUBLIC_URL", "https://pressroom.example.com"));
    }

    @AfterAll
    static void stopService() {
        service.close();
    }

    @BeforeEach
    void start() {
        receiver = WebhookReceiver.start();
        api = service.api(UUID.randomUUID());
        webhooks = new Webhooks(api);
    }

    @AfterEach
    void stop() {
        receiver.close();
    }

    @Test
    void aCompletedJobIsReportedToTheEndpointOfItsOwnerWithAValidSignature() {
        String secret = webhooks.secret();
        webhooks.save(receiver.url());
        UUID job = api.created(Api.order("Watering succulents"));
        Received received = receiver.awaitOne();
        assertThat(received.isSignedWith(secret)).isTrue();
        assertThat(received.type()).isEqualTo("job.completed");
        assertThat(received.job()).isEqualTo(job);
        assertThat(received.contentType()).isEqualTo("application/json");
    }

    @Test
    void aPrivateAddressIsRefusedWhereItIsNotAllowed() {
        try (Service strict = Service.start(Map.of("PRESSROOM_WEBHOOKS_ALLOW_PRIVATE", "off"))) {
            Api user = strict.api(UUID.randomUUID());
            Webhooks hooks = new Webhooks(user);
            hooks.secret();
            JsonObject order = Api.order("A").put("webhook", new JsonObject().put("url", receiver.url()));
            assertThat(refusedMember(hooks.put("http://localhost:3000/hook"))).isEqualTo("/url");
            assertThat(refusedMember(user.create(order))).isEqualTo("/webhook/url");
        }
    }

    private static String refusedMember(HttpResponse<String> response) {
        assertThat(response.statusCode()).isEqualTo(400);
        JsonObject detail = Api.json(response).getJsonArray("details").getJsonObject(0);
        assertThat(detail.getString("message")).contains("PRESSROOM_WEBHOOKS_ALLOW_PRIVATE");
        return detail.getString("path");
    }

    @Test
    void theBodyDescribesTheJob() {
        webhooks.secret();
        webhooks.save(receiver.url());
        UUID job = api.created(Api.order("Watering succulents"));
        JsonObject body = receiver.awaitOne().body();
        assertThat(body.fieldNames()).containsExactly("type", "timestamp", "data");
        assertThat(body.getString("timestamp")).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
        JsonObject data = body.getJsonObject("data");
        assertThat(data.fieldNames())
                .containsExactly("jobId", "attempt", "status", "title", "tags", "error", "errorCode", "usage", "urls");
        assertThat(data.getString("status")).isEqualTo("succeeded");
        assertThat(data.getInteger("attempt")).isOne();
        assertThat(data.getJsonObject("urls").getString("status"))
                .isEqualTo("https://pressroom.example.com/api/v1/jobs/" + job + "/status");
    }

    /** The quickest of five: a busy machine delays single ones. */
    @Test
    void aDeliveryLeavesWithinAboutASecond() {
        webhooks.secret();
        webhooks.save(receiver.url());
        Duration quickest = IntStream.rangeClosed(1, 5)
                .mapToObj(this::delayOfDelivery)
                .min(Comparator.naturalOrder())
                .orElseThrow();
        assertThat(quickest).isLessThan(Duration.ofMillis(1500));
    }

    /** The time from the end of one more job until its delivery arrives. */
    private Duration delayOfDelivery(int number) {
        api.created(Api.order("Quick"));
        Received received = receiver.await(number).get(number - 1);
        Instant ended = Instant.parse(received.body().getString("timestamp"));
        return Duration.between(ended, received.at());
    }

    @Test
    void theSecretIsShownOnceAndOnlyItsAgeAfterwards() {
        String secret = webhooks.secret();
        assertThat(webhooks.get().encode())
                .doesNotContain(secret)
                .doesNotContain("whsec_")
                .contains("createdAt");
    }

    @Test
    void aUserWhomNothingIsKnownOfHasNeitherEndpointNorSecret() {
        assertThat(webhooks.get())
                .isEqualTo(new JsonObject(
                        "{\"url\":null,\"events\":[],\"disabledAt\":null,\"disabledReason\":null,\"secret\":null}"));
    }

    @Test
    void afterARotationBothSecretsVerify() {
        String first = webhooks.secret();
        String second = webhooks.secret();
        webhooks.save(receiver.url());
        api.created(Api.order("Rotated"));
        Received received = receiver.awaitOne();
        assertThat(received.signatures().split(" ")).hasSize(2);
        assertThat(received.isSignedWith(first)).isTrue();
        assertThat(received.isSignedWith(second)).isTrue();
    }

    @Test
    void anEndpointWithoutASecretIsRefused() {
        var answer = webhooks.put(receiver.url());
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(Api.json(answer).getString("errorCode")).isEqualTo("WEBHOOK_SECRET_MISSING");
        assertThat(webhooks.get().getString("url")).isNull();
    }

    @Test
    void aJobWithAWebhookOfItsOwnIsReportedThereAndToTheEndpoint() {
        String secret = webhooks.secret();
        webhooks.save(receiver.url());
        try (WebhookReceiver own = WebhookReceiver.start("127.0.0.2")) {
            UUID job = api.created(Api.order("Both").put("webhook", new JsonObject().put("url", own.url())));
            assertThat(own.awaitOne().job()).isEqualTo(job);
            assertThat(own.awaitOne().isSignedWith(secret)).isTrue();
            assertThat(receiver.awaitOne().job()).isEqualTo(job);
            assertThat(receiver.awaitOne().id()).isNotEqualTo(own.awaitOne().id());
        }
    }

    @Test
    void aDeletedEndpointGetsNothing() {
        webhooks.secret();
        webhooks.save(receiver.url());
        assertThat(webhooks.delete().statusCode()).isEqualTo(204);
        UUID job = api.created(Api.order("Nobody listens"));
        api.await(job, "succeeded");
        assertThat(webhooks.deliveries(job)).isEmpty();
    }
}
