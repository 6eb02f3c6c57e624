package dev.pressroom.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.support.Api;
import dev.pressroom.support.PricedArticles;
import dev.pressroom.support.Sse;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Running a failed job again from one of its steps. */
class RetryFromIT {
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

    private HttpResponse<String> retry(UUID job, String body) {
        return api.post("/api/v1/jobs/" + job + "/retry", body);
    }

    private UUID retriedFrom(String step) {
        UUID job = articles.ended(api, "Fails", "failed");
        assertThat(retry(job, "{\"from\":\"" + step + "\",\"unknown\":1}").statusCode())
                .isEqualTo(200);
        api.await(job, "succeeded");
        return job;
    }

    @Test
    void theStepAndLaterOnesRunAgain() {
        UUID job = retriedFrom("outline");

        assertThat(articles.pipeline.runs(job, "outline")).isEqualTo(2);
        assertThat(articles.pipeline.runs(job, "article")).isEqualTo(2);
    }

    @Test
    void earlierStepsAreKept() {
        assertThat(articles.pipeline.runs(retriedFrom("outline"), "context")).isEqualTo(1);
    }

    @Test
    void withoutAStepCompletedStepsAreKept() {
        for (String body : List.of("{}", "{\"from\":null}", "")) {
            UUID job = articles.ended(api, "Fails", "failed");
            assertThat(retry(job, body).statusCode()).as(body).isEqualTo(200);
            api.await(job, "succeeded");
            assertThat(articles.pipeline.runs(job, "outline")).as(body).isEqualTo(1);
        }
    }

    @Test
    void theUsageOfDiscardedStepsStaysCounted() {
        UUID job = retriedFrom("outline");

        assertThat(Api.json(api.get("/api/v1/jobs/" + job))
                        .getJsonObject("usage")
                        .getInteger("inputTokens"))
                .isEqualTo(100 + 50 + 100 + 1000);
    }

    @Test
    void anUnknownStepAndAStepOfAnotherTypeAreRefused() {
        UUID job = articles.ended(api, "Fails", "failed");

        for (String body :
                List.of("{\"from\":\"nonsense\"}", "{\"from\":\"page\"}", "{\"from\":\"\"}", "{\"from\":5}")) {
            HttpResponse<String> answer = retry(job, body);
            assertThat(answer.statusCode()).as(body).isEqualTo(400);
            assertThat(Api.json(answer).getString("errorCode")).isEqualTo("VALIDATION_FAILED");
        }
        assertThat(api.status(job).getString("status")).isEqualTo("failed");
    }

    @Test
    void onlyAFailedJobIsRetried() {
        UUID job = articles.ended(api, "Tomatoes", "succeeded");

        HttpResponse<String> answer = retry(job, "{\"from\":\"article\"}");

        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(articles.count("select count(*) from job_steps where job_id = '" + job + "'"))
                .isEqualTo(3);
    }

    @Test
    void othersGetTheAnswerForAnUnknownJob() {
        UUID job = articles.ended(api, "Fails", "failed");

        assertThat(articles.user()
                        .post("/api/v1/jobs/" + job + "/retry", "{\"from\":\"nonsense\"}")
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void ofTwoRetriesAtOnceOneWins() {
        UUID job = articles.ended(api, "Fails", "failed");

        List<CompletableFuture<Integer>> answers = Stream.of("outline", "article")
                .map(step -> CompletableFuture.supplyAsync(
                        () -> retry(job, "{\"from\":\"" + step + "\"}").statusCode()))
                .toList();

        assertThat(answers.stream().map(CompletableFuture::join)).containsExactlyInAnyOrder(200, 409);
        assertThat(api.await(job, "succeeded").getInteger("attempt")).isEqualTo(2);
    }

    @Test
    void theStreamShowsTheNewAttempt() {
        UUID job = retriedFrom("outline");

        Sse stream = api.stream(job).awaitEnd();

        assertThat(stream.events().stream().map(Sse.Event::name).filter("step-change"::equals))
                .hasSize(2);
        assertThat(articles.count("select count(*) from posts where job_id = '" + job + "'"))
                .isEqualTo(1);
    }
}
