package dev.pressroom.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.support.Api;
import dev.pressroom.support.PricedArticles;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Reading a job with its input, attempts, steps and usage. */
class DetailsIT {
    private static PricedArticles articles;
    private final Api api = articles.user();

    @BeforeAll
    static void start() {
        articles = new PricedArticles();
    }

    @AfterAll
    static void stop() {
        articles.close();
    }

    private JsonObject details(UUID job) {
        HttpResponse<String> answer = api.get("/api/v1/jobs/" + job);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Api.json(answer);
    }

    private List<JsonObject> objects(UUID job, String member) {
        return details(job).getJsonArray(member).stream()
                .map(JsonObject.class::cast)
                .toList();
    }

    @Test
    void theDetailsBeginWithTheMembersOfTheStatus() {
        UUID job = articles.ended(api, "Tomatoes", "succeeded");

        JsonObject details = details(job);
        JsonObject status = api.status(job);

        assertThat(details.fieldNames())
                .containsAll(status.fieldNames())
                .contains("input", "attempts", "steps", "usage");
        assertThat(details.getJsonObject("result")).isEqualTo(status.getJsonObject("result"));
    }

    @Test
    void theInputIsTheBodyOfTheRequest() {
        JsonObject order = Api.order("Tomatoes").put("unknownMember", "kept");

        assertThat(details(api.created(order)).getJsonObject("input")).isEqualTo(order);
    }

    @Test
    void aStepHasItsTimeItsTokensAndItsCost() {
        UUID job = articles.ended(api, "Tomatoes", "succeeded");

        JsonObject outline = objects(job, "steps").get(1);

        assertThat(outline.getString("name")).isEqualTo("outline");
        assertThat(outline.getInteger("attempt")).isEqualTo(1);
        assertThat(outline.getString("startedAt")).endsWith("Z");
        assertThat(outline.getInteger("durationMs")).isNotNegative();
        assertThat(outline.getInteger("inputTokens")).isEqualTo(100);
        assertThat(outline.getInteger("outputTokens")).isEqualTo(10);
        assertThat(outline.getDouble("cost")).isEqualTo(0.00012);
    }

    @Test
    void aStepWithoutModelCallHasNoCost() {
        UUID job = articles.ended(api, "Tomatoes", "succeeded");

        assertThat(objects(job, "steps").get(0).getValue("cost")).isNull();
    }

    @Test
    void theUsageIsTheSumOfTheSteps() {
        UUID job = articles.ended(api, "Tomatoes", "succeeded");

        assertThat(details(job).getJsonObject("usage"))
                .isEqualTo(new JsonObject()
                        .put("inputTokens", 1100)
                        .put("outputTokens", 510)
                        .put("cost", 0.00212)
                        .put("currency", "EUR"));
    }

    @Test
    void theUsageOfAFailedRunCountsToo() {
        UUID job = articles.ended(api, "Fails", "failed");
        assertThat(details(job).getJsonObject("usage").getInteger("inputTokens"))
                .isEqualTo(150);
        api.retry(job);
        api.await(job, "succeeded");

        assertThat(details(job).getJsonObject("usage").getInteger("inputTokens"))
                .isEqualTo(1150);
    }

    @Test
    void aRetriedJobHasBothAttempts() {
        UUID job = articles.ended(api, "Fails", "failed");
        api.retry(job);
        api.await(job, "succeeded");

        List<JsonObject> attempts = objects(job, "attempts");

        assertThat(attempts).extracting(a -> a.getInteger("number")).containsExactly(1, 2);
        assertThat(attempts).extracting(a -> a.getString("outcome")).containsExactly("failed", "succeeded");
        assertThat(attempts).extracting(a -> a.getString("errorCode")).containsExactly("MODEL_REFUSED", null);
        assertThat(attempts)
                .allSatisfy(a -> assertThat(a.getString("endedAt")).isGreaterThanOrEqualTo(a.getString("startedAt")));
    }

    @Test
    void aCancelledAttemptSaysSo() {
        UUID job = api.created(Api.order("Held"));
        api.await(job, "running");
        api.cancel(job);

        assertThat(objects(job, "attempts"))
                .extracting(a -> a.getString("outcome"))
                .containsExactly("cancelled");
    }

    @Test
    void othersGetTheAnswerForAnUnknownJob() {
        UUID job = articles.ended(api, "Tomatoes", "succeeded");

        assertThat(articles.user().get("/api/v1/jobs/" + job).statusCode()).isEqualTo(404);
        assertThat(api.get("/api/v1/jobs/" + UUID.randomUUID()).statusCode()).isEqualTo(404);
        assertThat(api.get("/api/v1/jobs/nonsense").statusCode()).isEqualTo(404);
    }

    @Test
    void unchangedDetailsAreNotSentAgain() {
        UUID job = articles.ended(api, "Tomatoes", "succeeded");
        String etag =
                api.get("/api/v1/jobs/" + job).headers().firstValue("etag").orElseThrow();

        assertThat(api.get("/api/v1/jobs/" + job, "If-None-Match", etag).statusCode())
                .isEqualTo(304);
        assertThat(articles.user()
                        .get("/api/v1/jobs/" + job, "If-None-Match", etag)
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void aJobWithALargeInputAndThousandsOfAttemptsHasTheNewestHundred() {
        UUID job = api.created(Api.order("Tomatoes").put("large", "x".repeat(900_000)));
        api.await(job, "succeeded");
        articles.count("with more as (insert into job_events (job_id, seq, attempt, name, data) select '" + job
                + "', 1000 + n, n / 2 + 1, case n % 2 when 0 then 'step-change' else 'failed' end,"
                + " '{\"errorCode\":\"INTERNAL\",\"error\":\"e\"}' from generate_series(0, 9999) n returning 1)"
                + " select count(*) from more");

        List<JsonObject> attempts = objects(job, "attempts");

        assertThat(attempts).hasSize(100);
        assertThat(attempts.get(99).getInteger("number")).isEqualTo(5000);
    }

    @Test
    void aStepOfANodeOfThePreviousVersionHasNoUsage() {
        UUID job = articles.ended(api, "Tomatoes", "succeeded");
        articles.count("with old as (update job_steps set started_at = null, duration_ms = null, model = null,"
                + " input_tokens = null, output_tokens = null, cost = null, currency = null where job_id = '" + job
                + "' returning 1), unknown as (delete from usage_entries where job_id = '" + job
                + "') select count(*) from old");

        assertThat(objects(job, "steps").get(1).getValue("inputTokens")).isNull();
        assertThat(details(job).getJsonObject("usage").getValue("inputTokens")).isNull();
    }
}
