package dev.pressroom.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.job.JobType;
import dev.pressroom.pipeline.Pipeline;
import dev.pressroom.pipeline.Step;
import dev.pressroom.support.Api;
import dev.pressroom.support.Await;
import dev.pressroom.support.Race;
import dev.pressroom.support.ScriptedPipeline;
import dev.pressroom.support.Servers;
import dev.pressroom.support.Service;
import dev.pressroom.support.Sql;
import dev.pressroom.support.Sse;
import dev.pressroom.support.Visitor;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Anonymous sessions, and users who take over what theirs has made. */
class SessionIT {
    private static final String ADOPT = "/api/v1/users/adopt-session";

    private final ScriptedPipeline pipeline = new ScriptedPipeline().gated("read");
    private Service service;
    private Api anybody;
    private Api ada;
    private String session;

    @BeforeEach
    void start() {
        service = Service.start(
                Map.of("STARTING_CREDITS", "10"), node -> Map.of(JobType.WEBSITE_ANALYSIS, new Analysis(pipeline)));
        anybody = new Api(service.url(), "");
        ada = service.api(UUID.randomUUID());
        session = created();
    }

    @AfterEach
    void stop() {
        service.close();
    }

    @Test
    void aSessionIdHas128BitsThatAreFreshEachTime() {
        assertThat(created()).matches("[0-9a-f]{32}").isNotEqualTo(session);
    }

    @Test
    void theIdIsASession() {
        assertThat(anybody.get("/api/v1/jobs", "x-session-id", session).statusCode())
                .isEqualTo(200);
    }

    @Test
    void aBodyIsNeitherNeededNorHarmful() {
        assertThat(anybody.post("/api/v1/session/create", "{\"anything\":1}").statusCode())
                .isEqualTo(201);
    }

    @Test
    void anIdThatTheVisitorBringsAlongIsKept() {
        HttpResponse<String> answer =
                anybody.post("/api/v1/session/create", new JsonObject().put("session_id", "visitor-20261125"));

        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(Api.json(answer).getString("session_id")).isEqualTo("visitor-20261125");
    }

    @Test
    void anIdThatCannotBeASessionIsRefused() {
        assertThat(anybody.post("/api/v1/session/create", "{\"session_id\":\"short\"}")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void aUserTakesOverTheJobsOfTheSession() {
        UUID first = waiting(session);
        UUID second = waiting(session);
        UUID foreign = waiting(created());

        HttpResponse<String> answer = adopt(ada, session);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(Api.json(answer))
                .isEqualTo(
                        new JsonObject("{\"success\":true,\"adopted\":{\"jobs\":2,\"organizations\":0,\"posts\":0}}"));
        assertThat(ada.status(first).getString("status")).isEqualTo("queued");
        assertThat(ada.status(second).getString("status")).isEqualTo("queued");
        assertThat(ada.get("/api/v1/jobs/" + foreign + "/status").statusCode()).isEqualTo(404);
    }

    @Test
    void theSessionHasNoAccessAfterwards() {
        UUID job = waiting(session);
        adopt(ada, session);

        Api visitor = service.session(session);
        assertThat(visitor.get("/api/v1/jobs/" + job + "/status").statusCode()).isEqualTo(404);
        assertThat(visitor.get("/api/v1/jobs/" + job + "/stream").statusCode()).isEqualTo(404);
        assertThat(visitor.cancel(job).statusCode()).isEqualTo(404);
    }

    @Test
    void signingInTakesOverTheSessionOfHeaderAndBody() {
        Visitor visitor = Visitor.of(service);
        visitor.registered();
        UUID first = waiting(session);
        String second = created();
        UUID other = waiting(second);

        JsonObject answer = Api.json(anybody.post(
                "/api/v1/auth/login", visitor.credentials().put("sessionId", second), "x-session-id", session));

        assertThat(answer.getJsonObject("adopted").getInteger("jobs")).isEqualTo(2);
        Api user = new Api(service.url(), answer.getString("accessToken"));
        assertThat(user.status(first).getString("status")).isEqualTo("queued");
        assertThat(user.status(other).getString("status")).isEqualTo("queued");
    }

    @Test
    void registeringTakesOverTheSession() {
        UUID job = waiting(session);

        HttpResponse<String> answer =
                anybody.post("/api/v1/auth/register", Visitor.of(service).credentials(), "x-session-id", session);

        assertThat(answer.statusCode()).isEqualTo(201);
        Api user = new Api(service.url(), Api.json(answer).getString("accessToken"));
        assertThat(user.status(job).getString("status")).isEqualTo("queued");
    }

    @Test
    void aRegistrationWithATakenAddressTakesOverNothing() {
        Visitor visitor = Visitor.of(service);
        visitor.registered();
        UUID job = waiting(session);

        assertThat(anybody.post("/api/v1/auth/register", visitor.credentials(), "x-session-id", session)
                        .statusCode())
                .isEqualTo(409);

        assertThat(service.session(session).status(job).getString("status")).isEqualTo("queued");
    }

    @Test
    void anInvalidSessionOrTrialTokenDoesNotBreakTheLogin() {
        Visitor visitor = Visitor.of(service);
        visitor.registered();

        for (Object invalid : List.of("", "short", "with a space in it", "unknown-session-1", 7, new JsonObject())) {
            HttpResponse<String> answer = anybody.post(
                    "/api/v1/auth/login",
                    visitor.credentials().put("sessionId", invalid).put("trialToken", invalid),
                    "x-session-id",
                    "short");
            assertThat(answer.statusCode()).isEqualTo(200);
        }
    }

    @Test
    void anAdoptedJobIsQueuedForItsUserFromTheNextAttempt() {
        UUID job = ordered(session);
        adopt(ada, session);
        ada.cancel(job);

        assertThat(ada.retry(job).statusCode()).isEqualTo(200);

        assertThat(sql("select tenant from jobs where id = '" + job + "'")).isEqualTo("user:" + ada.user());
    }

    @Test
    void adoptingAgainTakesWhatHasComeSince() {
        waiting(session);
        adopt(ada, session);
        assertThat(adoptedJobs(adopt(ada, session))).isZero();

        waiting(session);

        assertThat(adoptedJobs(adopt(ada, session))).isEqualTo(1);
    }

    @Test
    void whatOneUserHasAdoptedAnotherDoesNotGet() {
        UUID job = waiting(session);
        adopt(ada, session);
        Api grace = service.api(UUID.randomUUID());

        assertThat(adoptedJobs(adopt(grace, session))).isZero();

        assertThat(grace.get("/api/v1/jobs/" + job + "/status").statusCode()).isEqualTo(404);
    }

    @Test
    void ofUsersWhoAdoptAtOnceEachJobGoesToOne() {
        for (int i = 0; i < 30; i++) {
            waiting(session);
        }
        List<Api> users = List.of(ada, service.api(UUID.randomUUID()), service.api(UUID.randomUUID()));

        List<Integer> got = Race.of(3, i -> adoptedJobs(adopt(users.get(i), session)));

        assertThat(got.stream().mapToInt(Integer::intValue).sum()).isEqualTo(30);
        assertThat(Sql.number(service.databaseUrl(), "select count(*) from jobs where user_id is not null"))
                .isEqualTo(30);
    }

    @Test
    void moreThanAPageIsAdoptedWhole() {
        Servers.execute(service.databaseUrl(), """
                insert into jobs (id, type, session_id, tenant, status, progress, started_at, finished_at)
                select gen_random_uuid(), 'website_analysis', '%s', 't', 'succeeded', 100, now(), now()
                from generate_series(1, 2500)
                """.formatted(session));

        assertThat(adoptedJobs(adopt(ada, session))).isEqualTo(2500);
    }

    @Test
    void aUserTakesOverTheOrganizationsOfTheSession() {
        UUID organization = organization("session:" + session, "shop.example");

        assertThat(adoptedOrganizations(adopt(ada, session))).isEqualTo(1);
        assertThat(adoptedOrganizations(adopt(service.api(UUID.randomUUID()), session)))
                .isZero();

        assertThat(sql("select owner || ' ' || website_host from owned_organizations"))
                .isEqualTo("user:" + ada.user() + " shop.example");
        assertThat(ada.create(Api.order("For it").put("organizationId", organization.toString()))
                        .statusCode())
                .isEqualTo(201);
    }

    @Test
    void anOrganizationWhoseSiteTheUserHasAlreadyStandsBesideIt() {
        organization("user:" + ada.user(), "shop.example");
        organization("session:" + session, "shop.example");
        organization("session:" + session, "other.example");

        assertThat(adoptedOrganizations(adopt(ada, session))).isEqualTo(2);

        assertThat(sql(
                        "select string_agg(coalesce(website_host, '-'), ' ' order by website_host) from owned_organizations"
                                + " where owner = 'user:" + ada.user() + "'"))
                .isEqualTo("other.example shop.example -");
    }

    @Test
    void aJobThatRunsGoesOnAndEndsForItsUserInTheOpenStreamToo() {
        UUID job = ordered(session);
        Await.until(
                Duration.ofSeconds(30),
                () -> Api.json(anybody.get("/api/v1/jobs/" + job + "/status", "x-session-id", session))
                        .getString("status")
                        .equals("running"));
        Sse stream = anybody.stream(job, "x-session-id", session);
        stream.await("connected");

        assertThat(adoptedJobs(adopt(ada, session))).isEqualTo(1);
        pipeline.open("read");

        assertThat(ada.await(job, "succeeded", "failed").getString("status")).isEqualTo("succeeded");
        assertThat(stream.awaitEnd().events("complete")).hasSize(1);
        assertThat(pipeline.runs(job, "read")).isEqualTo(1);
        assertThat(sql("select attempt || ' ' || tenant from jobs where id = '" + job + "'"))
                .isEqualTo("1 visitor:" + session);
        assertThat(sql("select user_id::text from posts where job_id = '" + job + "'"))
                .isEqualTo(ada.user().toString());
        assertThat(sql("select count(*) from credit_entries where kind <> 'grant'"))
                .isEqualTo("0");
    }

    @Test
    void anAdoptedJobCanBeCancelledAndRetriedByItsUser() {
        UUID job = ordered(session);
        adopt(ada, session);

        assertThat(ada.cancel(job).statusCode()).isEqualTo(200);
        assertThat(ada.retry(job).statusCode()).isEqualTo(200);
        pipeline.open("read");

        assertThat(ada.await(job, "succeeded").getInteger("attempt")).isEqualTo(2);
    }

    @Test
    void theSessionMayStandInTheHeaderAndThatOfTheBodyWins() {
        waiting(session);

        assertThat(adoptedJobs(ada.post(ADOPT, "", "x-session-id", session))).isEqualTo(1);

        String other = created();
        waiting(other);
        assertThat(adoptedJobs(ada.post(ADOPT, new JsonObject().put("sessionId", other), "x-session-id", session)))
                .isEqualTo(1);
    }

    @Test
    void aSessionIdBesideATokenGivesTheSessionNoPartInTheJob() {
        UUID job = UUID.fromString(Api.json(ada.post(
                        "/api/v1/jobs/website-analysis",
                        new JsonObject().put("url", "https://example.com/").put("sessionId", session),
                        "x-session-id",
                        session))
                .getString("jobId"));
        Api visitor = service.session(session);

        assertThat(visitor.get("/api/v1/jobs/" + job + "/status").statusCode()).isEqualTo(404);
        assertThat(visitor.cancel(job).statusCode()).isEqualTo(404);
        assertThat(visitor.retry(job).statusCode()).isEqualTo(404);
        assertThat(visitor.get("/api/v1/jobs/" + job + "/stream").statusCode()).isEqualTo(404);
        assertThat(visitor.get("/api/v1/jobs").body()).doesNotContain(job.toString());
        assertThat(ada.status(job).getString("jobId")).isEqualTo(job.toString());
    }

    @Test
    void theSessionOfTheBodyMayReadAndCancelWhatTheOneOfTheHeaderOwns() {
        String second = created();
        UUID job = analysed(second);

        for (Api visitor : List.of(service.session(session), service.session(second))) {
            assertThat(visitor.status(job).getString("jobId")).isEqualTo(job.toString());
            assertThat(visitor.get("/api/v1/jobs").body()).contains(job.toString());
        }
        service.session(second).stream(job).await("connected");
        assertThat(service.session(created())
                        .get("/api/v1/jobs/" + job + "/status")
                        .statusCode())
                .isEqualTo(404);
        assertThat(service.session(second).cancel(job).statusCode()).isEqualTo(200);
    }

    @Test
    void ofTwoSessionsAUserMayAdoptEither() {
        String second = created();
        UUID first = analysed(second);

        assertThat(adoptedJobs(adopt(ada, second))).isEqualTo(1);
        assertThat(ada.status(first).getString("jobId")).isEqualTo(first.toString());

        UUID other = analysed(created());
        assertThat(adoptedJobs(adopt(ada, session))).isEqualTo(1);
        assertThat(ada.status(other).getString("jobId")).isEqualTo(other.toString());
    }

    /** A job of the session, made by a frontend that names another one in the body. */
    private UUID analysed(String inBody) {
        return UUID.fromString(Api.json(service.session(session)
                        .post(
                                "/api/v1/jobs/website-analysis",
                                new JsonObject()
                                        .put("url", "https://example.com/")
                                        .put("sessionId", inBody)))
                .getString("jobId"));
    }

    @Test
    void whoHasJustRegisteredAdopts() {
        waiting(session);
        Api registered = new Api(service.url(), Visitor.of(service).registered().getString("accessToken"));

        assertThat(adoptedJobs(adopt(registered, session))).isEqualTo(1);
    }

    @Test
    void withoutASessionThereIsNothingToAdopt() {
        for (String body : List.of("", "{}", "{\"sessionId\":null}")) {
            HttpResponse<String> answer = ada.post(ADOPT, body);
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.body()).contains("/session_id is required");
        }
    }

    @Test
    void aSessionIdWithOddCharactersIsRefused() {
        assertThat(adopt(ada, "short").statusCode()).isEqualTo(400);
        assertThat(adopt(ada, "with a space").statusCode()).isEqualTo(400);
        assertThat(ada.post(ADOPT, "{\"sessionId\":7}").statusCode()).isEqualTo(400);
    }

    @Test
    void theSessionMayBeNamedInBothWays() {
        waiting(session);

        assertThat(adoptedJobs(ada.post(ADOPT, new JsonObject().put("session_id", session))))
                .isOne();
    }

    @Test
    void aSessionAloneCannotAdopt() {
        HttpResponse<String> answer =
                anybody.post(ADOPT, new JsonObject().put("sessionId", session), "x-session-id", session);

        assertThat(answer.statusCode()).isEqualTo(401);
    }

    private String created() {
        HttpResponse<String> answer = anybody.post("/api/v1/session/create", "");
        assertThat(answer.statusCode()).isEqualTo(201);
        return Api.json(answer).getString("session_id");
    }

    private static HttpResponse<String> adopt(Api user, String session) {
        return user.post(ADOPT, new JsonObject().put("sessionId", session));
    }

    private static int adoptedJobs(HttpResponse<String> answer) {
        return Api.json(answer).getJsonObject("adopted").getInteger("jobs");
    }

    private static int adoptedOrganizations(HttpResponse<String> answer) {
        return Api.json(answer).getJsonObject("adopted").getInteger("organizations");
    }

    private UUID organization(String owner, String host) {
        UUID id = UUID.randomUUID();
        Servers.execute(
                service.databaseUrl(),
                "insert into owned_organizations (id, owner, website_host) values ('%s', '%s', '%s')"
                        .formatted(id, owner, host));
        return id;
    }

    /** A job of the session that has been stored a moment ago; the relay has not seen it yet. */
    private UUID waiting(String owner) {
        return submitted(owner, "+");
    }

    /** A job of the session that will run. */
    private UUID ordered(String owner) {
        return submitted(owner, "-");
    }

    /** Both statements are one transaction: the relay sees the job with its changed time, never as it was stored. */
    private UUID submitted(String owner, String sign) {
        UUID id = UUID.randomUUID();
        Servers.execute(service.databaseUrl(), """
                begin;
                select submit_job('%s', 'website_analysis', null, '%s', null, null, null, 'visitor:%s', null, '%s', 0, 10,
                                  null, null, null, 0);
                update jobs set queued_at = now() %s interval '1 hour' where id = '%s';
                commit
                """.formatted(
                        id, owner, owner, Api.order("Analysis").encode(), sign, id));
        return id;
    }

    private String sql(String query) {
        return Sql.text(service.databaseUrl(), query);
    }

    /** Runs analyses as a test's script says. */
    private record Analysis(ScriptedPipeline script) implements Pipeline {
        @Override
        public JobType type() {
            return JobType.WEBSITE_ANALYSIS;
        }

        @Override
        public List<List<Step>> stages() {
            return script.stages();
        }

        @Override
        public Duration usualDuration() {
            return script.usualDuration();
        }

        @Override
        public Product finish(Finished run) {
            return script.finish(run);
        }
    }
}
