package dev.pressroom.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.support.Api;
import dev.pressroom.support.Await;
import dev.pressroom.support.ScriptedPipeline;
import dev.pressroom.support.Service;
import dev.pressroom.support.Sql;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reading how jobs stand: polling, waiting, listing, replaying a request. */
class StatusIT {
    /** Sooner than a request is answered unchanged that prefers to wait for 30 s. */
    private static final long MAX_SECONDS = 28;

    private final ScriptedPipeline pipeline =
            new ScriptedPipeline().step("plan").gated("write");
    private Service service;
    private Api api;

    @BeforeEach
    void start() {
        service = Service.start(Map.of("PRESSROOM_WORKERS", "1"), pipeline.asPipelines());
        api = service.api(UUID.randomUUID());
    }

    @AfterEach
    void stop() {
        pipeline.open("write");
        service.close();
    }

    @Test
    void theFirstTenMembersAreAlwaysThere() {
        UUID job = api.created(Api.order("Tomatoes"));

        assertThat(api.status(job).fieldNames())
                .containsExactly(
                        "jobId",
                        "status",
                        "progress",
                        "currentStep",
                        "estimatedTimeRemaining",
                        "error",
                        "errorCode",
                        "result",
                        "createdAt",
                        "updatedAt",
                        "type",
                        "attempt",
                        "queuePosition",
                        "title",
                        "tags");
    }

    @Test
    void theAnswerToACreateNamesWhereToLook() {
        HttpResponse<String> created = api.create(Api.order("Tomatoes"));

        assertThat(created.statusCode()).isEqualTo(201);
        assertThat(created.headers().firstValue("location"))
                .contains("/api/v1/jobs/" + Api.json(created).getString("jobId") + "/status");
    }

    @Test
    void aWaitingJobKnowsItsPlaceInTheQueue() {
        UUID running = api.created(Api.order("First"));
        api.await(running, "running");
        UUID second = api.created(Api.order("Second"));
        api.awaitStatus(second, s -> s.getInteger("queuePosition") != null);
        UUID third = api.created(Api.order("Third"));

        assertThat(api.awaitStatus(third, s -> s.getInteger("queuePosition") != null)
                        .getInteger("queuePosition"))
                .isEqualTo(2);
        assertThat(api.status(second).getInteger("queuePosition")).isEqualTo(1);
    }

    @Test
    void progressAndStepAreTold() {
        UUID job = api.created(Api.order("Tomatoes"));

        JsonObject status = api.awaitStatus(job, s -> s.getInteger("progress") == 50);
        assertThat(status.getString("currentStep")).startsWith("Doing ");
        assertThat(status.getInteger("estimatedTimeRemaining")).isPositive();
    }

    @Test
    void anUnchangedStatusIsNotSentAgain() {
        UUID job = api.created(Api.order("Tomatoes"));
        pipeline.open("write");
        api.await(job, "succeeded");
        String path = "/api/v1/jobs/" + job + "/status";
        String etag = api.get(path).headers().firstValue("etag").orElseThrow();

        HttpResponse<String> again = api.get(path, "If-None-Match", etag);

        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
    }

    @Test
    void theTagChangesWithTheStatus() {
        UUID job = api.created(Api.order("Tomatoes"));
        String path = "/api/v1/jobs/" + job + "/status";
        api.awaitStatus(job, s -> s.getInteger("progress") == 50);
        String etag = api.get(path).headers().firstValue("etag").orElseThrow();

        pipeline.open("write");
        api.await(job, "succeeded");

        assertThat(api.get(path, "If-None-Match", etag).statusCode()).isEqualTo(200);
    }

    @Test
    void aJobThatIsNotDoneSaysWhenToAskAgain() {
        UUID job = api.created(Api.order("Tomatoes"));
        HttpResponse<String> answer = api.get("/api/v1/jobs/" + job + "/status");

        assertThat(Integer.parseInt(answer.headers().firstValue("retry-after").orElseThrow()))
                .isBetween(1, 5);
        assertThat(answer.headers().firstValue("cache-control")).contains("no-store");
    }

    @Test
    void aRequestThatPrefersToWaitIsHeldUntilTheStatusChanges() {
        UUID job = api.created(Api.order("Tomatoes"));
        api.await(job, "running");

        CompletableFuture<HttpResponse<String>> held = held(job);
        pipeline.open("write");

        HttpResponse<String> answer = held.join();
        assertThat(Api.json(answer).getString("status")).isEqualTo("succeeded");
        assertThat(answer.headers().firstValue("preference-applied")).contains("wait=30");
    }

    private CompletableFuture<HttpResponse<String>> held(UUID job) {
        return CompletableFuture.supplyAsync(() -> api.get("/api/v1/jobs/" + job + "/status", "Prefer", "wait=30"))
                .orTimeout(MAX_SECONDS, TimeUnit.SECONDS);
    }

    @Test
    void aRequestThatWaitedLongEnoughIsAnsweredUnchanged() {
        UUID job = api.created(Api.order("Tomatoes"));
        api.await(job, "running");
        long before = System.nanoTime();

        HttpResponse<String> answer = api.get("/api/v1/jobs/" + job + "/status", "Prefer", "wait=1");

        assertThat(Api.json(answer).getString("status")).isEqualTo("running");
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofMillis(900));
    }

    @Test
    void aStoppingNodeAnswersThoseWhoWait() {
        UUID job = api.created(Api.order("Tomatoes"));
        api.await(job, "running");
        CompletableFuture<HttpResponse<String>> held = held(job);
        Await.until(
                Duration.ofSeconds(25),
                () -> api.get("/metrics").body().contains("pressroom_http_requests_active 2.0"));

        service.close();

        assertThat(held.join().statusCode()).isIn(200, 503);
    }

    @Test
    void theListIsPagedFromTheNewestOn() {
        List<String> created = IntStream.range(0, 5)
                .mapToObj(i -> api.created(Api.order("Number " + i)).toString())
                .toList();

        JsonObject first = Api.json(api.get("/api/v1/jobs?limit=3"));
        JsonObject second = Api.json(api.get("/api/v1/jobs?limit=3&cursor=" + first.getString("nextCursor")));

        assertThat(ids(first)).containsExactly(created.get(4), created.get(3), created.get(2));
        assertThat(ids(second)).containsExactly(created.get(1), created.get(0));
        assertThat(second.getString("nextCursor")).isNull();
    }

    @Test
    void theListCanBeNarrowedToAStatus() {
        UUID running = api.created(Api.order("Running"));
        api.await(running, "running");
        api.created(Api.order("Queued"));

        assertThat(ids(Api.json(api.get("/api/v1/jobs?status=running")))).containsExactly(running.toString());
        assertThat(ids(Api.json(api.get("/api/v1/jobs?type=website_analysis")))).isEmpty();
    }

    @Test
    void theSameKeyAndBodyGiveTheFirstAnswerAgain() {
        JsonObject order = Api.order("Tomatoes");
        HttpResponse<String> first = api.create(order, "Idempotency-Key", "order-1");
        HttpResponse<String> again = api.create(order, "Idempotency-Key", "order-1");

        assertThat(again.statusCode()).isEqualTo(201);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.headers().firstValue("idempotent-replayed")).contains("true");
        assertThat(first.headers().firstValue("idempotent-replayed")).isEmpty();
    }

    @Test
    void theSameKeySentManyTimesAtOnceMakesOneJob() {
        JsonObject order = Api.order("Tomatoes");
        List<CompletableFuture<String>> sent = IntStream.range(0, 20)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> api.create(order, "Idempotency-Key", "at-once").body()))
                .toList();

        assertThat(sent.stream().map(CompletableFuture::join).distinct()).hasSize(1);
        assertThat(ids(Api.json(api.get("/api/v1/jobs")))).hasSize(1);
    }

    @Test
    void theSameKeyWithAnotherBodyIsAConflict() {
        api.create(Api.order("Tomatoes"), "Idempotency-Key", "order-1");

        HttpResponse<String> answer = api.create(Api.order("Peppers"), "Idempotency-Key", "order-1");

        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(Api.json(answer).getString("errorCode")).isEqualTo("IDEMPOTENCY_CONFLICT");
    }

    @Test
    void theSameKeyOfAnotherCallerIsAnotherKey() {
        JsonObject order = Api.order("Tomatoes");
        order.remove("organizationId");
        HttpResponse<String> mine =
                api.create(order.copy().put("organizationId", UUID.randomUUID().toString()), "Idempotency-Key", "k");
        HttpResponse<String> theirs = service.api(UUID.randomUUID())
                .create(order.copy().put("organizationId", UUID.randomUUID().toString()), "Idempotency-Key", "k");

        assertThat(theirs.statusCode()).isEqualTo(201);
        assertThat(theirs.body()).isNotEqualTo(mine.body());
    }

    @Test
    void unknownMembersAreKeptAtEveryLevel() {
        JsonObject order = Api.order("Tomatoes").put("strategicCTAs", List.of(1, 2));
        order.getJsonObject("topic").put("mood", "cheerful");
        UUID job = api.created(order);

        String stored = Await.value(
                Duration.ofSeconds(60),
                () -> Sql.text(service.databaseUrl(), "select input from job_inputs where job_id = '" + job + "'"),
                text -> !text.isEmpty());

        assertThat(new JsonObject(stored)).isEqualTo(order);
    }

    private static List<String> ids(JsonObject page) {
        return page.getJsonArray("jobs").stream()
                .map(job -> ((JsonObject) job).getString("jobId"))
                .toList();
    }
}
