package dev.pressroom.http.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.support.Api;
import dev.pressroom.support.Ledger;
import dev.pressroom.support.PricedArticles;
import dev.pressroom.support.Sql;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What operators do to single jobs and users. */
class OpsActionsIT {
    private static final JsonObject NO_BODY = new JsonObject();
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

    private static int post(UUID job, String action) {
        return operator.send("POST", "/jobs/" + job + "/" + action, NO_BODY).statusCode();
    }

    private static List<String> audited(UUID job) {
        return operator.list("/audit?target=job:" + job, "entries").stream()
                .map(entry -> entry.getString("action"))
                .toList();
    }

    @Test
    void aRunningJobOfAnyOwnerIsCancelled() {
        UUID job = api.created(Api.order("Held"));
        api.await(job, "running");

        assertThat(post(job, "cancel")).isEqualTo(200);

        assertThat(api.status(job).getString("errorCode")).isEqualTo("CANCELLED");
        assertThat(post(job, "cancel")).isEqualTo(409);
        assertThat(post(UUID.randomUUID(), "cancel")).isEqualTo(404);
    }

    @Test
    void everyActionIsInTheAuditOnceWithItsActor() {
        UUID job = api.created(Api.order("Held"));
        post(job, "cancel");
        post(job, "cancel");

        JsonObject entry = operator.list("/audit?target=job:" + job, "entries").get(0);

        assertThat(audited(job)).containsExactly("cancel");
        assertThat(entry.getString("actor")).isEqualTo(operator.api().user().toString());
        assertThat(entry.getInteger("count")).isEqualTo(1);
    }

    @Test
    void aFailedJobIsRetried() {
        UUID job = articles.ended(api, "Fails", "failed");

        assertThat(post(job, "retry")).isEqualTo(200);

        assertThat(api.await(job, "succeeded").getInteger("attempt")).isEqualTo(2);
        assertThat(post(job, "retry")).isEqualTo(409);
        assertThat(audited(job)).containsExactly("retry");
    }

    @Test
    void aJobThatHasEndedIsDeletedWithTheAudit() {
        UUID job = articles.ended(api, "Gone", "succeeded");

        assertThat(operator.send("DELETE", "/jobs/" + job, NO_BODY).statusCode())
                .isEqualTo(204);

        assertThat(api.get("/api/v1/jobs/" + job + "/status").statusCode()).isEqualTo(404);
        assertThat(audited(job)).containsExactly("delete");
    }

    @Test
    void aRunningJobIsNotDeleted() {
        UUID job = api.created(Api.order("Held"));
        api.await(job, "running");

        assertThat(operator.send("DELETE", "/jobs/" + job, NO_BODY).statusCode())
                .isEqualTo(409);
        api.cancel(job);
    }

    @Test
    void aJobMovedToTheFrontIsNext() {
        operator.pause("all");
        try {
            List<UUID> jobs = List.of(
                    api.created(Api.order("One")), api.created(Api.order("Two")), api.created(Api.order("Three")));
            assertThat(post(jobs.get(2), "front")).isEqualTo(200);
            assertThat(api.status(jobs.get(2)).getInteger("queuePosition")).isEqualTo(1);
            assertThat(post(jobs.get(1), "front")).isEqualTo(200);
            assertThat(api.status(jobs.get(1)).getInteger("queuePosition")).isEqualTo(1);
            assertThat(api.status(jobs.get(2)).getInteger("queuePosition")).isEqualTo(2);
            jobs.forEach(api::cancel);
            assertThat(post(jobs.get(0), "front")).isEqualTo(409);
        } finally {
            operator.resume("all");
        }
    }

    @Test
    void grantedCreditsAreInTheLedgerAndTheAudit() {
        UUID user = UUID.randomUUID();

        JsonObject granted = Operators.ok(operator.send(
                "POST",
                "/credits",
                new JsonObject()
                        .put("userId", user.toString())
                        .put("credits", 7)
                        .put("reason", "A test")));

        assertThat(granted.getString("userId")).isEqualTo(user.toString());
        assertThat(Sql.number(
                        articles.service.databaseUrl(),
                        "select sum(amount) from credit_entries where user_id = '" + user + "'"))
                .isEqualTo(7);
        Ledger.assertSumsFit(articles.service.databaseUrl());
        JsonObject entry =
                operator.list("/audit?target=user:" + user, "entries").get(0);
        assertThat(entry.getInteger("count")).isEqualTo(7);
        assertThat(entry.getJsonObject("details").getString("reason")).isEqualTo("A test");
    }

    @Test
    void negativeCreditsAreRefused() {
        assertThat(operator.send(
                                "POST",
                                "/credits",
                                new JsonObject()
                                        .put("userId", UUID.randomUUID().toString())
                                        .put("credits", -1))
                        .statusCode())
                .isEqualTo(400);
    }
}
