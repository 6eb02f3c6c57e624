package dev.pressroom.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.support.Api;
import dev.pressroom.support.Jwts;
import dev.pressroom.support.ScriptedPipeline;
import dev.pressroom.support.Service;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the service answers to requests that it cannot take. */
class RequestsIT {
    private static final String CREATE = "/api/v1/jobs/content-generation";
    private static final ScriptedPipeline PIPELINE = new ScriptedPipeline().step("only");
    private static Service service;
    private final Api api = service.api(UUID.randomUUID());

    @BeforeAll
    static void start() {
        service = Service.start(
                Map.of(
                        "PRESSROOM_AUTH_ISSUER",
                        "the-account-service",
                        "PRESSROOM_HTTP_CORS_ORIGINS",
                        "https://app.example.com"),
                PIPELINE.asPipelines());
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    /topic                       | {"businessInfo":{},"organizationId":"%s"}
                    /topic/title                 | {"topic":{},"businessInfo":{},"organizationId":"%s"}
                    /topic/title                 | {"topic":{"title":7},"businessInfo":{},"organizationId":"%s"}
                    /topic/title                 | {"topic":{"title":"  "},"businessInfo":{},"organizationId":"%s"}
                    /topic                       | {"topic":["a"],"businessInfo":{},"organizationId":"%s"}
                    /businessInfo                | {"topic":{"title":"a"},"organizationId":"%s"}
                    /organizationId              | {"topic":{"title":"a"},"businessInfo":{}}
                    /organizationId              | {"topic":{"title":"a"},"businessInfo":{},"organizationId":"x%s"}
                    /options/autoSave            | {"topic":{"title":"a"},"businessInfo":{},"options":{"autoSave":"yes"},"organizationId":"%s"}
                    /options/status              | {"topic":{"title":"a"},"businessInfo":{},"options":{"status":"gone"},"organizationId":"%s"}
                    /ctas                        | {"topic":{"title":"a"},"businessInfo":{},"ctas":{},"organizationId":"%s"}
                    """)
    void aWrongMemberIsNamed(String path, String body) {
        HttpResponse<String> answer = api.post(CREATE, body.formatted(UUID.randomUUID()));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(Api.json(answer).getString("errorCode")).isEqualTo("VALIDATION_FAILED");
        assertThat(Api.json(answer).getJsonArray("details").stream().map(d -> ((JsonObject) d).getString("path")))
                .containsExactly(path);
    }

    @Test
    void allWrongMembersAreNamedAtOnce() {
        HttpResponse<String> answer = api.post(CREATE, "{}");

        JsonArray details = Api.json(answer).getJsonArray("details");
        assertThat(details.stream().map(d -> ((JsonObject) d).getString("path")))
                .containsExactlyInAnyOrder("/topic", "/businessInfo", "/organizationId");
    }

    @Test
    void anArrayInPlaceOfTheBodyIsRefused() {
        assertError(api.post(CREATE, "[]"), 400, "VALIDATION_FAILED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "{\"topic\":}", "not json", "{\"a\":1}}"})
    void badJsonIsRefused(String body) {
        assertError(api.post(CREATE, body), 400, "MALFORMED_JSON");
    }

    @Test
    void aMissingBodyIsRefused() {
        assertError(api.post(CREATE, ""), 400, "VALIDATION_FAILED");
    }

    @Test
    void aBodyOfTwoMebibytesIsTooLarge() {
        JsonObject order = Api.order("a").put("padding", "x".repeat(2 * 1024 * 1024));

        assertError(api.create(order), 413, "BODY_TOO_LARGE");
    }

    @Test
    void anotherContentTypeIsRefused() {
        assertError(api.send("POST", CREATE, "text/plain", "hello"), 415, "UNSUPPORTED_MEDIA_TYPE");
    }

    @Test
    void anUnknownRouteIsNotFound() {
        assertError(api.get("/api/v1/no-such-thing"), 404, "NOT_FOUND");
    }

    @Test
    void anUnknownRouteIsNotFoundWhateverTheMethod() {
        assertError(api.post("/api/v1/no-such-thing", "{}"), 404, "NOT_FOUND");
    }

    @Test
    void aWrongMethodIsNotAllowed() {
        assertError(api.send("DELETE", CREATE, "application/json", "{}"), 405, "METHOD_NOT_ALLOWED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"status", "stream"})
    void anUnknownJobIsNotFound(String what) {
        assertError(api.get("/api/v1/jobs/" + UUID.randomUUID() + "/" + what), 404, "NOT_FOUND");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cancel", "retry", "stream-ticket"})
    void anUnknownJobCannotBeTouched(String what) {
        assertError(api.post("/api/v1/jobs/" + UUID.randomUUID() + "/" + what, "{}"), 404, "NOT_FOUND");
    }

    @Test
    void aForeignJobLooksLikeAnUnknownOne() {
        UUID job = service.api(UUID.randomUUID()).created(Api.order("Mine"));

        JsonObject foreign = Api.json(api.get("/api/v1/jobs/" + job + "/status"));
        JsonObject unknown = Api.json(api.get("/api/v1/jobs/" + UUID.randomUUID() + "/status"));
        foreign.remove("requestId");
        unknown.remove("requestId");
        assertThat(foreign).isEqualTo(unknown);
        assertError(api.get("/api/v1/jobs/" + job + "/stream"), 404, "NOT_FOUND");
        assertError(api.cancel(job), 404, "NOT_FOUND");
        assertError(api.retry(job), 404, "NOT_FOUND");
    }

    @Test
    void aMalformedIdLooksLikeAnUnknownOne() {
        assertError(api.get("/api/v1/jobs/not-a-uuid/status"), 404, "NOT_FOUND");
    }

    @Test
    void nobodyCanTellFromAnIdWhetherAnotherHasAnOrganizationByIt() {
        JsonObject order = Api.order("Mine");
        service.api(UUID.randomUUID()).created(order);

        assertThat(api.create(order).statusCode()).isEqualTo(201);
    }

    @Test
    void withoutATokenNothingIsCreated() {
        assertError(new Api(service.url(), "").create(Api.order("a")), 401, "UNAUTHENTICATED");
    }

    @Test
    void aSessionAloneCannotOrderAnArticle() {
        HttpResponse<String> answer =
                new Api(service.url(), "").create(Api.order("a"), "x-session-id", "a-visitor-of-the-page");

        assertError(answer, 401, "UNAUTHENTICATED");
    }

    @Test
    void aSessionIdWithOddCharactersIsRefused() {
        HttpResponse<String> answer = api.get("/api/v1/jobs", "x-session-id", "short");

        assertError(answer, 400, "VALIDATION_FAILED");
    }

    @Test
    void anExpiredTokenSaysSo() {
        assertError(with(claims().put("exp", Instant.now().getEpochSecond() - 60)), 401, "TOKEN_EXPIRED");
    }

    @Test
    void aTokenWithoutExpiryIsRefused() {
        JsonObject claims = claims();
        claims.remove("exp");

        assertError(with(claims), 401, "UNAUTHENTICATED");
    }

    @Test
    void aForgedTokenIsRefused() {
        String forged = Jwts.hs256("another secret that is long enough too".getBytes(StandardCharsets.UTF_8), claims());

        assertError(new Api(service.url(), forged).get("/api/v1/jobs"), 401, "UNAUTHENTICATED");
    }

    @Test
    void anUnsignedTokenIsRefused() {
        String unsigned = Jwts.unsigned(new JsonObject().put("alg", "none"), claims()) + ".";

        assertError(new Api(service.url(), unsigned).get("/api/v1/jobs"), 401, "UNAUTHENTICATED");
    }

    @Test
    void aTokenOfAnotherIssuerIsRefused() {
        assertError(with(claims().put("iss", "somebody-else")), 401, "UNAUTHENTICATED");
    }

    @Test
    void aSaneRequestIdIsKept() {
        HttpResponse<String> answer = api.get("/api/v1/no-such-thing", "x-request-id", "order-4711");

        assertThat(answer.headers().firstValue("x-request-id")).contains("order-4711");
        assertThat(Api.json(answer).getString("requestId")).isEqualTo("order-4711");
    }

    @Test
    void anOddRequestIdIsReplaced() {
        HttpResponse<String> answer = api.get("/api/v1/no-such-thing", "x-request-id", "a b<c>");

        assertThat(Api.json(answer).getString("requestId")).matches("[0-9a-f-]{36}");
    }

    @Test
    void aPreflightOfAConfiguredOriginIsAnswered() {
        HttpResponse<String> answer = new Api(service.url(), "")
                .send(
                        "OPTIONS",
                        CREATE,
                        "text/plain",
                        "",
                        "Origin",
                        "https://app.example.com",
                        "Access-Control-Request-Method",
                        "POST",
                        "Access-Control-Request-Headers",
                        "authorization,content-type,idempotency-key");

        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(answer.headers().firstValue("access-control-allow-origin")).contains("https://app.example.com");
        assertThat(answer.headers().firstValue("access-control-max-age")).contains("86400");
    }

    @Test
    void anUnknownOriginGetsNoPermission() {
        HttpResponse<String> answer = api.get("/health/live", "Origin", "https://evil.example.com");

        assertThat(answer.headers().firstValue("access-control-allow-origin")).isEmpty();
    }

    private static JsonObject claims() {
        return new JsonObject()
                .put("sub", UUID.randomUUID().toString())
                .put("iss", "the-account-service")
                .put("exp", Instant.now().getEpochSecond() + 600);
    }

    private static HttpResponse<String> with(JsonObject claims) {
        String token = Jwts.hs256(Service.SECRET.getBytes(StandardCharsets.UTF_8), claims);
        return new Api(service.url(), token).get("/api/v1/jobs");
    }

    private static void assertError(HttpResponse<String> answer, int status, String code) {
        assertThat(answer.statusCode()).isEqualTo(status);
        JsonObject body = Api.json(answer);
        assertThat(body.getBoolean("success")).isFalse();
        assertThat(body.getString("errorCode")).isEqualTo(code);
        assertThat(body.getString("message")).isNotBlank();
        assertThat(body.getString("error")).isNotBlank();
        assertThat(body.getString("requestId")).isNotBlank();
        assertThat(answer.headers().firstValue("x-request-id")).contains(body.getString("requestId"));
        assertThat(answer.headers().firstValue("content-type")).contains("application/json; charset=utf-8");
    }
}
