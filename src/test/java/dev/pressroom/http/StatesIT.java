package dev.pressroom.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.support.Api;
import dev.pressroom.support.PricedArticles;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reading the states of many jobs with one request. */
class StatesIT {
    /** Sooner than a request is answered unchanged that prefers to wait for 30 s. */
    private static final long MAX_SECONDS = 28;

    private PricedArticles articles;
    private Api api;

    @BeforeEach
    void start() {
        articles = new PricedArticles();
        api = articles.user();
    }

    @AfterEach
    void stop() {
        articles.close();
    }

    private static String path(Object... ids) {
        return "/api/v1/jobs?ids=" + Stream.of(ids).map(Object::toString).collect(Collectors.joining(","));
    }

    private static List<String> ids(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Api.json(answer).getJsonArray("jobs").stream()
                .map(job -> ((JsonObject) job).getString("jobId"))
                .toList();
    }

    @Test
    void theJobsComeInTheOrderAskedEachOnceAndOnlyTheOwners() {
        UUID first = articles.ended(api, "First", "succeeded");
        UUID second = articles.ended(api, "Second", "succeeded");
        UUID others = articles.ended(articles.user(), "Others", "succeeded");

        assertThat(ids(api.get(path(second, UUID.randomUUID(), others, first, second))))
                .containsExactly(second.toString(), first.toString());
        assertThat(api.get(path(second)).body()).doesNotContain("\"result\"");
    }

    @Test
    void badListsAreRefused() {
        String id = UUID.randomUUID().toString();
        List<String> many = new ArrayList<>(Collections.nCopies(101, id));

        for (String path : List.of(
                "/api/v1/jobs?ids=",
                path("nonsense"),
                path(id, ""),
                path(many.toArray()),
                path(id) + "&ids=" + id,
                path(id) + "&status=failed",
                path(id) + "&limit=5")) {
            HttpResponse<String> answer = api.get(path);
            assertThat(answer.statusCode()).as(path).isEqualTo(400);
            assertThat(Api.json(answer).getJsonArray("details")).as(path).isNotEmpty();
        }
        assertThat(ids(api.get(path(many.subList(0, 100).toArray())))).isEmpty();
    }

    @Test
    void unchangedStatesAreNotSentAgain() {
        UUID job = articles.ended(api, "Tomatoes", "succeeded");
        String etag = api.get(path(job)).headers().firstValue("etag").orElseThrow();

        assertThat(api.get(path(job), "If-None-Match", etag).statusCode()).isEqualTo(304);
        assertThat(api.get(path(job, articles.ended(api, "More", "succeeded")), "If-None-Match", etag)
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void aRequestThatPrefersToWaitIsHeldUntilOneOfTheJobsChanges() {
        UUID done = articles.ended(api, "Tomatoes", "succeeded");
        UUID held = api.created(Api.order("Held"));
        api.await(held, "running");

        CompletableFuture<HttpResponse<String>> answer = CompletableFuture.supplyAsync(
                        () -> api.get(path(done, held), "Prefer", "wait=30"))
                .orTimeout(MAX_SECONDS, TimeUnit.SECONDS);
        api.cancel(held);

        JsonObject job = Api.json(answer.join()).getJsonArray("jobs").getJsonObject(1);
        assertThat(job.getString("status")).isEqualTo("failed");
    }

    @Test
    void aStaleTagIsAnsweredAtOnceThoughTheRequestPrefersToWait() {
        UUID held = api.created(Api.order("Held"));
        api.await(held, "running");
        UUID other = api.created(Api.order("Held too"));
        String etag = api.get(path(held, other)).headers().firstValue("etag").orElseThrow();
        api.cancel(held);

        long start = System.nanoTime();
        HttpResponse<String> answer = api.get(path(held, other), "Prefer", "wait=30", "If-None-Match", etag);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(MAX_SECONDS));
    }

    @Test
    void aRequestWithTheTagOfTheSameStatusesIsHeldThoughProgressMayHaveChanged() {
        UUID held = api.created(Api.order("Held"));
        api.awaitStatus(held, s -> s.getInteger("progress") == 66);
        String etag = api.get(path(held)).headers().firstValue("etag").orElseThrow();

        long start = System.nanoTime();
        HttpResponse<String> answer = api.get(path(held), "Prefer", "wait=1", "If-None-Match", etag);

        assertThat(answer.statusCode()).isIn(200, 304);
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(950_000_000L);
    }
}
