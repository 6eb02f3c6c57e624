package dev.pressroom.http.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.support.Api;
import dev.pressroom.support.Await;
import dev.pressroom.support.Jwts;
import dev.pressroom.support.Servers;
import dev.pressroom.support.Service;
import dev.pressroom.support.Sql;
import dev.pressroom.support.Traces;
import dev.pressroom.support.Visitor;
import dev.pressroom.support.WebSite;
import dev.pressroom.support.WebhookReceiver;
import dev.pressroom.support.Webhooks;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** All data of an owner is gone from every table and from Redis; that of others stays. */
class ErasureIT {
    private static final Duration LONG = Duration.ofSeconds(90);
    private static final String ME = "/api/v1/users/me";
    private static final String OPS = "/api/v1/ops";

    /** In all texts of the owner who is erased. */
    private static final String CANARY = "zqcanary";

    private static Service service;
    private static WebSite site;
    private static WebhookReceiver receiver;
    private static Vertx vertx;

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
        site = WebSite.open();
        receiver = WebhookReceiver.start()
                .answering(exchange -> WebhookReceiver.status(
                                200, "Thanks, " + exchange.getRequestURI().getQuery())
                        .handle(exchange));
        service = Service.start(Map.of(
                "STARTING_CREDITS", "10",
                "PRESSROOM_RATE_LIMIT", "100000",
                "PRESSROOM_FETCH_ALLOW_PRIVATE", "true",
                "PRESSROOM_WEBHOOKS_ALLOW_PRIVATE", "true"));
    }

    @AfterAll
    static void stop() {
        service.close();
        receiver.close();
        site.close();
        vertx.close().await();
    }

    private static Api operator() {
        UUID user = UUID.randomUUID();
        return new Api(service.url(), service.token(user, "admin"), user);
    }

    private static JsonObject ok(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 204);
        return answer.body().isEmpty() ? new JsonObject() : Api.json(answer);
    }

    private static HttpResponse<String> delete(Api api, String body) {
        return api.send("DELETE", ME, "application/json", body);
    }

    private static Map<String, Long> found(List<String> texts) {
        return Traces.inDatabase(service.databaseUrl(), texts);
    }

    /** Waits for the end of an erasure, whose time for earlier requests is over at once. */
    private static void finished(JsonObject erasure) {
        String id = erasure.getString("erasureId");
        Servers.execute(
                service.databaseUrl(),
                "update erasures set requested_at = now() - interval '1 hour' where id = '" + id + "'");
        Await.until(
                LONG,
                () -> ok(new Api(service.url(), "").get("/api/v1/erasures/" + id))
                        .getString("status")
                        .equals("done"));
    }

    /** What a user leaves: in as many places as possible. */
    private static final class Person {
        final Visitor visitor;
        final String word;
        final Api api;
        final String token;
        final UUID id;
        final UUID organization = UUID.randomUUID();
        final String own;
        final List<String> jobs = new ArrayList<>();

        Person(String word) {
            this.word = word;
            visitor = new Visitor(
                    new Api(service.url(), ""),
                    word + "-" + UUID.randomUUID() + "@example.com",
                    "a longer phrase is better");
            JsonObject registered = ok(visitor.api()
                    .post(
                            "/api/v1/auth/register",
                            visitor.credentials()
                                    .put("firstName", "Ada " + word)
                                    .put("lastName", word)
                                    .put("organizationName", "House " + word)
                                    .put("websiteUrl", "https://" + word + ".example.com")));
            token = registered.getString("accessToken");
            id = UUID.fromString(registered.getJsonObject("user").getString("id"));
            own = registered.getJsonObject("user").getString("organizationId");
            api = new Api(service.url(), token, id);
        }

        List<String> texts() {
            return List.of(word, id.toString(), own, organization.toString());
        }

        JsonObject order(String title) {
            return Api.order(title + " " + word)
                    .put("organizationId", organization.toString())
                    .put("tags", new JsonArray().add(word))
                    .put("additionalInstructions", "Mind the " + word)
                    .put(
                            "businessInfo",
                            new JsonObject().put("businessType", word).put("targetAudience", word))
                    .put("webhook", new JsonObject().put("url", receiver.url() + "?job=" + word));
        }

        /** Creates jobs, posts, images, organizations, webhooks. */
        void works() {
            Webhooks hooks = new Webhooks(api);
            hooks.secret();
            hooks.save(receiver.url() + "?" + word);
            UUID article = UUID.fromString(ok(api.create(order("Article"), "Idempotency-Key", "key-" + word))
                    .getString("jobId"));
            UUID other = api.created(order("Cancelled"));
            ok(api.cancel(other));
            ok(api.retry(other));
            UUID analysis = api.analysing(site.garden() + "?" + word);
            api.await(article, "succeeded");
            api.await(other, "succeeded");
            api.await(analysis, "succeeded");
            jobs.addAll(List.of(article.toString(), other.toString(), analysis.toString()));
            UUID deleted = api.analysing(site.garden() + "?" + word);
            api.await(deleted, "succeeded");
            awaitDeliveries();
            ok(api.send("DELETE", "/api/v1/jobs/" + deleted, "application/json", ""));
            String post = ok(api.post(
                            "/api/v1/posts",
                            new JsonObject().put("title", word).put("content", "![IMAGE:hero_image:A " + word + "]")))
                    .getJsonObject("post")
                    .getString("id");
            ok(api.post("/api/images/generate-for-blog", new JsonObject().put("blogPostId", post)));
            ok(api.post("/api/v1/jobs/" + article + "/stream-ticket", ""));
            awaitDeliveries();
        }

        /** Waits until at least four attempts have been made and no more will be. */
        private void awaitDeliveries() {
            Await.until(
                    LONG,
                    () -> deliveries(" and state in ('pending', 'sending')") == 0
                            && Sql.number(
                                            service.databaseUrl(),
                                            "select count(*) from webhook_attempts a join webhook_deliveries d"
                                                    + " on d.id = a.delivery_id where d.user_id = '" + id + "'")
                                    >= 4);
        }

        private long deliveries(String condition) {
            return Sql.number(
                    service.databaseUrl(),
                    "select count(*) from webhook_deliveries where user_id = '" + id + "'" + condition);
        }

        /** What operators note about the user. */
        void isOperated(Api operator) {
            ok(operator.post(
                    OPS + "/credits",
                    new JsonObject()
                            .put("userId", id.toString())
                            .put("credits", 2)
                            .put("reason", "For " + word)));
            ok(operator.send(
                    "PUT",
                    OPS + "/limits",
                    "application/json",
                    new JsonObject()
                            .put("tenant", "user:" + id)
                            .put("running", 3)
                            .encode()));
            ok(operator.send(
                    "PUT",
                    OPS + "/pauses",
                    "application/json",
                    new JsonObject()
                            .put("scope", "tenant:user:" + id)
                            .put("reason", word)
                            .encode()));
            ok(operator.post(
                    OPS + "/tasks",
                    new JsonObject()
                            .put("action", "count")
                            .put("filter", new JsonObject().put("owner", "user:" + id))));
        }
    }

    @Test
    void everythingOfAUserIsGoneAndThatOfOthersStays() {
        Person ada = new Person(CANARY);
        Person bob = new Person("zqneighbour");
        Api operator = operator();
        for (Person person : List.of(ada, bob)) {
            person.works();
            person.isOperated(operator);
        }
        Api operating = new Api(service.url(), tokenOf(ada.id, "admin", Instant.now()), ada.id);
        ok(operating.send("PUT", OPS + "/pauses", "application/json", "{\"scope\":\"type:website_analysis\"}"));
        UUID waiting = ada.api.analysing(site.garden() + "?" + CANARY);
        ok(operating.send("DELETE", OPS + "/pauses?scope=type:website_analysis", "application/json", ""));
        Promise<Void> held = Promise.promise();
        site.holdUntil(held.future());
        UUID running = ada.api.analysing(site.garden() + "?running=" + CANARY);
        ada.api.await(running, "processing", "running");
        ada.jobs.addAll(List.of(waiting.toString(), running.toString()));

        Map<String, Long> before = found(ada.texts());
        assertThat(before)
                .containsKeys(
                        "accounts",
                        "users",
                        "sign_ins",
                        "jobs",
                        "job_inputs",
                        "job_results",
                        "job_steps",
                        "job_events",
                        "posts",
                        "images",
                        "owned_organizations",
                        "organizations",
                        "image_uses",
                        "idempotency_keys",
                        "credit_entries",
                        "credit_sums",
                        "usage_entries",
                        "webhook_endpoints",
                        "webhook_secrets",
                        "webhook_deliveries",
                        "webhook_attempts",
                        "job_webhooks",
                        "audit_entries",
                        "operator_tasks",
                        "tenant_limits",
                        "pauses");
        assertThat(found(ada.jobs)).containsKeys("narrative_events");
        Await.until(Duration.ofSeconds(30), () -> Sql.number(service.databaseUrl(), """
                select (select count(*) from operator_tasks where finished_at is null) + (select count(*) from usage_pending)
                """) == 0);
        Map<String, Long> ofBob = found(bob.texts());
        long ledger = Sql.number(service.databaseUrl(), "select count(*) from credit_entries");

        assertThat(delete(ada.api, "").statusCode()).isEqualTo(400);
        assertThat(delete(ada.api, "{\"password\":\"not the right one\"}").statusCode())
                .isEqualTo(400);
        HttpResponse<String> begun = delete(
                ada.api,
                new JsonObject().put("password", ada.visitor.password()).encode());
        assertThat(begun.statusCode()).as(begun.body()).isEqualTo(202);
        assertThat(begun.headers().firstValue("Location").orElseThrow())
                .isEqualTo("/api/v1/erasures/" + Api.json(begun).getString("erasureId"));

        assertThat(ada.api.get("/api/v1/jobs").statusCode()).isEqualTo(401);
        assertThat(ada.api.create(Api.order("More")).statusCode()).isEqualTo(401);
        assertThat(ada.visitor.login().statusCode()).isEqualTo(401);
        finished(Api.json(begun));
        held.complete();

        assertThat(found(ada.texts())).isEmpty();
        assertThat(found(ada.jobs).keySet()).isSubsetOf("credit_entries", "usage_entries");
        assertThat(Traces.inRedis(vertx, service.redisUrl(), ada.texts()))
                .allMatch(entry -> entry.matches("pressroom:limit:\\S+ ttl ([1-9]|[1-9]\\d|1[01]\\d) = .*"));
        assertThat(found(bob.texts())).isEqualTo(ofBob);
        assertThat(ok(bob.api.get("/api/v1/jobs")).getJsonArray("jobs")).hasSize(3);
        assertThat(Sql.number(service.databaseUrl(), "select count(*) from credit_entries"))
                .isGreaterThanOrEqualTo(ledger);
        assertThat(Sql.text(service.databaseUrl(), """
                select (granted - spent - released)::text from credit_sums
                where user_id = '00000000-0000-0000-0000-000000000000'
                """)).isNotEmpty();
        assertTheSumsOfUsageAreEqual();
        comesBack(ada);
    }

    /** Usage that has lost its owner is counted once. */
    private static void assertTheSumsOfUsageAreEqual() {
        Await.until(
                Duration.ofSeconds(30),
                () -> Sql.number(service.databaseUrl(), "select count(*) from usage_pending") == 0);
        assertThat(Sql.text(service.databaseUrl(), """
                select (select count(*) from usage_entries) = (select sum(calls) from usage_days)
                    and (select count(*) from usage_entries) = (select sum(calls) from usage_totals)
                """)).isEqualTo("t");
    }

    private static void comesBack(Person ada) {
        assertThat(ada.api.get("/api/v1/jobs").statusCode()).isEqualTo(401);
        Api again = new Api(service.url(), tokenOf(ada.id, "user", Instant.now().plusSeconds(2)), ada.id);
        assertThat(credits(again)).isZero();

        JsonObject registered = ok(ada.visitor.register());
        Api anew = new Api(service.url(), registered.getString("accessToken"));
        assertThat(credits(anew)).isZero();
        assertThat(credits(
                        new Api(service.url(), Visitor.of(service).registered().getString("accessToken"))))
                .isEqualTo(10);
    }

    private static int credits(Api api) {
        return ok(api.get("/api/v1/user/credits")).getJsonObject("data").getInteger("totalCredits");
    }

    private static String tokenOf(UUID user, String role, Instant issued) {
        return Jwts.hs256(
                Service.SECRET.getBytes(StandardCharsets.UTF_8),
                new JsonObject()
                        .put("sub", user.toString())
                        .put("role", role)
                        .put("iat", issued.getEpochSecond())
                        .put("exp", Instant.now().getEpochSecond() + 3600));
    }

    /** A node has only the erasures of the last hour in memory. */
    private static void olderErasuresCountToo(UUID id) {
        Servers.execute(
                service.databaseUrl(),
                "update erased_owners set erased_at = now() - interval '2 hours' where kind = 'user'");
        Instant now = Instant.now();
        Api after = new Api(service.url(), tokenOf(id, "user", now.minus(Duration.ofMinutes(110))), id);
        Api before = new Api(service.url(), tokenOf(id, "user", now.minus(Duration.ofMinutes(130))), id);

        Await.until(LONG, () -> after.get("/api/v1/jobs").statusCode() == 200);
        assertThat(before.get("/api/v1/jobs").statusCode()).isEqualTo(401);
    }

    @Test
    void everythingOfASessionIsGoneAndWhatAUserHasAdoptedStays() {
        String session = "session-" + UUID.randomUUID();
        Api visitor = service.session(session);
        UUID adopted = visitor.analysing(site.software());
        visitor.await(adopted, "succeeded");
        Api user = service.api(UUID.randomUUID());
        ok(user.post("/api/v1/users/adopt-session", new JsonObject().put("session_id", session)));
        UUID left = visitor.analysing(site.garden());
        visitor.await(left, "succeeded");
        ok(visitor.post("/api/v1/posts", new JsonObject().put("title", "Mine").put("content", "Text")));
        assertThat(found(List.of(session))).containsKeys("jobs", "posts", "owned_organizations");
        long imagesBefore =
                Sql.number(service.databaseUrl(), "select count(*) from images where source = '" + left + "'");
        assertThat(imagesBefore).isPositive();

        HttpResponse<String> begun = delete(visitor, "");
        assertThat(begun.statusCode()).isEqualTo(202);
        assertThat(visitor.get("/api/v1/jobs").statusCode()).isEqualTo(401);
        finished(Api.json(begun));

        assertThat(found(List.of(session))).isEmpty();
        assertThat(found(List.of(left.toString())).keySet()).isSubsetOf("usage_entries");
        assertThat(user.status(adopted).getString("status")).isEqualTo("succeeded");
        assertThat(visitor.get("/api/v1/jobs").statusCode()).isEqualTo(200);
    }

    @Test
    void anOperatorErasesAUserWhoseTokensAreFromElsewhere() {
        UUID id = UUID.randomUUID();
        Api user = new Api(service.url(), tokenOf(id, "trial", Instant.now().minusSeconds(60)), id);
        user.await(user.created(Api.order("Adopted")), "succeeded");
        Api heir = service.api(UUID.randomUUID());
        ok(heir.post(
                "/api/v1/users/adopt-session",
                new JsonObject()
                        .put("trialToken", tokenOf(id, "trial", Instant.now().minusSeconds(60)))));
        Api operator = operator();
        assertThat(operator.post(OPS + "/erasures", "{}").statusCode()).isEqualTo(400);
        assertThat(user.post(OPS + "/erasures", "{}").statusCode()).isEqualTo(403);

        HttpResponse<String> begun = operator.post(OPS + "/erasures", new JsonObject().put("userId", id.toString()));
        assertThat(begun.statusCode()).isEqualTo(202);
        assertThat(user.get("/api/v1/jobs").statusCode()).isEqualTo(401);
        finished(Api.json(begun));

        assertThat(found(List.of(id.toString()))).isEmpty();
        assertThat(ok(heir.get("/api/v1/jobs")).getJsonArray("jobs")).hasSize(1);
        olderErasuresCountToo(id);
        List<String> targets = new ArrayList<>();
        ok(operator.get(OPS + "/audit?actor=" + operator.user()))
                .getJsonArray("entries")
                .forEach(entry -> targets.add(((JsonObject) entry).getString("target")));
        assertThat(targets).containsExactly("erasure:" + Api.json(begun).getString("erasureId"));
    }
}
