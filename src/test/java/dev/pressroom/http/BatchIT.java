package dev.pressroom.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.support.Api;
import dev.pressroom.support.Await;
import dev.pressroom.support.Ledger;
import dev.pressroom.support.Race;
import dev.pressroom.support.ScriptedPipeline;
import dev.pressroom.support.Service;
import dev.pressroom.support.Sql;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Many jobs in one request. */
class BatchIT {
    private static final String PATH = "/api/v1/jobs/batch";

    private Service service;
    private Api api;

    @BeforeEach
    void start() {
        service = Service.start(
                Map.of("STARTING_CREDITS", "10", "PRESSROOM_WORKERS", "5"),
                new ScriptedPipeline().step("write").asPipelines());
        api = service.api(UUID.randomUUID());
    }

    @AfterEach
    void stop() {
        Ledger.assertFits(service.databaseUrl());
        service.close();
    }

    @Test
    void allJobsOfABatchRunAndAreGivenInItsOrder() {
        List<UUID> jobs = accepted(api.post(PATH, articles(8)));

        assertThat(jobs).hasSize(8).doesNotHaveDuplicates();
        jobs.forEach(job -> api.await(job, "succeeded"));
        assertThat(jobs.stream().map(this::titleOf))
                .containsExactlyElementsOf(
                        IntStream.range(0, 8).mapToObj(i -> "Article " + i).toList());
        assertThat(number("select credit_balance from users")).isEqualTo(2);
    }

    @Test
    void whatAJobKeepsIsTheBodyOfItsOwnRoute() {
        JsonObject order = Api.order("Kept").put("tweets", new JsonArray().add("unknown here"));

        UUID job = accepted(api.post(PATH, batch(item(order)))).get(0);

        assertThat(new JsonObject(Sql.text(
                        service.databaseUrl(), "select input::text from job_inputs where job_id = '" + job + "'")))
                .isEqualTo(order);
    }

    @Test
    void bothTypesMayBeMixed() {
        JsonObject website = new JsonObject().put("type", "website_analysis").put("url", "https://example.com/");

        List<UUID> jobs = accepted(api.post(PATH, batch(website, item(Api.order("Beside it")))));

        assertThat(jobs.stream().map(job -> api.status(job).getString("type")))
                .containsExactly("website_analysis", "content_generation");
        assertThat(number("select count(*) from credit_entries where kind = 'hold'"))
                .isEqualTo(1);
    }

    @Test
    void oneFaultyItemRefusesAllAndEachFaultIsNamed() {
        JsonObject untitled = Api.order("Untitled");
        untitled.getJsonObject("topic").remove("title");
        JsonObject website = new JsonObject().put("type", "website_analysis").put("url", "ftp://example.com/");

        HttpResponse<String> answer = api.post(PATH, batch(item(Api.order("Good")), item(untitled), website));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(Api.json(answer).getString("errorCode")).isEqualTo("VALIDATION_FAILED");
        assertThat(Api.json(answer).getJsonArray("details").stream()
                        .map(detail -> ((JsonObject) detail).getString("path")))
                .containsExactly("/jobs/1/topic/title", "/jobs/2/url");
        assertThat(number("select count(*) from jobs")).isZero();
    }

    @Test
    void anItemOfNoKnownTypeIsRefused() {
        HttpResponse<String> answer = api.post(PATH, batch(new JsonObject().put("type", "poem")));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("/jobs/0/type");
    }

    @Test
    void noneAndTooManyAreRefused() {
        assertThat(api.post(PATH, batch()).statusCode()).isEqualTo(400);
        assertThat(api.post(PATH, articles(501)).statusCode()).isEqualTo(400);
    }

    @Test
    void withTooFewCreditsForAllNothingIsStored() {
        HttpResponse<String> answer = api.post(PATH, articles(11));

        assertThat(answer.statusCode()).isEqualTo(402);
        assertThat(Api.json(answer).getString("message")).contains("need 11");
        assertThat(Api.json(answer).getJsonObject("data").getInteger("creditsAvailable"))
                .isEqualTo(10);
        assertThat(number("select count(*) from jobs")).isZero();
        assertThat(number("select count(*) from credit_entries where kind = 'hold'"))
                .isZero();
        assertThat(number("select count(*) from owned_organizations")).isZero();
    }

    @Test
    void batchesAndSingleOrdersAtOnceNeverOverdrawTheCredits() {
        List<Integer> answers = Race.of(
                60,
                i -> i % 3 == 0
                        ? api.post(PATH, articles(4)).statusCode()
                        : api.create(Api.order("Single " + i)).statusCode());

        // Redis may be slow to answer on a busy machine.
        assertThat(answers).isSubsetOf(201, 402, 503);
        Await.until(Duration.ofSeconds(60), () -> api.create(Api.order("Last")).statusCode() == 402);
        assertThat(number("select count(*) from jobs")).isEqualTo(10);
    }

    @Test
    void anIdThatAnotherUserHasForAnOrganizationIsAsGoodAsAnyOther() {
        UUID theirs = UUID.randomUUID();
        service.api(UUID.randomUUID()).created(Api.order("Theirs").put("organizationId", theirs.toString()));
        JsonObject order = item(Api.order("Mine").put("organizationId", theirs.toString()));

        accepted(api.post(PATH, batch(item(Api.order("Good")), order)));

        assertThat(number("select count(*) from owned_organizations where id = '" + theirs + "'"))
                .isEqualTo(2);
    }

    @Test
    void theSameKeyAndBodyGiveTheSameJobsAlsoAtOnce() {
        String body = articles(3).encode();

        List<HttpResponse<String>> answers = Race.of(6, i -> api.post(PATH, body, "Idempotency-Key", "batch-1"));

        assertThat(answers.stream().map(HttpResponse::body).distinct()).hasSize(1);
        assertThat(answers.stream()
                        .filter(answer -> answer.headers()
                                .firstValue("Idempotent-Replayed")
                                .isPresent()))
                .hasSize(5);
        assertThat(number("select count(*) from jobs")).isEqualTo(3);
        assertThat(api.post(PATH, articles(2), "Idempotency-Key", "batch-1").statusCode())
                .isEqualTo(409);
    }

    @Test
    void aSessionAloneMayNotOrderBatches() {
        JsonObject website = new JsonObject().put("type", "website_analysis").put("url", "https://example.com/");

        assertThat(service.session("visitor-12345678")
                        .post(PATH, batch(website))
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void fiveHundredWithMuchContextFitAndLargerBodiesDoNot() {
        try (Service generous = Service.start(
                Map.of("PRESSROOM_ROLES", "http"),
                new ScriptedPipeline().step("write").asPipelines())) {
            Api theirs = generous.api(UUID.randomUUID());

            assertThat(accepted(theirs.post(PATH, articles(500, "x".repeat(6000)))))
                    .hasSize(500);
            assertThat(theirs.post(PATH, articles(500, "x".repeat(9000))).statusCode())
                    .isEqualTo(413);
        }
    }

    @Test
    void aBatchCountsAsItsJobsAgainstTheRateLimit() {
        try (Service strict = Service.start(
                Map.of("PRESSROOM_RATE_LIMIT", "20", "PRESSROOM_ROLES", "http", "PRESSROOM_HTTP_INSTANCES", "1"),
                new ScriptedPipeline().step("write").asPipelines())) {
            Api theirs = strict.api(UUID.randomUUID());

            assertThat(theirs.post(PATH, articles(30)).statusCode()).isEqualTo(201);
            HttpResponse<String> next = theirs.create(Api.order("Too soon"));

            assertThat(next.statusCode()).isEqualTo(429);
            assertThat(next.headers().firstValueAsLong("Retry-After").orElseThrow())
                    .isBetween(1L, 61L);
        }
    }

    private static JsonObject articles(int number) {
        return articles(number, "");
    }

    private static JsonObject articles(int number, String context) {
        return batch(IntStream.range(0, number)
                .mapToObj(i -> item(Api.order("Article " + i).put("comprehensiveContext", context)))
                .toArray(JsonObject[]::new));
    }

    private static JsonObject item(JsonObject order) {
        return order.copy().put("type", "content_generation");
    }

    private static JsonObject batch(JsonObject... items) {
        return new JsonObject().put("jobs", new JsonArray(Stream.of(items).collect(Collectors.toList())));
    }

    private static List<UUID> accepted(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return Api.json(answer).getJsonArray("jobs").stream()
                .map(job -> UUID.fromString(((JsonObject) job).getString("jobId")))
                .toList();
    }

    private String titleOf(UUID job) {
        return Sql.text(
                service.databaseUrl(),
                "select input::json -> 'topic' ->> 'title' from job_inputs where job_id = '" + job + "'");
    }

    private long number(String sql) {
        return Sql.number(service.databaseUrl(), sql);
    }
}
