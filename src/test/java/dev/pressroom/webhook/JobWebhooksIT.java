package dev.pressroom.webhook;

import static dev.pressroom.support.WebhookReceiver.status;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.support.Api;
import dev.pressroom.support.Await;
import dev.pressroom.support.ScriptedPipeline;
import dev.pressroom.support.Servers;
import dev.pressroom.support.Service;
import dev.pressroom.support.Sql;
import dev.pressroom.support.WebhookReceiver;
import dev.pressroom.support.WebhookReceiver.Received;
import dev.pressroom.support.Webhooks;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Jobs and what is reported of them; the jobs end when the test lets them. */
class JobWebhooksIT {
    private static final Duration DEADLINE = Duration.ofSeconds(20);
    private static volatile Promise<Void> gate = Promise.promise();
    private static Service service;

    private WebhookReceiver receiver;
    private Api api;
    private Webhooks webhooks;

    @BeforeAll
    static void startService() {
        service = Service.start(
                Map.of("PRESSROOM_WEBHOOKS_ALLOW_PRIVATE", "on"),
                new ScriptedPipeline()
                        .step("write", context -> gate.future().map(open -> ScriptedPipeline.said("write")))
                        .asPipelines());
    }

    @AfterAll
    static void stopService() {
        service.close();
    }

    @BeforeEach
    void start() {
        gate = Promise.promise();
        gate.complete();
        receiver = WebhookReceiver.start();
        api = service.api(UUID.randomUUID());
        webhooks = new Webhooks(api);
    }

    @AfterEach
    void stop() {
        gate.tryComplete();
        receiver.close();
    }

    @Test
    void aStartedJobIsReportedWhenAskedFor() {
        webhooks.secret();
        webhooks.save(receiver.url(), "job.started");
        UUID job = api.created(Api.order("Starts"));
        Received received = receiver.awaitOne();
        assertThat(received.type()).isEqualTo("job.started");
        assertThat(received.body().getJsonObject("data").getString("status")).isEqualTo("running");
        api.await(job, "succeeded");
        assertThat(webhooks.deliveries(job)).hasSize(1);
    }

    @Test
    void aCancelledJobIsReportedAsCancelledAndItsRetryAsANewDelivery() {
        gate = Promise.promise();
        webhooks.secret();
        webhooks.save(receiver.url());
        UUID job = api.created(Api.order("Cancelled"));
        api.await(job, "running");
        api.cancel(job);
        assertThat(receiver.awaitOne().type()).isEqualTo("job.cancelled");
        gate.complete();
        api.retry(job);
        Received second = receiver.await(2).get(1);
        assertThat(second.type()).isEqualTo("job.completed");
        assertThat(second.body().getJsonObject("data").getInteger("attempt")).isEqualTo(2);
        assertThat(second.id()).isNotEqualTo(receiver.awaitOne().id());
    }

    @Test
    void aJobThatRunsAlreadyIsReportedToAnEndpointSavedMeanwhile() {
        gate = Promise.promise();
        UUID job = api.created(Api.order("Earlier"));
        api.await(job, "running");
        webhooks.secret();
        webhooks.save(receiver.url());
        gate.complete();
        assertThat(receiver.awaitOne().job()).isEqualTo(job);
    }

    @Test
    void aReplayedRequestMakesNoSecondDelivery() {
        webhooks.secret();
        JsonObject order = Api.order("Once").put("webhook", new JsonObject().put("url", receiver.url()));
        UUID job = idOf(api.create(order, "Idempotency-Key", "one"));
        HttpResponse<String> again = api.create(order, "Idempotency-Key", "one");
        assertThat(idOf(again)).isEqualTo(job);
        webhooks.awaitDelivery(job, "delivered");
        assertThat(receiver.received()).hasSize(1);
        Await.until(
                DEADLINE, () -> number("select count(*) from job_webhooks where user_id = '" + api.user() + "'") == 1);
    }

    @Test
    void aRefusedJobLeavesNoWebhook() {
        webhooks.secret();
        JsonObject hook = new JsonObject().put("url", receiver.url());
        api.create(Api.order("First").put("webhook", hook), "Idempotency-Key", "two");
        assertThat(api.create(Api.order("Other").put("webhook", hook), "Idempotency-Key", "two")
                        .statusCode())
                .isEqualTo(409);
        Await.until(
                DEADLINE, () -> number("select count(*) from job_webhooks where user_id = '" + api.user() + "'") == 1);
    }

    @Test
    void theItemsOfABatchHaveWebhooksOfTheirOwn() {
        webhooks.secret();
        JsonObject plain = Api.order("Plain").put("type", "content_generation");
        JsonObject hooked = Api.order("Hooked")
                .put("type", "content_generation")
                .put("webhook", new JsonObject().put("url", receiver.url()));
        JsonArray jobs = Api.json(api.post(
                        "/api/v1/jobs/batch",
                        new JsonObject().put("jobs", new JsonArray().add(plain).add(hooked))))
                .getJsonArray("jobs");
        UUID second = UUID.fromString(jobs.getJsonObject(1).getString("jobId"));
        assertThat(receiver.awaitOne().job()).isEqualTo(second);
        api.await(UUID.fromString(jobs.getJsonObject(0).getString("jobId")), "succeeded");
        assertThat(receiver.received()).hasSize(1);
    }

    @Test
    void anInvalidWebhookOfABatchNamesItsItem() {
        webhooks.secret();
        JsonObject item = Api.order("Bad")
                .put("type", "content_generation")
                .put("webhook", new JsonObject().put("url", "ftp://example.com/"));
        HttpResponse<String> answer =
                api.post("/api/v1/jobs/batch", new JsonObject().put("jobs", new JsonArray().add(item)));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("/jobs/0/webhook/url");
    }

    @Test
    void aJobWithAWebhookButWithoutASecretIsRefused() {
        HttpResponse<String> answer =
                api.create(Api.order("No secret").put("webhook", new JsonObject().put("url", receiver.url())));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(Api.json(answer).getString("errorCode")).isEqualTo("WEBHOOK_SECRET_MISSING");
        assertThat(number("select count(*) from jobs where user_id = '" + api.user() + "'"))
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://example.com/hook",
                "https://user:password@example.com/hook",
                "example.com",
                "https://",
                "https://example.com:99999/",
                "http://example.com:25/",
                "https://exa mple.com/",
                ""
            })
    void anInvalidUrlIsRefused(String url) {
        webhooks.secret();
        assertThat(webhooks.put(url).statusCode()).isEqualTo(400);
        assertThat(webhooks.get().getString("url")).isNull();
        assertThat(api.create(Api.order("Bad").put("webhook", new JsonObject().put("url", url)))
                        .statusCode())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "[\"job.paused\"]", "[1]", "\"job.started\"", "{}"})
    void invalidEventsAreRefused(String events) {
        webhooks.secret();
        HttpResponse<String> answer = api.send(
                "PUT",
                "/api/v1/webhooks",
                "application/json",
                "{\"url\":\"" + receiver.url() + "\",\"events\":" + events + "}");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("/events");
    }

    @Test
    void aUrlOfTooManyCharactersIsRefused() {
        webhooks.secret();
        assertThat(webhooks.put("https://example.com/" + "x".repeat(2100)).statusCode())
                .isEqualTo(400);
    }

    @Test
    void aSessionHasNoWebhooks() {
        Api session = service.session("visitor-" + UUID.randomUUID());
        assertThat(session.get("/api/v1/webhooks").statusCode()).isEqualTo(401);
        assertThat(session.post("/api/v1/webhooks/secret", "{}").statusCode()).isEqualTo(401);
        HttpResponse<String> answer = session.post(
                "/api/v1/jobs/website-analysis",
                new JsonObject()
                        .put("url", "https://example.com/")
                        .put("webhook", new JsonObject().put("url", receiver.url())));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("/webhook");
    }

    @Test
    void deliveriesOfOthersAreNotFound() {
        webhooks.secret();
        webhooks.save(receiver.url());
        UUID job = api.created(Api.order("Mine"));
        String id = webhooks.awaitDelivery(job, "delivered").getString("id");
        Webhooks stranger = new Webhooks(service.api(UUID.randomUUID()));
        assertThat(stranger.redeliver(job, id).statusCode()).isEqualTo(404);
        assertThat(service.api(UUID.randomUUID())
                        .get("/api/v1/jobs/" + job + "/deliveries")
                        .statusCode())
                .isEqualTo(404);
        assertThat(receiver.received()).hasSize(1);
    }

    @Test
    void aDeliveryCanBeRepeatedWithTheSameId() {
        webhooks.secret();
        webhooks.save(receiver.url());
        UUID job = api.created(Api.order("Again"));
        String id = webhooks.awaitDelivery(job, "delivered").getString("id");
        assertThat(webhooks.redeliver(job, id).statusCode()).isEqualTo(202);
        assertThat(receiver.await(2)).extracting(Received::id).containsOnly(id);
        JsonObject delivery =
                webhooks.awaitDelivery(job, d -> d.getJsonArray("attempts").size() == 2);
        JsonObject attempt = delivery.getJsonArray("attempts").getJsonObject(0);
        assertThat(attempt.getString("outcome")).isEqualTo("DELIVERED");
        assertThat(attempt.getInteger("status")).isEqualTo(200);
        assertThat(attempt.getString("answer")).isEqualTo("thanks");
        assertThat(attempt.getInteger("durationMs")).isNotNegative();
    }

    @Test
    void aDeliveryOfAnUnknownIdIsNotFound() {
        UUID job = api.created(Api.order("None"));
        assertThat(webhooks.redeliver(job, UUID.randomUUID().toString()).statusCode())
                .isEqualTo(404);
        assertThat(webhooks.redeliver(job, "nonsense").statusCode()).isIn(400, 404);
    }

    @Test
    void deliveriesArePaged() {
        webhooks.secret();
        webhooks.save(receiver.url(), "job.started", "job.completed");
        UUID job = api.created(Api.order("Two"));
        receiver.await(2);
        String path = "/api/v1/jobs/" + job + "/deliveries?limit=1";
        JsonObject first = Api.json(api.get(path));
        JsonObject second = Api.json(api.get(path + "&cursor=" + first.getString("nextCursor")));
        assertThat(List.of(typeOf(first), typeOf(second))).containsExactly("job.completed", "job.started");
        assertThat(second.getString("nextCursor")).isNull();
    }

    @Test
    void deliveriesThatWaitFollowTheEndpoint() {
        receiver.answering(status(500, ""));
        webhooks.secret();
        webhooks.save(receiver.url());
        UUID job = api.created(Api.order("Moved"));
        webhooks.awaitDelivery(job, d -> d.getString("nextAttemptAt") != null);
        postpone(job);
        try (WebhookReceiver moved = WebhookReceiver.start("127.0.0.2")) {
            webhooks.save(moved.url());
            sendAgain(job, "now()");
            assertThat(moved.awaitOne().id()).isEqualTo(receiver.awaitOne().id());
        }
    }

    @Test
    void theDeliveriesOfADeletedJobThatWaitAreStillSentAndThenDeleted() {
        receiver.answering(status(500, ""));
        webhooks.secret();
        webhooks.save(receiver.url());
        UUID job = api.created(Api.order("Deleted"));
        webhooks.awaitDelivery(job, d -> d.getString("nextAttemptAt") != null);
        postpone(job);
        int before = receiver.received().size();
        Servers.execute(service.databaseUrl(), "delete from jobs where id = '" + job + "'");
        receiver.answering(status(200, ""));
        sendAgain(job, "now()");
        receiver.await(before + 1);
        Await.until(
                Duration.ofSeconds(60),
                () -> number("select count(*) from webhook_deliveries where job_id = '" + job + "'") == 0);
    }

    @Test
    void theLongestTitlesTagsAndErrorsFitIntoTwentyKilobytes() {
        webhooks.secret();
        gate = Promise.promise();
        webhooks.save(receiver.url());
        UUID job = api.created(Api.order("Long"));
        api.await(job, "running");
        Servers.execute(
                service.databaseUrl(),
                "update jobs set title = repeat(E'\\u0001', 5000), tags = array(select repeat(E'\\u0001', 100) from"
                        + " generate_series(1, 50)), status = 'failed', error = repeat(E'\\u0001', 100000),"
                        + " error_code = 'INTERNAL', retryable = true, lease_owner = null, lease_until = null,"
                        + " finished_at = now() where id = '" + job + "'");
        Received received = receiver.awaitOne();
        assertThat(received.text().length()).isLessThan(20_000);
        assertThat(received.type()).isEqualTo("job.failed");
    }

    @Test
    void theWebhookOfAJobStaysWhenAnAccountTakesTheJobOverFromATrialUser() {
        gate = Promise.promise();
        String token = Api.json(new Api(service.url(), "").post("/dev/token", "{}", "x-pressroom-page", "1"))
                .getString("token");
        Api trial = new Api(service.url(), token);
        String secret = new Webhooks(trial).secret();
        UUID job = trial.created(Api.order("Adopted").put("webhook", new JsonObject().put("url", receiver.url())));
        trial.await(job, "running");
        assertThat(api.post("/api/v1/users/adopt-session", new JsonObject().put("trialToken", token))
                        .statusCode())
                .isEqualTo(200);
        gate.complete();
        api.await(job, "succeeded");
        Received received = receiver.awaitOne();
        assertThat(received.job()).isEqualTo(job);
        assertThat(received.isSignedWith(secret)).isTrue();
        assertThat(webhooks.awaitDelivery(job, "delivered").getString("target")).isEqualTo("job");
    }

    /** So that the failed delivery of a job is not sent again before the test lets it, however slow the machine is. */
    private static void postpone(UUID job) {
        Await.until(DEADLINE, () -> {
            sendAgain(job, "now() + interval '1 hour'");
            return number("select count(*) from webhook_deliveries where state = 'pending' and job_id = '" + job
                            + "' and next_at > now() + interval '30 minutes'")
                    == 1;
        });
    }

    /** Sets the time of the next attempt, unless one is under way. */
    private static void sendAgain(UUID job, String time) {
        Servers.execute(
                service.databaseUrl(),
                "update webhook_deliveries set next_at = " + time + " where state = 'pending' and job_id = '" + job
                        + "'");
    }

    private static UUID idOf(HttpResponse<String> created) {
        assertThat(created.statusCode()).isEqualTo(201);
        return UUID.fromString(Api.json(created).getString("jobId"));
    }

    private static String typeOf(JsonObject page) {
        return page.getJsonArray("deliveries").getJsonObject(0).getString("type");
    }

    private static long number(String sql) {
        return Sql.number(service.databaseUrl(), sql);
    }
}
