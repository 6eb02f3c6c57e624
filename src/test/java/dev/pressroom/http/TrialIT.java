package dev.pressroom.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.support.Api;
import dev.pressroom.support.Await;
import dev.pressroom.support.Service;
import dev.pressroom.support.Sql;
import dev.pressroom.support.Visitor;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a visitor of the page has made with the token of a trial user, after registering or signing in. */
class TrialIT {
    private static Service service;
    private final Api anybody = new Api(service.url(), "");

    @BeforeAll
    static void start() {
        service = Service.start(Map.of("STARTING_CREDITS", "10", "PRESSROOM_DEMO_PACE_MS", "20"));
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void aRunningArticleGoesOnForTheAccount() {
        String token = trialToken();
        Api trial = new Api(service.url(), token);
        UUID job = trial.created(Api.order("Tomatoes"));
        trial.await(job, "running", "succeeded");

        JsonObject answer = Api.json(anybody.post(
                "/api/v1/auth/register", Visitor.of(service).credentials().put("trialToken", token)));

        assertThat(answer.getJsonObject("adopted").getInteger("jobs")).isEqualTo(1);
        Api user = new Api(service.url(), answer.getString("accessToken"));
        JsonObject done = user.await(job, "succeeded", "failed");
        assertThat(done.getString("status")).isEqualTo("succeeded");
        String post = done.getJsonObject("result").getJsonObject("savedPost").getString("id");
        assertThat(user.get("/api/v1/posts/" + post).statusCode()).isEqualTo(200);
        assertThat(trial.get("/api/v1/jobs/" + job + "/status").statusCode()).isEqualTo(404);
        assertThat(trial.get("/api/v1/posts/" + post).statusCode()).isEqualTo(404);
    }

    @Test
    void theTrialUserPaysForItsArticleAndTheAccountKeepsItsCredits() {
        String token = trialToken();
        Api trial = new Api(service.url(), token);
        UUID job = trial.created(Api.order("Tomatoes"));
        trial.await(job, "running", "succeeded");

        Api user = adopting(token);
        user.await(job, "succeeded");

        assertThat(credits(user).getInteger("availableCredits")).isEqualTo(10);
        assertThat(credits(trial).getInteger("availableCredits")).isEqualTo(9);
        assertThat(credits(trial).getJsonObject("breakdown").getInteger("held")).isZero();
        assertThat(credits(user).getJsonObject("breakdown").getInteger("held")).isZero();
    }

    @Test
    void theCreditOfACancelledArticleGoesBackToTheTrialUserAndARetryIsPaidByTheAccount() {
        // An article that has ended meanwhile cannot be cancelled.
        Adopted adopted = Await.value(
                Duration.ofSeconds(120),
                this::adoptedArticle,
                one -> one.user.cancel(one.job).statusCode() == 200);
        Api trial = adopted.trial;
        Api user = adopted.user;
        UUID job = adopted.job;

        assertThat(credits(trial).getInteger("availableCredits")).isEqualTo(10);
        assertThat(user.retry(job).statusCode()).isEqualTo(200);
        user.await(job, "succeeded");

        assertThat(credits(user).getInteger("availableCredits")).isEqualTo(9);
        assertThat(Sql.number(
                        service.databaseUrl(),
                        "select count(*) from users u where credit_balance <> (select coalesce(sum(amount), 0) from"
                                + " credit_entries e where e.user_id = u.id)"))
                .isZero();
    }

    @Test
    void aFinishedArticleIsInTheAccountAfterSigningIn() {
        String token = trialToken();
        Api trial = new Api(service.url(), token);
        UUID job = trial.created(Api.order("Tomatoes"));
        trial.await(job, "succeeded");
        Visitor visitor = Visitor.of(service);
        visitor.registered();

        JsonObject answer = Api.json(
                anybody.post("/api/v1/auth/login", visitor.credentials().put("trialToken", token)));

        Api user = new Api(service.url(), answer.getString("accessToken"));
        assertThat(user.get("/api/v1/jobs").body()).contains(job.toString());
        assertThat(Api.json(user.get("/api/v1/posts")).getJsonArray("posts")).hasSize(1);
        assertThat(answer.getJsonObject("adopted").getInteger("posts")).isEqualTo(1);
    }

    @Test
    void theTokenOfAnOrdinaryUserTransfersNothing() {
        UUID other = UUID.randomUUID();
        UUID job = service.api(other).created(Api.order("Tomatoes"));
        Api user = new Api(service.url(), Visitor.of(service).registered().getString("accessToken"));

        assertThat(user.post("/api/v1/users/adopt-session", new JsonObject().put("trialToken", service.token(other)))
                        .statusCode())
                .isEqualTo(400);

        assertThat(user.get("/api/v1/jobs/" + job + "/status").statusCode()).isEqualTo(404);
    }

    private record Adopted(Api trial, Api user, UUID job) {}

    /** An article of a trial user that began before another user adopted it. */
    private Adopted adoptedArticle() {
        String token = trialToken();
        Api trial = new Api(service.url(), token);
        UUID job = trial.created(Api.order("Tomatoes"));
        trial.await(job, "running", "succeeded");
        return new Adopted(trial, adopting(token), job);
    }

    private Api adopting(String trialToken) {
        Api user = new Api(service.url(), Visitor.of(service).registered().getString("accessToken"));
        assertThat(user.post("/api/v1/users/adopt-session", new JsonObject().put("trialToken", trialToken))
                        .statusCode())
                .isEqualTo(200);
        return user;
    }

    private static JsonObject credits(Api api) {
        return Api.json(api.get("/api/v1/user/credits")).getJsonObject("data");
    }

    private String trialToken() {
        return Api.json(anybody.post("/dev/token", "{}", "x-pressroom-page", "1"))
                .getString("token");
    }
}
