package dev.pressroom.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.support.Api;
import dev.pressroom.support.Jwts;
import dev.pressroom.support.Servers;
import dev.pressroom.support.Service;
import dev.pressroom.support.Sse;
import dev.pressroom.support.Visitor;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Three nodes over the same servers, at the three stages of a rotation of {@code JWT_SECRET}: before it, while both secrets
 * are accepted, and after it.
 */
class SecretRotationIT {
    private static final String OLD = Service.SECRET;
    private static final String NEW = "5e0b94d7f1a8263c9be4704d15fa62c8";

    private static Service before;
    private static Service during;
    private static Service after;

    private final UUID user = UUID.randomUUID();

    @BeforeAll
    static void start() {
        Map<String, String> servers =
                Map.of("DATABASE_URL", Servers.freshDatabase(), "REDIS_URL", Servers.freshRedis());
        before = started(servers, Map.of("JWT_SECRET", OLD, "JWT_SECRET_PREVIOUS", NEW));
        during = started(servers, Map.of("JWT_SECRET", NEW, "JWT_SECRET_PREVIOUS", OLD));
        after = started(servers, Map.of("JWT_SECRET", NEW));
    }

    private static Service started(Map<String, String> servers, Map<String, String> secrets) {
        Map<String, String> env = new HashMap<>(servers);
        env.putAll(secrets);
        return Service.start(env);
    }

    @AfterAll
    static void stop() {
        after.close();
        during.close();
        before.close();
    }

    @Test
    void aTokenOfThePreviousSecretIsAccepted() {
        assertThat(client(during, signed(OLD)).get("/api/v1/jobs").statusCode()).isEqualTo(200);
    }

    @Test
    void aTokenOfTheNewSecretIsAcceptedByNodesThatDoNotSignWithItYet() {
        assertThat(client(before, signed(NEW)).get("/api/v1/jobs").statusCode()).isEqualTo(200);
    }

    @Test
    void aTokenOfThePreviousSecretIsRefusedWhenThatIsNotSetAnyMore() {
        HttpResponse<String> answer = client(after, signed(OLD)).get("/api/v1/jobs");

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(Api.json(answer).getString("errorCode")).isEqualTo("UNAUTHENTICATED");
    }

    @Test
    void aTokenOfNeitherSecretIsRefused() {
        String foreign = signed("a secret of nobody here 0123456789");

        assertThat(client(during, foreign).get("/api/v1/jobs").statusCode()).isEqualTo(401);
    }

    @Test
    void newTokensAreSignedWithTheNewSecretAlone() {
        Visitor visitor = Visitor.of(during);

        assertThat(isSignedWith(visitor.registered().getString("accessToken"), NEW))
                .isTrue();
        assertThat(isSignedWith(visitor.signedIn().getString("accessToken"), NEW))
                .isTrue();
    }

    @Test
    void aRefreshTokenOfBeforeTheRotationGivesAnAccessTokenOfTheNewSecret() {
        Visitor visitor = Visitor.of(before);
        String refreshToken = visitor.registered().getString("refreshToken");

        HttpResponse<String> answer =
                new Visitor(client(after, ""), visitor.email(), visitor.password()).refresh(refreshToken);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(isSignedWith(Api.json(answer).getString("accessToken"), NEW)).isTrue();
    }

    @Test
    void aTokenOfThePreviousSecretEndsItsSignIn() {
        JsonObject registered = Visitor.of(before).registered();

        client(during, registered.getString("accessToken")).post("/api/v1/auth/logout", "");

        assertThat(Visitor.of(after)
                        .refresh(registered.getString("refreshToken"))
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void aTokenOfThePreviousSecretOpensAStreamFromItsUrl() {
        UUID job = finished();

        try (Sse stream = Sse.at(streamOf(during, job) + "?token=" + signed(OLD), "")) {
            assertThat(stream.await("complete").id()).isPresent();
        }
    }

    @Test
    void aStreamTicketOfBeforeTheRotationOpensAStream() {
        UUID job = finished();
        String ticket = Api.json(client(before, signed(OLD)).post("/api/v1/jobs/" + job + "/stream-ticket", "{}"))
                .getString("ticket");

        try (Sse stream = Sse.at(streamOf(after, job) + "?ticket=" + ticket, "")) {
            assertThat(stream.await("complete").id()).isPresent();
        }
    }

    @Test
    void aStreamResumesWithATokenOfTheNewSecretAfterTheLastEventOfTheOld() {
        UUID job = finished();
        int last;
        try (Sse stream = client(before, signed(OLD)).stream(job)) {
            last = stream.awaitEnd().ids().get(1);
        }

        try (Sse stream = client(after, signed(NEW)).stream(job, "Last-Event-ID", String.valueOf(last))) {
            assertThat(stream.awaitEnd().ids()).startsWith(last + 1);
        }
    }

    @Test
    void aCursorOfBeforeTheRotationNamesTheNextPage() {
        UUID first = finished();
        finished();
        String cursor = Api.json(client(before, signed(OLD)).get("/api/v1/jobs?limit=1"))
                .getString("nextCursor");

        JsonObject page = Api.json(client(after, signed(NEW)).get("/api/v1/jobs?limit=1&cursor=" + cursor));

        assertThat(page.getJsonArray("jobs").getJsonObject(0).getString("jobId"))
                .isEqualTo(first.toString());
    }

    @Test
    void anEntityTagOfBeforeTheRotationStillHolds() {
        String status = "/api/v1/jobs/" + finished() + "/status";
        String tag = client(before, signed(OLD))
                .get(status)
                .headers()
                .firstValue("ETag")
                .orElseThrow();

        assertThat(client(after, signed(NEW)).get(status, "If-None-Match", tag).statusCode())
                .isEqualTo(304);
    }

    @Test
    void aVisitorKeepsTheSessionAndItsJobs() {
        String session = Api.json(new Api(before.url(), "").post("/api/v1/session/create", "{}"))
                .getString("session_id");
        UUID job = before.session(session).analysing("https://example.com");

        assertThat(after.session(session).get("/api/v1/jobs/" + job + "/status").statusCode())
                .isEqualTo(200);
    }

    private UUID finished() {
        Api api = client(before, signed(OLD));
        UUID job = api.created(Api.order("Tomatoes"));
        api.await(job, "succeeded");
        return job;
    }

    private Api client(Service node, String token) {
        return new Api(node.url(), token, user);
    }

    private static String streamOf(Service node, UUID job) {
        return node.url() + "/api/v1/jobs/" + job + "/stream";
    }

    private String signed(String secret) {
        return Jwts.hs256(secret.getBytes(StandardCharsets.UTF_8), Jwts.claims(during.token(user)));
    }

    /** Whether the token is the one that the secret signs for its header and claims. */
    private static boolean isSignedWith(String token, String secret) {
        return Jwts.isHs256(secret.getBytes(StandardCharsets.UTF_8), token);
    }
}
