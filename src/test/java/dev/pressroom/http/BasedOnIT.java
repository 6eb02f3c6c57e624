package dev.pressroom.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.support.Api;
import dev.pressroom.support.Await;
import dev.pressroom.support.Ledger;
import dev.pressroom.support.ScriptedPipeline;
import dev.pressroom.support.Servers;
import dev.pressroom.support.Service;
import dev.pressroom.support.Sql;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** New jobs that are based on finished ones. */
class BasedOnIT {
    private static final String BATCH = "/api/v1/jobs/batch";
    private static final String CREATE = "/api/v1/jobs/content-generation";

    private final ScriptedPipeline pipeline = new ScriptedPipeline()
            .step("context")
            .step("outline")
            .step("article")
            .gated("visuals");
    private Service service;
    private Api api;

    @BeforeEach
    void start() {
        service = Service.start(Map.of("STARTING_CREDITS", "20"), pipeline.asPipelines());
        api = service.api(UUID.randomUUID());
        pipeline.open("visuals");
    }

    @AfterEach
    void stop() {
        Ledger.assertFits(service.databaseUrl());
        service.close();
    }

    @Test
    void membersThatTheRequestDoesNotHaveComeFromTheBase() {
        JsonObject order = Api.order("First").put("tweets", "kept").put("tags", JsonArray.of("spring"));
        UUID base = finished(order);

        UUID job = api.created(on(base).put("topic", new JsonObject().put("title", "Second")));

        assertThat(inputOf(job))
                .isEqualTo(order.copy()
                        .put("topic", new JsonObject().put("title", "Second"))
                        .put("basedOn", base.toString()));
        assertThat(api.status(job).getString("title")).isEqualTo("Second");
        assertThat(api.status(job).getJsonArray("tags")).containsExactly("spring");
        api.await(job, "succeeded");
        assertThat(pipeline.runs(job, "context")).isEqualTo(1);
        assertThat(number("select credit_balance from users")).isEqualTo(18);
    }

    @Test
    void aNullMemberRemovesThatOfTheBase() {
        UUID base = finished(
                Api.order("First").put("additionalInstructions", "Loud").put("tags", JsonArray.of("spring")));

        UUID job = api.created(on(base).putNull("additionalInstructions").putNull("tags"));

        assertThat(inputOf(job).getMap()).containsEntry("additionalInstructions", null);
        assertThat(api.status(job).getJsonArray("tags")).isEmpty();
    }

    @Test
    void stepsBeforeTheNamedOneAreNeitherRunNorCountedAgain() {
        UUID base = finished(Api.order("First"));

        UUID job = api.created(on(base).put("from", "article"));
        api.await(job, "succeeded");

        assertThat(pipeline.runs().stream().filter(ran -> ran.job().equals(job)).map(ScriptedPipeline.Ran::step))
                .containsExactly("article", "visuals");
        assertThat(Sql.text(
                        service.databaseUrl(),
                        "select string_agg(step || ' ' || attempt || ' ' || tokens, ', ' order by step) from job_steps where job_id = '"
                                + job + "' and attempt = 0"))
                .isEqualTo("context 0 0, outline 0 0");
    }

    @Test
    void ofAFailedBaseTheStepsThatItDoesNotHaveAreRun() {
        UUID base = finished(Api.order("First"));
        execute("delete from job_steps where step = 'outline' and job_id = '" + base + "'");
        execute("insert into job_steps (job_id, step, attempt, output, tokens) values ('" + base
                + "', 'outline/1', 1, '{}', 1), ('" + base + "', 'outlines', 1, '{}', 1)");

        UUID job = api.created(on(base).put("from", "article"));
        api.await(job, "succeeded");

        assertThat(pipeline.runs(job, "outline")).isEqualTo(1);
        assertThat(pipeline.runs(job, "context")).isZero();
        assertThat(number("select count(*) from job_steps where job_id = '" + job + "' and step like 'outline%'"))
                .isEqualTo(2);
    }

    @Test
    void aCompletedInputThatDoesNotFitIsRefused() {
        UUID base = finished(Api.order("First"));

        assertThat(paths(api.create(on(base).putNull("topic")))).containsExactly("/topic");
        assertThat(paths(api.create(on(base).put("from", "poem")))).containsExactly("/from");
        assertThat(paths(api.create(Api.order("No base").put("from", "article"))))
                .containsExactly("/from");
        assertThat(paths(api.create(on(base).put("organizationId", "x")))).containsExactly("/organizationId");
        assertThat(paths(api.post(CREATE, new JsonObject().putNull("basedOn"))))
                .containsExactlyInAnyOrder("/topic", "/businessInfo", "/organizationId");
        assertThat(paths(api.post(CREATE, new JsonObject().put("basedOn", "x"))))
                .containsExactly("/basedOn");
        assertThat(paths(api.post(CREATE, new JsonObject().put("basedOn", 7)))).isNotEmpty();
        assertThat(number("select count(*) from jobs")).isEqualTo(1);
    }

    /** The input of an old job may have been stored under older rules. */
    @Test
    void theInputOfTheBaseIsCheckedToo() {
        UUID base = finished(Api.order("First"));
        execute("update job_inputs set input = '{\"topic\":{\"title\":\"t\"}}' where job_id = '" + base + "'");

        assertThat(paths(api.create(on(base)))).containsExactly("/businessInfo", "/organizationId");
    }

    @Test
    void anUnknownJobAndThatOfAnotherUserGetTheSameAnswer() {
        UUID theirs = service.api(UUID.randomUUID()).created(Api.order("Theirs"));
        service.api(UUID.randomUUID());

        HttpResponse<String> other = api.create(on(theirs));
        HttpResponse<String> unknown = api.create(on(UUID.randomUUID()));

        assertThat(other.statusCode()).isEqualTo(404);
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(Api.json(other).getString("message"))
                .isEqualTo(Api.json(unknown).getString("message"));
        assertThat(batch(on(theirs)).statusCode()).isEqualTo(404);
    }

    @Test
    void aJobOfAnotherTypeOrOneThatHasNotEndedIsNoBase() {
        UUID website = api.analysing("https://example.com/");
        execute("update jobs set status = 'failed', error = 'x', error_code = 'INTERNAL', retryable = false,"
                + " finished_at = now() where id = '"
                + website + "'");
        UUID first = finished(Api.order("First"));
        execute("update jobs set status = 'queued', finished_at = null, hold_attempt = null, attempt = 9,"
                + " not_before = now() + interval '1 hour' where id = '" + first + "'");

        assertThat(paths(api.create(on(website)))).containsExactly("/basedOn");
        assertThat(paths(api.create(on(first)))).containsExactly("/basedOn");
        execute("update jobs set status = 'succeeded', finished_at = now(), hold_attempt = 1, attempt = 1,"
                + " not_before = null where id = '" + first + "'");
    }

    @Test
    void aReplayIsAnsweredAfterTheBaseIsGone() {
        UUID base = finished(Api.order("First"));
        HttpResponse<String> first = api.create(on(base), "Idempotency-Key", "again");
        HttpResponse<String> many = batch("again too", on(base), on(base));
        deleted(base);

        HttpResponse<String> replayed = api.create(on(base), "Idempotency-Key", "again");

        assertThat(replayed.body()).isEqualTo(first.body());
        assertThat(replayed.headers().firstValue("Idempotent-Replayed")).contains("true");
        assertThat(batch("again too", on(base), on(base)).body()).isEqualTo(many.body());
        assertThat(api.create(on(UUID.randomUUID()), "Idempotency-Key", "again").statusCode())
                .isEqualTo(409);
        assertThat(api.create(on(base)).statusCode()).isEqualTo(404);
    }

    /** The base was there when its input was read, and is gone when the new job is stored. */
    @Test
    void aBaseThatIsDeletedAtTheSameMomentIsUnknown() throws SQLException {
        UUID base = finished(Api.order("First"));
        try (Connection other = Servers.connect(service.databaseUrl());
                Statement deletion = other.createStatement()) {
            other.setAutoCommit(false);
            deletion.execute("delete from jobs where id = '" + base + "'");
            CompletableFuture<HttpResponse<String>> answer =
                    CompletableFuture.supplyAsync(() -> api.create(on(base).put("from", "article")));
            Await.until(Duration.ofSeconds(20), () -> number("select count(*) from pg_locks where not granted") > 0);
            other.commit();

            assertThat(answer.join().statusCode()).isEqualTo(404);
        }
        assertThat(number("select count(*) from jobs")).isZero();
        execute("delete from credit_entries where kind <> 'grant'");
        execute("update users set credit_balance = 20");
        execute("update credit_sums set held = 0, spent = 0, released = 0");
    }

    @Test
    void itemsOfABatchMayBeBasedOnJobs() {
        UUID base = finished(Api.order("First"));

        HttpResponse<String> answer = batch(
                on(base).put("from", "visuals"),
                Api.order("Plain"),
                on(base).put("topic", new JsonObject().put("title", "Other")));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        List<UUID> jobs = Api.json(answer).getJsonArray("jobs").stream()
                .map(job -> UUID.fromString(((JsonObject) job).getString("jobId")))
                .toList();
        jobs.forEach(job -> api.await(job, "succeeded"));
        assertThat(jobs.stream().map(job -> api.status(job).getString("title")))
                .containsExactly("First", "Plain", "Other");
        assertThat(jobs.stream().map(job -> pipeline.runs(job, "article"))).containsExactly(0L, 1L, 1L);
    }

    @Test
    void oneWrongBaseRefusesTheWholeBatch() {
        UUID base = finished(Api.order("First"));

        assertThat(paths(batch(on(base), on(base).put("from", "poem")))).containsExactly("/jobs/1/from");
        assertThat(paths(batch(Api.order("Plain"), on(base).putNull("businessInfo"))))
                .containsExactly("/jobs/1/businessInfo");
        assertThat(batch(on(base), on(UUID.randomUUID())).body()).contains("/jobs/1/basedOn");
        assertThat(number("select count(*) from jobs")).isEqualTo(1);
    }

    @Test
    void aChainOfBasesCannotGrowBeyondTheLargestBody() {
        UUID base = finished(Api.order("First").put("a", "x".repeat(700_000)));

        HttpResponse<String> answer = api.create(on(base).put("b", "x".repeat(700_000)));

        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(Api.json(answer).getString("errorCode")).isEqualTo("BODY_TOO_LARGE");
        assertThat(batch(IntStream.range(0, 20).mapToObj(i -> on(base)).toArray(JsonObject[]::new))
                        .statusCode())
                .isEqualTo(413);
        assertThat(number("select count(*) from jobs")).isEqualTo(1);
    }

    @Test
    void aChainDoesNotTakeOverTheStepOrLimitOfItsBase() {
        UUID base = finished(Api.order("First").put("startWithinSeconds", 3600));
        UUID second = api.created(on(base).put("from", "visuals"));
        api.await(second, "succeeded");

        UUID third = api.created(on(second));
        api.await(third, "succeeded");

        assertThat(pipeline.runs(third, "context")).isEqualTo(1);
        assertThat(inputOf(third).fieldNames()).doesNotContain("from", "startWithinSeconds");
    }

    @Test
    void aSynchronousCallMayBeBasedOnAJobToo() {
        UUID base = finished(Api.order("First"));

        HttpResponse<String> answer =
                api.post("/api/v1/enhanced-blog-generation/generate", on(base).put("tags", JsonArray.of("sync")));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(number("select count(*) from jobs where tags = '{sync}' and title = 'First'"))
                .isEqualTo(1);
    }

    private UUID finished(JsonObject order) {
        UUID job = api.created(order);
        api.await(job, "succeeded");
        return job;
    }

    private void deleted(UUID job) {
        for (String table : List.of("job_inputs", "job_steps", "job_results", "job_events")) {
            execute("delete from " + table + " where job_id = '" + job + "'");
        }
        execute("delete from jobs where id = '" + job + "'");
    }

    private static JsonObject on(UUID base) {
        return new JsonObject().put("basedOn", base.toString());
    }

    private HttpResponse<String> batch(JsonObject... orders) {
        return batch(UUID.randomUUID().toString(), orders);
    }

    private HttpResponse<String> batch(String key, JsonObject... orders) {
        JsonArray jobs = new JsonArray();
        for (JsonObject order : orders) {
            jobs.add(order.copy().put("type", "content_generation"));
        }
        return api.post(BATCH, new JsonObject().put("jobs", jobs), "Idempotency-Key", key);
    }

    private JsonObject inputOf(UUID job) {
        return new JsonObject(
                Sql.text(service.databaseUrl(), "select input::text from job_inputs where job_id = '" + job + "'"));
    }

    private static List<String> paths(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        return Api.json(answer).getJsonArray("details").stream()
                .map(detail -> ((JsonObject) detail).getString("path"))
                .toList();
    }

    private void execute(String sql) {
        Servers.execute(service.databaseUrl(), sql);
    }

    private long number(String sql) {
        return Sql.number(service.databaseUrl(), sql);
    }
}
