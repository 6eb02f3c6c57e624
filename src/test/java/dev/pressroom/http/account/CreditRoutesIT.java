package dev.pressroom.http.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.support.Api;
import dev.pressroom.support.Race;
import dev.pressroom.support.ScriptedPipeline;
import dev.pressroom.support.Service;
import dev.pressroom.support.Sql;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What users are told of their credits. */
class CreditRoutesIT {
    private final ScriptedPipeline pipeline = new ScriptedPipeline().gated("write");
    private Service service;
    private Api api;

    private void serve(String startingCredits) {
        service = Service.start(Map.of("STARTING_CREDITS", startingCredits), pipeline.asPipelines());
        api = service.api(UUID.randomUUID());
    }

    @AfterEach
    void stop() {
        service.close();
    }

    @Test
    void whoIsNewHasTheStartingCredits() {
        serve("10");

        assertThat(credits()).isEqualTo(new JsonObject("""
                        {"basePlan":"free","isUnlimited":false,"totalCredits":10,"availableCredits":10,"usedCredits":0,
                         "breakdown":{"granted":10,"held":0,"spent":0,"released":0}}
                        """));
    }

    @Test
    void whoAsksManyTimesAtOnceIsMetOnce() {
        serve("10");

        assertThat(Race.of(10, i -> credits().getInteger("totalCredits"))).containsOnly(10);

        assertThat(Sql.number(service.databaseUrl(), "select count(*) from credit_entries"))
                .isEqualTo(1);
    }

    @Test
    void theNumbersFollowTheLedger() {
        serve("10");
        UUID held = api.created(Api.order("Held"));
        assertThat(credits().getJsonObject("breakdown").getInteger("held")).isEqualTo(1);
        api.cancel(api.created(Api.order("Cancelled")));
        UUID cancelled = api.created(Api.order("Cancelled twice"));
        api.cancel(cancelled);
        api.retry(cancelled);

        JsonObject before = credits();
        pipeline.open("write");
        api.await(held, "succeeded");
        api.await(cancelled, "succeeded");

        assertThat(before.getInteger("availableCredits")).isEqualTo(8);
        assertThat(before.getJsonObject("breakdown"))
                .isEqualTo(new JsonObject("{\"granted\":10,\"held\":2,\"spent\":0,\"released\":2}"));
        assertThat(credits().getInteger("availableCredits")).isEqualTo(8);
        assertThat(credits().getInteger("usedCredits")).isEqualTo(2);
        assertThat(credits().getJsonObject("breakdown"))
                .isEqualTo(new JsonObject("{\"granted\":10,\"held\":0,\"spent\":2,\"released\":2}"));
    }

    @Test
    void withoutALimitOnlyWhatWasUsedIsCounted() {
        serve("unlimited");
        pipeline.open("write");
        api.await(api.created(Api.order("Free")), "succeeded");

        assertThat(credits()).isEqualTo(new JsonObject("""
                        {"basePlan":"free","isUnlimited":true,"totalCredits":null,"availableCredits":null,"usedCredits":1,
                         "breakdown":{"granted":0,"held":0,"spent":1,"released":0}}
                        """));
    }

    @Test
    void aSessionHasNoCredits() {
        serve("10");

        assertThat(new Api(service.url(), "")
                        .get("/api/v1/user/credits", "x-session-id", "a-visitor-of-the-page")
                        .statusCode())
                .isEqualTo(401);
    }

    /** Without the costs of the month, which {@code BudgetsIT} tests. */
    private JsonObject credits() {
        JsonObject body = Api.json(api.get("/api/v1/user/credits"));
        assertThat(body.getBoolean("success")).isTrue();
        JsonObject data = body.getJsonObject("data");
        data.remove("month");
        return data;
    }
}
