package dev.pressroom.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.model.Task;
import dev.pressroom.support.Api;
import dev.pressroom.support.Await;
import dev.pressroom.support.FakeOpenAi;
import dev.pressroom.support.FakeOpenAi.Behaviour;
import dev.pressroom.support.ScriptedPipeline;
import dev.pressroom.support.Service;
import dev.pressroom.support.Sql;
import dev.pressroom.support.WebSite;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The old calls that answer with the result itself. */
class SyncIT {
    private static final String GENERATE = "/api/v1/enhanced-blog-generation/generate";
    private static final String ANALYZE = "/api/analyze-website";
    private static final Duration SOON = Duration.ofSeconds(90);

    private final ScriptedPipeline gated = new ScriptedPipeline().gated("write");
    private Service service;
    private Api api;

    @AfterEach
    void stop() {
        gated.open("write");
        service.close();
    }

    @Test
    void anArticleIsAnsweredAsTheResultOfItsJob() {
        start(Map.of());

        HttpResponse<String> answer = api.post(GENERATE, Api.order("Tomatoes on a balcony"));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(Api.json(answer)).isEqualTo(api.status(onlyJob()).getJsonObject("result"));
        assertThat(Api.json(answer).getJsonObject("savedPost").getString("id")).isNotBlank();
    }

    @Test
    void theOrganizationMayBeLeftOut() {
        start(Map.of());
        JsonObject order = Api.order("Tomatoes on a balcony");
        order.remove("organizationId");

        assertThat(api.post(GENERATE, order).statusCode()).isEqualTo(200);
    }

    @Test
    void anAnalysisIsAnsweredToUsersAndSessions() {
        try (WebSite site = WebSite.open()) {
            start(Map.of("PRESSROOM_FETCH_ALLOW_PRIVATE", "true"));
            JsonObject order = new JsonObject().put("url", site.garden());

            HttpResponse<String> ofUser = api.post(ANALYZE, order);
            HttpResponse<String> ofSession =
                    new Api(service.url(), "").post(ANALYZE, order.copy().put("sessionId", "visitor-by-body"));

            for (HttpResponse<String> answer : List.of(ofUser, ofSession)) {
                assertThat(answer.statusCode()).isEqualTo(200);
                assertThat(Api.json(answer).getBoolean("success")).isTrue();
                assertThat(Api.json(answer).getJsonObject("analysis").getString("businessName"))
                        .contains("Green Leaf");
            }
            assertThat(Sql.number(
                            service.databaseUrl(), "select count(*) from jobs where session_id = 'visitor-by-body'"))
                    .isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {GENERATE, ANALYZE})
    void everyAnswerSaysWhatToUseInstead(String path) {
        start(Map.of());

        for (HttpResponse<String> answer : List.of(
                api.post(path, "{}"),
                new Api(service.url(), "").post(path, "{}"),
                api.post(path, Api.order("Leeks")))) {
            assertThat(answer.headers().firstValue("deprecation")).contains("@1769990400");
            assertThat(answer.headers().firstValue("link").orElseThrow())
                    .matches("</api/v1/jobs/(content-generation|website-analysis)>; rel=\"successor-version\"");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/topic/title", "/businessInfo/businessType", "/businessInfo/targetAudience"})
    void whatTheOldCallNeedsIsRequired(String path) {
        start(Map.of());
        JsonObject order = Api.order("Tomatoes");
        String[] members = path.substring(1).split("/");
        order.getJsonObject(members[0]).remove(members[1]);

        JsonObject answer = Api.json(api.post(GENERATE, order));

        assertThat(answer.getString("errorCode")).isEqualTo("VALIDATION_FAILED");
        assertThat(answer.getJsonArray("details"))
                .containsExactly(new JsonObject().put("path", path).put("message", "is required"));
    }

    @Test
    void anArticleIsForUsersOnly() {
        start(Map.of());

        assertThat(service.session("visitor-without-account")
                        .post(GENERATE, Api.order("Tomatoes"))
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void withoutCreditsThereIsNoArticle() {
        start(Map.of("STARTING_CREDITS", "0"));

        HttpResponse<String> answer = api.post(GENERATE, Api.order("Tomatoes"));

        assertThat(answer.statusCode()).isEqualTo(402);
        assertThat(Api.json(answer).getJsonObject("data").getInteger("creditsAvailable"))
                .isZero();
    }

    @Test
    void whoHasWaitedLongEnoughIsGivenTheJobWhichGoesOn() {
        startGated(Map.of("PRESSROOM_HTTP_ANSWER_WITHIN", "300ms"));

        HttpResponse<String> answer = api.post(GENERATE, Api.order("Tomatoes"));

        assertThat(answer.statusCode()).isEqualTo(504);
        JsonObject envelope = Api.json(answer);
        assertThat(envelope.getString("errorCode")).isEqualTo("STILL_RUNNING");
        assertThat(envelope.getBoolean("success")).isFalse();
        UUID job = UUID.fromString(envelope.getString("jobId"));
        api.await(job, "running");
        gated.open("write");
        assertThat(api.await(job, "succeeded", "failed").getString("status")).isEqualTo("succeeded");
    }

    @Test
    void aJobThatFailsIsAnsweredWithItsErrorAndItsId() {
        try (WebSite site = WebSite.open()) {
            start(Map.of("PRESSROOM_FETCH_ALLOW_PRIVATE", "true"));

            HttpResponse<String> answer = api.post(ANALYZE, new JsonObject().put("url", site.missing()));

            assertThat(answer.statusCode()).isEqualTo(502);
            assertThat(Api.json(answer).getString("errorCode")).isEqualTo("PAGE_NOT_FOUND");
            assertThat(Api.json(answer).getString("jobId")).isEqualTo(onlyJob().toString());
            assertThat(Api.json(answer).getString("requestId")).isNotBlank();
        }
    }

    @Test
    void aModelThatRefusesIsABadGateway() throws Exception {
        Vertx vertx = Vertx.vertx();
        FakeOpenAi provider = FakeOpenAi.start(vertx).await(10, TimeUnit.SECONDS);
        provider.next(Task.OUTLINE, new Behaviour.Status(400, "{}"));
        start(Map.of("OPENAI_BASE_URL", provider.baseUrl().toString()));

        HttpResponse<String> answer = api.post(GENERATE, Api.order("Tomatoes"));

        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(Api.json(answer).getString("errorCode")).isEqualTo("MODEL_REFUSED");
        provider.close().await(10, TimeUnit.SECONDS);
        vertx.close().await(10, TimeUnit.SECONDS);
    }

    @Test
    void aClientThatHangsUpDoesNotCancelItsJob() throws IOException {
        startGated(Map.of());
        String body = Api.order("Tomatoes").encode();
        try (Socket socket = new Socket("localhost", service.port())) {
            socket.getOutputStream()
                    .write(("POST " + GENERATE + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                                    + "Authorization: Bearer " + service.token(api.user()) + "\r\nContent-Length: "
                                    + body.length() + "\r\n\r\n" + body)
                            .getBytes(StandardCharsets.US_ASCII));
            Await.until(SOON, () -> count("jobs where status = 'running'") == 1);
        }

        gated.open("write");

        assertThat(api.await(onlyJob(), "succeeded", "failed").getString("status"))
                .isEqualTo("succeeded");
    }

    @Test
    void theSameKeyGivesTheSameAnswerOfOneJob() {
        start(Map.of());
        JsonObject order = Api.order("Tomatoes on a balcony");

        HttpResponse<String> first = api.post(GENERATE, order, "Idempotency-Key", "once");
        HttpResponse<String> second = api.post(GENERATE, order, "Idempotency-Key", "once");
        HttpResponse<String> other = api.post(GENERATE, Api.order("Leeks"), "Idempotency-Key", "once");

        assertThat(second.body()).isEqualTo(first.body());
        assertThat(second.headers().firstValue("idempotent-replayed")).contains("true");
        assertThat(other.statusCode()).isEqualTo(409);
        assertThat(count("jobs")).isEqualTo(1);
    }

    @Test
    void whoSendsTheKeyOfAJobThatStillRunsWaitsForItToo() {
        startGated(Map.of());
        JsonObject order = Api.order("Tomatoes");
        CompletableFuture<HttpResponse<String>> first =
                CompletableFuture.supplyAsync(() -> api.post(GENERATE, order, "Idempotency-Key", "once"));
        Await.until(SOON, () -> count("jobs where status = 'running'") == 1);
        CompletableFuture<HttpResponse<String>> second =
                CompletableFuture.supplyAsync(() -> api.post(GENERATE, order, "Idempotency-Key", "once"));

        gated.open("write");

        assertThat(second.join().body()).isEqualTo(first.join().body());
        assertThat(count("jobs")).isEqualTo(1);
    }

    @Test
    void aNodeThatStopsLetsItsWaitingClientsGoAtOnce() {
        startGated(Map.of());
        // Sooner than a node that does not stop answers a client whose job still runs.
        CompletableFuture<HttpResponse<String>> held = CompletableFuture.supplyAsync(
                        () -> api.post(GENERATE, Api.order("Tomatoes")))
                .orTimeout(50, TimeUnit.SECONDS);
        Await.until(SOON, () -> count("jobs where status = 'running'") == 1);

        service.close();

        HttpResponse<String> answer = held.join();
        assertThat(answer.statusCode()).isEqualTo(504);
        assertThat(Api.json(answer).getString("jobId")).isEqualTo(theJob().toString());
    }

    private void start(Map<String, String> overrides) {
        service = Service.start(overrides);
        api = service.api(UUID.randomUUID());
    }

    private void startGated(Map<String, String> overrides) {
        service = Service.start(overrides, gated.asPipelines());
        api = service.api(UUID.randomUUID());
    }

    private UUID onlyJob() {
        assertThat(count("jobs")).isEqualTo(1);
        return theJob();
    }

    private UUID theJob() {
        return UUID.fromString(Sql.text(service.databaseUrl(), "select id from jobs"));
    }

    private long count(String from) {
        return Sql.number(service.databaseUrl(), "select count(*) from " + from);
    }
}
