package dev.pressroom.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.support.Api;
import dev.pressroom.support.PricedArticles;
import dev.pressroom.support.Servers;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Monthly budgets of tenants. An article costs 0.00212 EUR, so the second one reaches the budget of the settings. */
class BudgetsIT {
    private static final String BUDGET = "0.004";
    private static PricedArticles articles;
    private final Api api = articles.user();

    @BeforeAll
    static void start() {
        articles = new PricedArticles(Map.of("PRESSROOM_LIMITS_MONTHLY_BUDGET", BUDGET, "STARTING_CREDITS", "100"));
    }

    @AfterAll
    static void stop() {
        articles.close();
    }

    private UUID spendAll() {
        articles.ended(api, "Tea", "succeeded");
        return articles.ended(api, "Cake", "succeeded");
    }

    private JsonObject refused(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(402);
        JsonObject body = Api.json(answer);
        assertThat(body.getString("errorCode")).isEqualTo("BUDGET_EXCEEDED");
        return body.getJsonObject("data");
    }

    private void budget(String tenant, Object amount) {
        UUID operator = UUID.randomUUID();
        Api admin = new Api(articles.service.url(), articles.service.token(operator, "admin"), operator);
        HttpResponse<String> answer = admin.send(
                "PUT",
                "/api/v1/ops/limits",
                "application/json",
                new JsonObject()
                        .put("tenant", tenant)
                        .put("monthlyBudget", amount)
                        .encode());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(204);
    }

    private String tenant() {
        return "user:" + api.user();
    }

    private long jobs() {
        return articles.count("select count(*) from jobs where user_id = '" + api.user() + "'");
    }

    private JsonObject credits() {
        return Api.json(api.get("/api/v1/user/credits")).getJsonObject("data");
    }

    @Test
    void aCreateIsRefusedWhenTheCostsHaveReachedTheBudget() {
        spendAll();
        long creditsBefore = credits().getInteger("availableCredits");

        JsonObject data = refused(api.create(Api.order("One too many")));

        LocalDate nextMonth = LocalDate.now(ZoneOffset.UTC).plusMonths(1).withDayOfMonth(1);
        assertThat(data)
                .isEqualTo(new JsonObject()
                        .put("budget", 0.004)
                        .put("spent", 0.00424)
                        .put("currency", "EUR")
                        .put("resetsAt", nextMonth + "T00:00:00.000Z"));
        assertThat(jobs()).isEqualTo(2);
        assertThat(credits().getInteger("availableCredits")).isEqualTo((int) creditsBefore);
    }

    @Test
    void belowTheBudgetJobsAreCreatedAndLiveJobsGoOn() {
        articles.ended(api, "Tea", "succeeded");
        UUID live = api.created(Api.order("Held Cake"));
        articles.ended(api, "Bread", "succeeded");
        refused(api.create(Api.order("One too many")));
        articles.release();

        api.await(live, "succeeded");
    }

    @Test
    void batchesAreRefusedAndNothingOfThemIsStored() {
        spendAll();
        JsonArray batch = new JsonArray();
        IntStream.range(0, 5).forEach(i -> batch.add(Api.order("Article " + i).put("type", "content_generation")));

        refused(api.send(
                "POST",
                "/api/v1/jobs/batch",
                "application/json",
                new JsonObject().put("jobs", batch).encode()));

        assertThat(jobs()).isEqualTo(2);
    }

    @Test
    void retriesAreRefused() {
        UUID failed = articles.ended(api, "Fails", "failed");
        spendAll();

        refused(api.send("POST", "/api/v1/jobs/" + failed + "/retry", "application/json", ""));

        assertThat(api.status(failed).getString("status")).isEqualTo("failed");
    }

    @Test
    void jobsThatAreBasedOnAnotherAreRefused() {
        UUID base = spendAll();

        refused(api.create(new JsonObject().put("basedOn", base.toString()).put("from", "article")));
    }

    @Test
    void websiteAnalysesAreRefused() {
        spendAll();

        refused(api.send(
                "POST", "/api/v1/jobs/website-analysis", "application/json", "{\"url\":\"https://example.com/\"}"));
    }

    @Test
    void aStreamedCreateIsRefusedWithPlainJson() {
        spendAll();

        refused(api.create(Api.order("One too many"), "Accept", "text/event-stream"));
    }

    @Test
    void aRepeatedCreateGetsItsFirstAnswer() {
        JsonObject order = Api.order("Tea");
        UUID first = UUID.fromString(
                Api.json(api.create(order, "Idempotency-Key", "tea")).getString("jobId"));
        api.await(first, "succeeded");
        articles.ended(api, "Cake", "succeeded");

        HttpResponse<String> again = api.create(order, "Idempotency-Key", "tea");

        assertThat(again.statusCode()).isEqualTo(201);
        assertThat(Api.json(again).getString("jobId")).isEqualTo(first.toString());
    }

    @Test
    void anOperatorRaisesTheBudgetOfATenant() {
        spendAll();
        refused(api.create(Api.order("Refused")));

        budget(tenant(), 1);

        assertThat(api.create(Api.order("Allowed")).statusCode()).isEqualTo(201);
        assertThat(credits().getJsonObject("month").getValue("budget")).isEqualTo(1);
    }

    @Test
    void aBudgetOfZeroIsNone() {
        spendAll();

        budget(tenant(), 0);

        assertThat(api.create(Api.order("Allowed")).statusCode()).isEqualTo(201);
        assertThat(credits().getJsonObject("month").getValue("budget")).isNull();
    }

    @Test
    void anOperatorLowersTheBudgetOfATenant() {
        articles.ended(api, "Tea", "succeeded");

        budget(tenant(), new BigDecimal("0.001"));

        refused(api.create(Api.order("Refused")));
    }

    @Test
    void theUsersOfAnOrganizationShareItsBudget() {
        UUID organization = UUID.randomUUID();
        Api one = articles.service.memberOf(organization);
        Api two = articles.service.memberOf(organization);
        articles.ended(one, "Tea", "succeeded");
        articles.ended(one, "Cake", "succeeded");

        refused(two.create(Api.order("Refused")));

        assertThat(Api.json(two.get("/api/v1/user/credits"))
                        .getJsonObject("data")
                        .getJsonObject("month")
                        .getDouble("spent"))
                .isEqualTo(0.00424);
    }

    @Test
    void theCostsOfTheMonthBeforeDoNotCount() {
        Servers.execute(
                articles.service.databaseUrl(),
                "insert into usage_entries (job_id, user_id, tenant, type, reason, cost, currency, created_at) values"
                        + " (gen_random_uuid(), '" + api.user() + "', '" + tenant()
                        + "', 'content_generation', 'completed', 5,"
                        + " 'EUR', date_trunc('month', now() at time zone 'UTC') at time zone 'UTC' - interval '1 second')");

        assertThat(api.create(Api.order("Allowed")).statusCode()).isEqualTo(201);
    }
}
