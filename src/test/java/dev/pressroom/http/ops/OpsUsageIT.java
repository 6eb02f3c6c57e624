package dev.pressroom.http.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.support.Api;
import dev.pressroom.support.Await;
import dev.pressroom.support.PricedArticles;
import dev.pressroom.support.Servers;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens and costs in the control room, and grants of credits. */
class OpsUsageIT {
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

    private String owner() {
        return "user:" + api.user();
    }

    private List<JsonObject> groups(String by) {
        return operator.list("/usage?by=" + by + "&owner=" + owner(), "groups");
    }

    private static JsonObject article(String name) {
        return new JsonObject()
                .put("calls", 2)
                .put("inputTokens", 1100)
                .put("outputTokens", 510)
                .put("images", 0)
                .put("cost", 0.00212)
                .put("currency", "EUR")
                .put("name", name);
    }

    @ParameterizedTest
    @CsvSource({"type, content_generation", "model, priced"})
    void usageIsGrouped(String by, String name) {
        articles.ended(api, "Tea", "succeeded");

        assertThat(groups(by)).containsExactly(article(name));
    }

    @Test
    void usageIsGroupedByOwner() {
        articles.ended(api, "Tea", "succeeded");

        assertThat(groups("owner")).containsExactly(article(owner()));
        assertThat(operator.list("/usage?by=owner&limit=1000", "groups")).contains(article(owner()));
    }

    @Test
    void usageIsGroupedByDayInUtc() {
        String today = LocalDate.now(ZoneOffset.UTC).toString();
        articles.ended(api, "Tea", "succeeded");
        Servers.execute(
                articles.service.databaseUrl(),
                "insert into usage_entries (job_id, tenant, type, reason, model, input_tokens, output_tokens, cost,"
                        + " currency, created_at) values (gen_random_uuid(), '" + owner()
                        + "', 'content_generation', 'completed', 'priced', 1, 2, 3, 'EUR', '2026-01-31T23:59:59.9Z')");

        assertThat(groups("day")).containsExactly(article(today));
        assertThat(operator.list("/usage?by=day&from=2026-01-31&to=2026-01-31&owner=" + owner(), "groups"))
                .extracting(group -> group.getString("name"))
                .containsExactly("2026-01-31");
        assertThat(operator.list("/usage?by=day&from=2026-02-01&to=2026-02-01&owner=" + owner(), "groups"))
                .isEmpty();
    }

    @Test
    void theSumsStayTheSameWhenPendingUsageIsAddedAndJobsAreDeleted() {
        UUID job = articles.ended(api, "Fails", "failed");
        JsonObject before = operator.get("/usage?by=model&owner=" + owner());
        Await.until(
                Operators.SOON,
                () -> articles.count("select count(*) from usage_pending where tenant = '" + owner() + "'") == 0);
        Operators.ok(operator.send("DELETE", "/jobs/" + job, new JsonObject()));

        assertThat(operator.get("/usage?by=model&owner=" + owner())).isEqualTo(before);
        assertThat(before.getJsonArray("totals").getJsonObject(0).getInteger("inputTokens"))
                .isEqualTo(150);
        assertThat(articles.count("select (cost * 1000000)::bigint from usage_months where tenant = '" + owner() + "'"))
                .isEqualTo(180);
    }

    @Test
    void aRetryFromAStepAddsUsage() {
        UUID job = articles.ended(api, "Fails", "failed");
        api.send("POST", "/api/v1/jobs/" + job + "/retry", "application/json", "{\"from\":\"outline\"}");
        api.await(job, "succeeded");

        JsonObject total =
                operator.get("/usage?owner=" + owner()).getJsonArray("totals").getJsonObject(0);

        assertThat(total.getInteger("inputTokens")).isEqualTo(100 + 50 + 1100);
        assertThat(total.getInteger("calls")).isEqualTo(4);
    }

    @Test
    void aJobHasItsModelCalls() {
        UUID job = articles.ended(api, "Fails", "failed");
        api.retry(job);
        api.await(job, "succeeded");

        List<JsonObject> calls = operator.list("/jobs/" + job, "modelCalls");

        assertThat(calls)
                .extracting(call -> call.getString("step") + " " + call.getInteger("attempt") + " "
                        + call.getInteger("inputTokens"))
                .containsExactly("outline 1 100", "article 1 50", "article 2 1000");
        assertThat(calls).allSatisfy(call -> assertThat(call.getString("model")).isEqualTo("priced"));
    }

    @Test
    void aTenantHasItsBudgetAndItsCosts() {
        articles.ended(api, "Tea", "succeeded");
        Operators.ok(operator.send(
                "PUT", "/limits", new JsonObject().put("tenant", owner()).put("monthlyBudget", 12.5)));

        assertThat(operator.list("/tenants?limit=100", "tenants")).anySatisfy(tenant -> {
            assertThat(tenant.getString("tenant")).isEqualTo(owner());
            assertThat(tenant.getDouble("spentThisMonth")).isEqualTo(0.00212);
            assertThat(tenant.getJsonObject("limits").getDouble("monthlyBudget"))
                    .isEqualTo(12.5);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "by=hour",
                "from=2026-02-30",
                "from=2026-02-02&to=2026-02-01",
                "from=2025-01-01&to=2026-01-02",
                "owner=everybody"
            })
    void anInvalidPeriodIs400(String query) {
        HttpResponse<String> answer = operator.send("GET", "/usage?" + query, new JsonObject());

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    }

    @Test
    void aRepeatedGrantGrantsOnce() {
        HttpResponse<String> first = granted(7, "key");
        HttpResponse<String> again = granted(7, "key");

        assertThat(Api.json(again)).isEqualTo(Api.json(first));
        assertThat(again.headers().firstValue("Idempotent-Replayed")).contains("true");
        assertThat(articles.count(
                        "select sum(amount) from credit_entries where amount = 7 and user_id = '" + api.user() + "'"))
                .isEqualTo(7);
        assertThat(granted(8, "key").statusCode()).isEqualTo(409);
        assertThat(granted(7, "another").statusCode()).isEqualTo(200);
    }

    private HttpResponse<String> granted(int credits, String key) {
        return operator.api()
                .post(
                        Operators.OPS + "/credits",
                        new JsonObject().put("userId", api.user().toString()).put("credits", credits),
                        "Idempotency-Key",
                        key);
    }
}
