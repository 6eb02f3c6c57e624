package dev.pressroom.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.support.Api;
import dev.pressroom.support.Jwts;
import dev.pressroom.support.Service;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Accounts, tokens and sessions as the existing browser frontend uses them. */
class FrontendAccountIT {
    private static Service service;
    private static Api anybody;

    @BeforeAll
    static void start() {
        service = Service.start();
        anybody = new Api(service.url(), "");
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void aBearerTokenAloneEndsItsSignIn() {
        JsonObject signedIn = registered();

        HttpResponse<String> answer = as(signedIn).post("/api/v1/auth/logout", "{}");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(Api.json(answer).getBoolean("success")).isTrue();
        assertThat(refreshed(signedIn)).isEqualTo(401);
    }

    @Test
    void logoutNeedsNoBodyAtAll() {
        JsonObject signedIn = registered();

        assertThat(as(signedIn)
                        .send("POST", "/api/v1/auth/logout", "application/json", "")
                        .statusCode())
                .isEqualTo(200);
        assertThat(refreshed(signedIn)).isEqualTo(401);
    }

    @Test
    void anAccessTokenThatCameOfARefreshEndsTheSameSignIn() {
        JsonObject later = Api.json(refresh(registered()));

        as(later).post("/api/v1/auth/logout", "{}");

        assertThat(refreshed(later)).isEqualTo(401);
    }

    @Test
    void anotherSignInOfTheSameUserGoesOn() {
        String email = UUID.randomUUID() + "@example.com";
        JsonObject first = registered(email);
        JsonObject second = Api.json(anybody.post(
                "/api/v1/auth/login", new JsonObject().put("email", email).put("password", "a fine long password")));

        as(first).post("/api/v1/auth/logout", "{}");

        assertThat(refreshed(second)).isEqualTo(200);
    }

    @Test
    void aTokenThatNamesTheSignInOfAnotherUserEndsNothing() {
        JsonObject signedIn = registered();
        String signIn = Jwts.claims(signedIn.getString("accessToken")).getString("sid");
        String other =
                token(new JsonObject().put("sub", UUID.randomUUID().toString()).put("sid", signIn));

        assertThat(new Api(service.url(), other)
                        .post("/api/v1/auth/logout", "{}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(refreshed(signedIn)).isEqualTo(200);
    }

    @Test
    void logoutWithoutAnyTokenIsUnauthorized() {
        assertUnauthorized(anybody.post("/api/v1/auth/logout", "{}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/auth/me",
                "/api/v1/jobs",
                "/api/v1/user/credits",
                "/api/v1/posts",
                "/api/v1/jobs/019c1f5e-8f00-7d3a-9a66-0d5f5f0a4b21/status",
                "/api/v1/jobs/019c1f5e-8f00-7d3a-9a66-0d5f5f0a4b21/stream"
            })
    void aBadTokenIsSaidToBeUnauthorizedByItsFirstWord(String path) {
        assertUnauthorized(new Api(service.url(), "nonsense").get(path));
    }

    @Test
    void aBadTokenIsUnauthorizedBesideASessionToo() {
        assertUnauthorized(new Api(service.url(), "nonsense").get("/api/v1/jobs", "x-session-id", "a-visitor-1"));
    }

    @Test
    void anExpiredTokenIsUnauthorizedAndSaysWhen() {
        HttpResponse<String> answer = new Api(
                        service.url(),
                        token(new JsonObject()
                                .put("sub", UUID.randomUUID().toString())
                                .put("exp", Instant.now().getEpochSecond() - 3600)))
                .get("/api/v1/jobs", "x-session-id", "a-visitor-1");

        assertUnauthorized(answer);
        assertThat(Api.json(answer).getString("errorCode")).isEqualTo("TOKEN_EXPIRED");
        assertThat(Api.json(answer).getString("message")).contains("expired at");
    }

    @Test
    void aWrongPasswordIsUnauthorizedAndSaysWhatIsWrong() {
        HttpResponse<String> answer = anybody.post(
                "/api/v1/auth/login",
                new JsonObject().put("email", "nobody@example.com").put("password", "a fine long password"));

        assertUnauthorized(answer);
        assertThat(Api.json(answer).getString("message")).contains("password is wrong");
    }

    @Test
    void accessTokensAreGoodForAWeekInDevMode() {
        assertThat(registered().getLong("expiresIn"))
                .isEqualTo(Duration.ofDays(7).toSeconds());
    }

    @Test
    void userObjectsNameRoleOrganizationAndPermissions() {
        JsonObject user = registered().getJsonObject("user");

        assertThat(user.getString("role")).isEqualTo("user");
        assertThat(user.getString("organizationName")).isEqualTo("Analytical Engines");
        assertThat(user.getJsonArray("permissions")).isEmpty();
    }

    @Test
    void meNamesThePermissionsThatTheTokenGives() {
        String token = token(new JsonObject()
                .put("sub", UUID.randomUUID().toString())
                .put("role", "admin")
                .put("permissions", new JsonArray().add("read:posts").add(7)));

        JsonObject user =
                Api.json(new Api(service.url(), token).get("/api/v1/auth/me")).getJsonObject("user");

        assertThat(user.getJsonArray("permissions")).containsExactly("read:posts");
        assertThat(user.getString("role")).isEqualTo("admin");
        assertThat(user.containsKey("organizationName")).isTrue();
    }

    @Test
    void aSessionIsCreatedWithSuccessAndItsEnd() {
        JsonObject session = Api.json(anybody.post("/api/v1/session/create", "{}"));

        assertThat(session.getBoolean("success")).isTrue();
        assertThat(session.getString("session_id")).matches("[0-9a-f]{32}");
        assertThat(session.getInstant("expires_at"))
                .isBetween(
                        Instant.now().plus(Duration.ofDays(29)), Instant.now().plus(Duration.ofDays(31)));
    }

    private static void assertUnauthorized(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(Api.json(answer).getString("message")).startsWith("Unauthorized: ");
    }

    private static JsonObject registered() {
        return registered(UUID.randomUUID() + "@example.com");
    }

    private static JsonObject registered(String email) {
        HttpResponse<String> answer = anybody.post(
                "/api/v1/auth/register",
                new JsonObject()
                        .put("email", email)
                        .put("password", "a fine long password")
                        .put("organizationName", "Analytical Engines"));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return Api.json(answer);
    }

    private static Api as(JsonObject signedIn) {
        return new Api(service.url(), signedIn.getString("accessToken"));
    }

    private static HttpResponse<String> refresh(JsonObject signedIn) {
        return anybody.post(
                "/api/v1/auth/refresh", new JsonObject().put("refreshToken", signedIn.getString("refreshToken")));
    }

    private static int refreshed(JsonObject signedIn) {
        return refresh(signedIn).statusCode();
    }

    private static String token(JsonObject claims) {
        JsonObject all = new JsonObject()
                .put("exp", Instant.now().getEpochSecond() + 3600)
                .mergeIn(claims);
        return Jwts.hs256(Service.SECRET.getBytes(StandardCharsets.UTF_8), all);
    }
}
