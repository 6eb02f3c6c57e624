package dev.pressroom.http.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.support.Api;
import dev.pressroom.support.Await;
import dev.pressroom.support.PricedArticles;
import dev.pressroom.support.Servers;
import dev.pressroom.support.Sse;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What operators see: the overview, jobs of all owners, failures. */
class OpsReadIT {
    private static PricedArticles articles;
    private static Operators operator;
    private final Api api = articles.user();

    @BeforeAll
    static void start() {
        articles = new PricedArticles();
        operator = Operators.of(articles.service);
    }

    @AfterAll
    static void stop() {
        articles.close();
    }

    private static List<String> ids(String query) {
        return operator.list("/jobs?" + query, "jobs").stream()
                .map(job -> job.getString("jobId"))
                .toList();
    }

    private static JsonObject ofArticles(JsonObject overview) {
        return overview.getJsonArray("types").stream()
                .map(JsonObject.class::cast)
                .filter(type -> type.getString("type").equals("content_generation"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theOverviewHasTheRunningJobsAndTheNodes() {
        UUID job = api.created(Api.order("Held running"));
        api.await(job, "running");

        JsonObject overview = operator.await("/overview", now -> ofArticles(now).getInteger("running") > 0);

        assertThat(overview.getJsonArray("nodes")).hasSize(1);
        JsonObject node = overview.getJsonArray("nodes").getJsonObject(0);
        assertThat(node.getJsonArray("roles")).containsExactlyInAnyOrder("http", "worker");
        assertThat(node.getInteger("slots")).isPositive();
        assertThat(node.getString("version")).isNotEmpty();
        assertThat(node.getBoolean("drained")).isFalse();
        api.cancel(job);
    }

    @Test
    void theOverviewHasTheWaitAndRunTimesOfTheLastHour() {
        articles.ended(api, "Timed", "succeeded");

        JsonObject type = ofArticles(operator.await(
                "/overview", now -> ofArticles(now).getJsonObject("runMs").getInteger("p99") != null));

        assertThat(type.getJsonObject("waitMs").getInteger("p50")).isNotNegative();
        Await.until(
                Operators.SOON,
                () -> operator.list("/minutes", "minutes").stream()
                        .anyMatch(minute -> minute.getInteger("succeeded") > 0));
    }

    @Test
    void theMinutesHaveTheQueue() {
        UUID job = api.created(Api.order("Held in the minutes"));

        List<JsonObject> queue = Await.value(
                Operators.SOON,
                () -> operator.list("/minutes", "queue"),
                minutes -> minutes.stream().anyMatch(minute -> minute.getLong("running") > 0));

        assertThat(queue).allMatch(minute -> minute.getLong("depth") >= 0 && minute.getLong("oldestSeconds") >= 0);
        api.cancel(job);
    }

    @Test
    void theStreamSendsTheOverviewAgainAndAgain() {
        try (Sse stream = operator.api().streamAt(Operators.OPS + "/stream")) {
            Await.until(Operators.SOON, () -> stream.events().size() >= 3);

            assertThat(stream.events()).allMatch(event -> event.name().equals("overview"));
            assertThat(stream.events().get(2).json().getString("at"))
                    .isGreaterThan(stream.events().get(0).json().getString("at"));
        }
    }

    @Test
    void anOperatorFindsJobsOfAllOwners() {
        UUID mine = articles.ended(api, "Mine", "succeeded");
        UUID others = articles.ended(articles.user(), "Others", "succeeded");

        assertThat(ids("limit=100")).contains(mine.toString(), others.toString());
        assertThat(ids("owner=" + api.user())).containsExactly(mine.toString());
        assertThat(ids("owner=user:" + api.user() + "&status=failed")).isEmpty();
    }

    @Test
    void jobsAreFoundByTheirErrorCodeTagTitleOrganizationAndTenant() {
        JsonObject order = Api.order("Fails with rare orchids").put("tags", List.of("rare"));
        UUID job = api.created(order);
        api.await(job, "failed");

        assertThat(ids("errorCode=MODEL_REFUSED&owner=" + api.user())).containsExactly(job.toString());
        assertThat(ids("errorCode=CANCELLED&owner=" + api.user())).isEmpty();
        assertThat(ids("tag=rare")).containsExactly(job.toString());
        assertThat(ids("q=orchids%20RARE")).containsExactly(job.toString());
        assertThat(ids("organization=" + order.getString("organizationId"))).containsExactly(job.toString());
        assertThat(ids("tenant=user:" + api.user())).containsExactly(job.toString());
        assertThat(ids("owner=" + api.user() + "&createdAfter=2100-01-01T00:00:00Z"))
                .isEmpty();
        assertThat(ids("owner=" + api.user() + "&createdBefore=2100-01-01T00:00:00Z"))
                .containsExactly(job.toString());
    }

    @Test
    void aFilterThatCannotBeReadIs400() {
        assertThat(operator.api().get(Operators.OPS + "/jobs?owner=nobody").statusCode())
                .isEqualTo(400);
        assertThat(operator.api()
                        .get(Operators.OPS + "/jobs?createdAfter=yesterday")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void pagesLoseNoJobOfTheSameMillisecond() {
        UUID user = UUID.randomUUID();
        Servers.execute(
                articles.service.databaseUrl(),
                "insert into jobs (id, type, status, user_id, tenant, error, error_code, retryable, finished_at)"
                        + " select ('01900000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, 'content_generation',"
                        + " 'failed', '" + user + "', 'user:x', 'x', 'INTERNAL', true, now()"
                        + " from generate_series(1, 25) n");
        List<String> all = new ArrayList<>();
        String cursor = "";
        do {
            JsonObject page = operator.get("/jobs?limit=10&owner=" + user + cursor);
            page.getJsonArray("jobs").forEach(job -> all.add(((JsonObject) job).getString("jobId")));
            cursor = page.getString("nextCursor") == null ? "" : "&cursor=" + page.getString("nextCursor");
        } while (!cursor.isEmpty());

        assertThat(all).hasSize(25).doesNotHaveDuplicates();
    }

    @Test
    void theDetailsHaveTheOwnerTheEventsAndTheInput() {
        UUID job = articles.ended(api, "Details", "succeeded");

        JsonObject details = operator.get("/jobs/" + job);

        assertThat(details.getJsonObject("owner"))
                .isEqualTo(new JsonObject()
                        .put("kind", "user")
                        .put("id", api.user().toString()));
        assertThat(details.getString("tenant")).isEqualTo("user:" + api.user());
        assertThat(details.getJsonObject("input").getJsonObject("topic").getString("title"))
                .isEqualTo("Details");
        assertThat(details.getJsonObject("result")).isNotNull();
        assertThat(details.getJsonArray("events").getJsonObject(0).getString("name"))
                .isEqualTo("step-change");
    }

    @Test
    void aRunningJobHasItsNodeAndItsLease() {
        UUID job = api.created(Api.order("Held with lease"));
        api.await(job, "running");

        JsonObject details = operator.get("/jobs/" + job);

        assertThat(ids("node=" + details.getString("node"))).contains(job.toString());
        assertThat(Instant.parse(details.getString("leaseUntil")))
                .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(60));
        api.cancel(job);
    }

    @Test
    void anUnknownJobIs404() {
        assertThat(operator.api()
                        .get(Operators.OPS + "/jobs/" + UUID.randomUUID())
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void failuresAreGroupedByCodeAndStep() {
        articles.ended(api, "Fails once", "failed");
        articles.ended(api, "Fails twice", "failed");

        assertThat(operator.list("/failures", "groups")).anySatisfy(group -> {
            assertThat(group.getString("errorCode")).isEqualTo("MODEL_REFUSED");
            assertThat(group.getString("step")).isEqualTo("article");
            assertThat(group.getInteger("count")).isGreaterThanOrEqualTo(2);
            assertThat(group.getString("lastSeen")).isGreaterThanOrEqualTo(group.getString("firstSeen"));
        });
    }

    @Test
    void theStreamOfAJobOfAnyOwnerIsReplayedToItsEnd() {
        UUID job = articles.ended(api, "Streamed", "succeeded");

        try (Sse stream = operator.api().streamAt(Operators.OPS + "/jobs/" + job + "/stream")) {
            assertThat(stream.awaitEnd().events())
                    .extracting(Sse.Event::name)
                    .startsWith("connected")
                    .endsWith("complete");
        }
    }
}
