package dev.pressroom.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.support.Api;
import dev.pressroom.support.RawHttp;
import dev.pressroom.support.ScriptedPipeline;
import dev.pressroom.support.Service;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Errors as problem details (RFC 9457), for clients that ask for them. */
class ProblemIT {
    private static final String PROBLEM = "application/problem+json";
    private static final String CREATE = "/api/v1/jobs/content-generation";
    private static Service service;
    private final Api api = service.api(UUID.randomUUID());

    @BeforeAll
    static void start() {
        service = Service.start(
                Map.of(
                        "STARTING_CREDITS", "0",
                        "PRESSROOM_RATE_LIMIT", "1000",
                        "PRESSROOM_PUBLIC_URL", "https://example.com/pressroom",
                        "PRESSROOM_HTTP_RATE_LIMITS_PROBE", "1"),
                new ScriptedPipeline().step("only").asPipelines());
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private static String type(HttpResponse<String> answer) {
        return answer.headers().firstValue("content-type").orElse("");
    }

    @Test
    void aProblemHasTheMembersOfTheStandard() {
        String path = "/api/v1/jobs/" + UUID.randomUUID() + "/status";
        HttpResponse<String> answer = api.get(path + "?token=secret", "Accept", PROBLEM);

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(type(answer)).isEqualTo(PROBLEM);
        assertThat(Api.json(answer))
                .contains(
                        Map.entry("type", "https://example.com/pressroom/docs/errors#NOT_FOUND"),
                        Map.entry("title", "Not found"),
                        Map.entry("status", 404),
                        Map.entry("instance", path));
        assertThat(Api.json(answer).getString("detail")).isNotBlank();
    }

    @Test
    void theMembersOfTheEnvelopeAreExtensions() {
        HttpResponse<String> answer = api.post(CREATE, "{}", "Accept", PROBLEM);

        JsonObject problem = Api.json(answer);
        assertThat(problem.getBoolean("success")).isFalse();
        assertThat(problem.getString("error")).isEqualTo(problem.getString("title"));
        assertThat(problem.getString("message")).isEqualTo(problem.getString("detail"));
        assertThat(problem.getString("errorCode")).isEqualTo("VALIDATION_FAILED");
        assertThat(problem.getString("requestId"))
                .isEqualTo(answer.headers().firstValue("x-request-id").orElseThrow());
        assertThat(problem.getJsonArray("details")).hasSize(3);
    }

    @Test
    void missingCreditsKeepTheirBalance() {
        HttpResponse<String> answer = api.post(CREATE, Api.order("Tomatoes"), "Accept", PROBLEM);

        assertThat(answer.statusCode()).isEqualTo(402);
        assertThat(Api.json(answer).getJsonObject("data").getInteger("creditsAvailable"))
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/problem+json",
                "application/json, application/problem+json",
                "application/json;q=0.5, application/problem+json;q=0.9",
                "Application/Problem+JSON",
                "text/event-stream, application/problem+json;q=0.1"
            })
    void aClientThatAsksForProblemsGetsThem(String accept) {
        assertThat(type(api.get("/api/v1/nothing", "Accept", accept))).isEqualTo(PROBLEM);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "*/*",
                "application/*",
                "text/html",
                "application/problem+json;q=0",
                "application/json, application/problem+json;q=0.9",
                "application/problem+xml"
            })
    void allOthersGetTheEnvelope(String accept) {
        HttpResponse<String> answer = api.get("/api/v1/nothing", "Accept", accept);

        assertThat(type(answer)).isEqualTo("application/json; charset=utf-8");
        assertThat(Api.json(answer).fieldNames())
                .containsExactlyInAnyOrder("success", "error", "message", "errorCode", "requestId");
    }

    @Test
    void theAnswerToHeadHasTheTypeAndNoBody() {
        HttpResponse<String> answer = api.send("HEAD", "/api/v1/jobs/7/status", "text/plain", "", "Accept", PROBLEM);

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(type(answer)).isEqualTo(PROBLEM);
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void errorsBeforeTheRouterAreProblemsToo() {
        RawHttp answer =
                RawHttp.send(service.port(), "OPTIONS * HTTP/1.1\r\nHost: a\r\nAccept: " + PROBLEM + "\r\n\r\n");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.header("content-type")).isEqualTo(PROBLEM);
        assertThat(new JsonObject(answer.body()).getString("type"))
                .isEqualTo("https://example.com/pressroom/docs/errors#VALIDATION_FAILED");
    }

    @Test
    void aPathThatIsNoReferenceIsNotRepeated() {
        RawHttp answer = RawHttp.send(
                service.port(),
                "GET /api/v1/<script> HTTP/1.1\r\nHost: a\r\nConnection: close\r\nAccept: " + PROBLEM + "\r\n\r\n");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(new JsonObject(answer.body()).containsKey("instance")).isFalse();
    }

    @Test
    void aLimitOfAnAddressIsAProblem() {
        HttpResponse<String> answer = api.get("/health/live");
        for (int i = 0; i < 3; i++) {
            answer = api.get("/health/live", "Accept", PROBLEM);
        }

        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(Api.json(answer).getString("type")).endsWith("/docs/errors#RATE_LIMITED");
        assertThat(answer.headers().firstValue("retry-after")).isPresent();
    }
}
