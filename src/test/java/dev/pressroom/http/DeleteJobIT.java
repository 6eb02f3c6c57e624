package dev.pressroom.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.support.Api;
import dev.pressroom.support.PricedArticles;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Deleting finished jobs. */
class DeleteJobIT {
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

    private static HttpResponse<String> delete(Api client, UUID job) {
        return client.send("DELETE", "/api/v1/jobs/" + job, "application/json", "");
    }

    private static String inJob(UUID job) {
        return " where job_id = '" + job + "'";
    }

    @Test
    void aDeletedJobIsUnknown() {
        UUID job = articles.ended(api, "Tomatoes", "succeeded");

        assertThat(delete(api, job).statusCode()).isEqualTo(204);

        assertThat(api.get("/api/v1/jobs/" + job + "/status").statusCode()).isEqualTo(404);
        assertThat(api.get("/api/v1/jobs/" + job).statusCode()).isEqualTo(404);
        assertThat(delete(api, job).statusCode()).isEqualTo(404);
    }

    @Test
    void nothingOfItStaysButItsPost() {
        UUID job = articles.ended(api, "Fails", "failed");
        api.retry(job);
        api.await(job, "succeeded");

        delete(api, job);

        for (String table : List.of("job_inputs", "job_results", "job_steps", "job_events", "narrative_events")) {
            assertThat(articles.count("select count(*) from " + table + inJob(job)))
                    .as(table)
                    .isZero();
        }
        assertThat(articles.count("select count(*) from posts" + inJob(job))).isEqualTo(1);
    }

    @Test
    void itsUsageAndItsLedgerStay() {
        UUID job = articles.ended(api, "Fails", "failed");

        delete(api, job);

        assertThat(articles.count("select (job_usage('" + job + "')->>'inputTokens')::int"))
                .isEqualTo(150);
        assertThat(articles.count(
                        "select count(*) from usage_entries" + inJob(job) + " and user_id = '" + api.user() + "'"))
                .isEqualTo(2);
        assertThat(articles.count("select count(*) from credit_entries" + inJob(job)))
                .isEqualTo(2);
    }

    @Test
    void aLiveJobIsNotDeleted() {
        UUID job = api.created(Api.order("Held"));
        api.await(job, "running");

        HttpResponse<String> answer = delete(api, job);

        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(Api.json(answer).getString("errorCode")).isEqualTo("JOB_NOT_DELETABLE");
        assertThat(api.status(job).getString("status")).isEqualTo("running");
    }

    @Test
    void othersGetTheAnswerForAnUnknownJob() {
        UUID job = articles.ended(api, "Tomatoes", "succeeded");

        assertThat(delete(articles.user(), job).statusCode()).isEqualTo(404);
        assertThat(api.status(job).getString("status")).isEqualTo("succeeded");
    }

    @Test
    void aRepeatedRequestWithItsKeyMakesNoSecondJob() {
        JsonObject order = Api.order("Tomatoes");
        UUID job = UUID.fromString(
                Api.json(api.create(order, "Idempotency-Key", "one")).getString("jobId"));
        api.await(job, "succeeded");
        delete(api, job);

        HttpResponse<String> again = api.create(order, "Idempotency-Key", "one");

        assertThat(again.statusCode()).isEqualTo(201);
        assertThat(again.headers().firstValue("Idempotent-Replayed")).contains("true");
        assertThat(Api.json(again).getString("jobId")).isEqualTo(job.toString());
        assertThat(api.get("/api/v1/jobs/" + job + "/status").statusCode()).isEqualTo(404);
    }

    @Test
    void theSecondSessionMayReadButNotDelete() {
        Api first = articles.service.session("first-session-" + UUID.randomUUID());
        Api second = articles.service.session("second-session-" + UUID.randomUUID());
        UUID job = UUID.fromString(Api.json(first.post(
                        "/api/v1/jobs/website-analysis",
                        new JsonObject().put("url", "https://example.com").put("sessionId", second.sessionId())))
                .getString("jobId"));
        first.cancel(job);

        assertThat(second.get("/api/v1/jobs/" + job).statusCode()).isEqualTo(200);
        assertThat(delete(second, job).statusCode()).isEqualTo(404);
        assertThat(delete(first, job).statusCode()).isEqualTo(204);
    }

    @Test
    void ofARetryAndADeletionAtOnceOneWins() {
        for (int i = 0; i < 8; i++) {
            UUID job = articles.ended(api, "Fails", "failed");
            CompletableFuture<Integer> retry =
                    CompletableFuture.supplyAsync(() -> api.retry(job).statusCode());
            CompletableFuture<Integer> deletion =
                    CompletableFuture.supplyAsync(() -> delete(api, job).statusCode());

            // The last is a deletion after the retried job has ended.
            assertThat(Set.of("200 409", "404 204", "200 204")).contains(retry.join() + " " + deletion.join());
            if (deletion.join() == 204) {
                assertThat(articles.count("select count(*) from job_events" + inJob(job)))
                        .isZero();
            } else {
                api.await(job, "succeeded");
            }
        }
    }
}
