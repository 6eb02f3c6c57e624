package dev.pressroom.http.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.support.Api;
import dev.pressroom.support.ScriptedPipeline;
import dev.pressroom.support.Service;
import dev.pressroom.support.Sql;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages of the Model Context Protocol, written by hand from its specification. */
class McpIT {
    private static final ScriptedPipeline PIPELINE = new ScriptedPipeline().gated("write");
    private static final String JSON = "application/json";
    private static Service service;
    private final Api api = service.api(UUID.randomUUID());

    @BeforeAll
    static void start() {
        service = Service.start(
                Map.of(
                        "PRESSROOM_MCP", "on",
                        "STARTING_CREDITS", "2",
                        "PRESSROOM_WORKERS", "50",
                        "PRESSROOM_HTTP_CORS_ORIGINS", "https://app.example.com"),
                PIPELINE.asPipelines());
    }

    @AfterAll
    static void stop() {
        PIPELINE.open("write");
        service.close();
    }

    private HttpResponse<String> post(Object message, String... headers) {
        List<String> all = new ArrayList<>(List.of("Accept", "application/json, text/event-stream"));
        all.addAll(Arrays.asList(headers));
        return api.post("/mcp", message, all.toArray(String[]::new));
    }

    private static JsonObject request(String method, JsonObject params) {
        return new JsonObject()
                .put("jsonrpc", "2.0")
                .put("id", 7)
                .put("method", method)
                .put("params", params);
    }

    private static JsonObject request(String method) {
        return request(method, new JsonObject());
    }

    private static JsonObject calling(String tool, JsonObject arguments) {
        return request("tools/call", new JsonObject().put("name", tool).put("arguments", arguments));
    }

    private JsonObject call(String tool, JsonObject arguments) {
        HttpResponse<String> answer = post(calling(tool, arguments), "MCP-Protocol-Version", "2025-11-25");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Api.json(answer).getJsonObject("result");
    }

    private static JsonObject error(JsonObject result) {
        assertThat(result.getBoolean("isError")).as(result.encode()).isTrue();
        return new JsonObject(result.getJsonArray("content").getJsonObject(0).getString("text"));
    }

    private static int code(HttpResponse<String> answer) {
        return Api.json(answer).getJsonObject("error").getInteger("code");
    }

    private UUID written() {
        return UUID.fromString(call("write_article", Api.order("Tomatoes"))
                .getJsonObject("structuredContent")
                .getString("jobId"));
    }

    @ParameterizedTest
    @CsvSource({
        "2025-11-25, 2025-11-25",
        "2025-06-18, 2025-06-18",
        "2025-03-26, 2025-03-26",
        "2024-11-05, 2025-11-25",
        "2026-07-28, 2025-11-25",
        "1.0.0, 2025-11-25"
    })
    void aHandshakeAgreesOnARevision(String requested, String agreed) {
        HttpResponse<String> answer = post(request("initialize", new JsonObject().put("protocolVersion", requested)));

        JsonObject result = Api.json(answer).getJsonObject("result");
        assertThat(result.getString("protocolVersion")).isEqualTo(agreed);
        assertThat(result.getJsonObject("capabilities").fieldNames()).containsExactly("tools");
        assertThat(result.getJsonObject("serverInfo").getString("name")).isEqualTo("pressroom");
        assertThat(answer.headers().firstValue("mcp-session-id")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}",
                "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":1}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":1,\"message\":\"x\"}}"
            })
    void whatNeedsNoResponseIsAccepted(String message) {
        HttpResponse<String> answer = post(message);

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void aPingIsAnswered() {
        assertThat(Api.json(post(request("ping"))))
                .isEqualTo(new JsonObject().put("jsonrpc", "2.0").put("id", 7).put("result", new JsonObject()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "\"seven\"", "-1", "123456789012345678901234567890"})
    void anIdIsRepeatedAsItIs(String id) {
        assertThat(post("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"ping\"}")
                        .body())
                .contains("\"id\":" + id + ",");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"jsonrpc\":\"2.0\",\"id\":null,\"method\":\"ping\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":1.5,\"method\":\"ping\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":{},\"method\":\"ping\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":1}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":7}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":[1]}",
                "{\"jsonrpc\":\"1.0\",\"id\":1,\"method\":\"ping\"}",
                "{}",
                "[]",
                "7",
                "\"text\"",
                "null",
                ""
            })
    void whatIsNoMessageIsAnInvalidRequest(String body) {
        HttpResponse<String> answer = post(body);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(code(answer)).isEqualTo(-32600);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "not json", "{\"jsonrpc\":\"2.0\",}"})
    void whatIsNoJsonIsAParseError(String body) {
        HttpResponse<String> answer = post(body);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(code(answer)).isEqualTo(-32700);
        assertThat(Api.json(answer).getValue("id")).isNull();
    }

    @Test
    void anUnknownMethodIsAnErrorOfTheProtocol() {
        HttpResponse<String> answer = post(request("resources/list"));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(code(answer)).isEqualTo(-32601);
    }

    @Test
    void anUnknownToolIsAnErrorOfTheProtocol() {
        assertThat(code(post(calling("delete_everything", new JsonObject())))).isEqualTo(-32602);
    }

    @Test
    void theToolsHaveSchemas() {
        JsonArray tools =
                Api.json(post(request("tools/list"))).getJsonObject("result").getJsonArray("tools");

        assertThat(tools.stream().map(tool -> ((JsonObject) tool).getString("name")))
                .containsExactly("write_article", "analyze_website", "get_job", "cancel_job");
        assertThat(tools).allSatisfy(tool -> {
            assertThat(((JsonObject) tool).getJsonObject("inputSchema").getString("type"))
                    .isEqualTo("object");
            assertThat(((JsonObject) tool).getJsonObject("outputSchema").getString("type"))
                    .isEqualTo("object");
        });
        JsonObject article = tools.getJsonObject(0).getJsonObject("inputSchema");
        assertThat(article.getJsonArray("required")).contains("topic", "businessInfo", "organizationId");
        assertThat(article.getJsonObject("properties").fieldNames()).contains("idempotencyKey");
        assertThat(article.encode()).doesNotContain("$ref", "__absolute");
    }

    @Test
    void aJobIsCreatedAndReadAndCancelled() {
        UUID job = written();
        JsonObject running =
                call("get_job", new JsonObject().put("jobId", job.toString()).put("waitSeconds", 0));
        JsonObject cancelled = call("cancel_job", new JsonObject().put("jobId", job.toString()));
        JsonObject ended = call("get_job", new JsonObject().put("jobId", job.toString()));

        assertThat(running.getJsonObject("structuredContent").getString("status"))
                .isIn("queued", "running");
        assertThat(cancelled.getJsonObject("structuredContent").getBoolean("cancelled"))
                .isTrue();
        assertThat(ended.getJsonObject("structuredContent").getString("errorCode"))
                .isEqualTo("CANCELLED");
        assertThat(new JsonObject(ended.getJsonArray("content").getJsonObject(0).getString("text")))
                .isEqualTo(ended.getJsonObject("structuredContent"));
    }

    @Test
    void aRepeatedCallWithItsKeyPaysOnce() {
        JsonObject arguments = Api.order("Tomatoes").put("idempotencyKey", "call-1");

        JsonObject first = call("write_article", arguments).getJsonObject("structuredContent");
        JsonObject again = call("write_article", arguments).getJsonObject("structuredContent");

        assertThat(again.getString("jobId")).isEqualTo(first.getString("jobId"));
        assertThat(again.getBoolean("replayed")).isTrue();
        assertThat(first.getBoolean("replayed")).isFalse();
        assertThat(Api.json(api.get("/api/v1/user/credits"))
                        .getJsonObject("data")
                        .getInteger("availableCredits"))
                .isEqualTo(1);
        assertThat(error(call("write_article", arguments.copy().put("additionalInstructions", "Shorter.")))
                        .getString("errorCode"))
                .isEqualTo("IDEMPOTENCY_CONFLICT");
    }

    @Test
    void theKeyIsNoPartOfTheInput() {
        UUID job = UUID.fromString(call("write_article", Api.order("Tomatoes").put("idempotencyKey", "call-2"))
                .getJsonObject("structuredContent")
                .getString("jobId"));

        assertThat(Sql.text(service.databaseUrl(), "select input from job_inputs where job_id = '" + job + "'"))
                .doesNotContain("idempotencyKey", "jsonrpc");
    }

    @Test
    void errorsOfAToolAreResultsThatAModelCanRead() {
        assertThat(error(call("write_article", new JsonObject().put("topic", new JsonObject())))
                        .getJsonArray("details"))
                .hasSize(3);
        assertThat(error(call("analyze_website", new JsonObject().put("url", "ftp://example.com")))
                        .getString("errorCode"))
                .isEqualTo("VALIDATION_FAILED");
        assertThat(error(call(
                                "get_job",
                                new JsonObject().put("jobId", UUID.randomUUID().toString())))
                        .getString("errorCode"))
                .isEqualTo("NOT_FOUND");
        assertThat(error(call("get_job", new JsonObject())).getString("message"))
                .isEqualTo("/jobId is required.");
        assertThat(error(call(
                                "get_job",
                                new JsonObject()
                                        .put("jobId", UUID.randomUUID().toString())
                                        .put("waitSeconds", 26)))
                        .getString("errorCode"))
                .isEqualTo("VALIDATION_FAILED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "with space", "new\nline", "k\u0000", "ü"})
    void aKeyOfOtherCharactersIsRefused(String key) {
        assertThat(error(call("write_article", Api.order("Tomatoes").put("idempotencyKey", key)))
                        .getString("errorCode"))
                .isEqualTo("VALIDATION_FAILED");
    }

    @Test
    void withoutCreditsATooSaysSo() {
        written();
        written();

        JsonObject refused = error(call("write_article", Api.order("Tomatoes")));

        assertThat(refused.getString("errorCode")).isEqualTo("INSUFFICIENT_CREDITS");
        assertThat(refused.getJsonObject("data").getInteger("creditsAvailable")).isZero();
    }

    @Test
    void jobsOfOthersDoNotExist() {
        UUID theirs = service.api(UUID.randomUUID()).created(Api.order("Tomatoes"));

        assertThat(error(call("cancel_job", new JsonObject().put("jobId", theirs.toString())))
                        .getString("errorCode"))
                .isEqualTo("NOT_FOUND");
    }

    @Test
    void withoutATokenNothingIsServed() {
        for (Api other :
                List.of(new Api(service.url(), ""), new Api(service.url(), "forged"), service.session("visitor-1"))) {
            HttpResponse<String> answer = other.post("/mcp", request("ping"));

            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(answer.headers().firstValue("www-authenticate")).contains("Bearer");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "DELETE", "PUT", "HEAD"})
    void otherMethodsAreNotAllowed(String method) {
        HttpResponse<String> answer = api.send(method, "/mcp", JSON, "", "Accept", "text/event-stream");

        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("allow")).contains("POST");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://evil.example", "http://localhost:8080", "null", "https://app.example.com.evil.example"})
    void aPageOfAnotherOriginIsRefused(String origin) {
        HttpResponse<String> answer = post(request("ping"), "Origin", origin);

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(Api.json(answer).getString("errorCode")).isEqualTo("FORBIDDEN");
    }

    @Test
    void aPageOfAnAllowedOriginIsServed() {
        HttpResponse<String> answer = post(request("ping"), "Origin", "https://app.example.com");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("access-control-allow-origin")).contains("https://app.example.com");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2024-11-05", "2099-01-01", "x", "2025-11-25, 2025-06-18"})
    void anUnknownRevisionIsRefusedWithThoseThatAreSupported(String version) {
        HttpResponse<String> answer = post(request("ping"), "MCP-Protocol-Version", version);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(code(answer)).isEqualTo(-32022);
        assertThat(Api.json(answer).getJsonObject("error").getJsonObject("data").getJsonArray("supported"))
                .contains("2026-07-28", "2025-11-25");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            application/json, text/event-stream | 200
            */*                                 | 200
            application/json                    | 200
            text/event-stream                   | 406
            application/json;q=0, */*           | 406
            """)
    void theClientMustAcceptJson(String accept, int status) {
        assertThat(post(request("ping"), "Accept", accept).statusCode()).isEqualTo(status);
    }

    @Test
    void aForgedSessionChangesNothing() {
        HttpResponse<String> answer = post(request("ping"), "Mcp-Session-Id", "x".repeat(5000), "Last-Event-ID", "9");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("mcp-session-id")).isEmpty();
    }

    @Test
    void anArrayIsServedInTheRevisionThatHasThem() {
        JsonArray batch = new JsonArray()
                .add(request("ping").put("id", 1))
                .add(new JsonObject().put("jsonrpc", "2.0").put("method", "notifications/initialized"))
                .add(request("nothing").put("id", 2))
                .add(calling("analyze_website", new JsonObject().put("url", "https://example.com/"))
                        .put("id", 3))
                .add(7);

        HttpResponse<String> answer = post(batch, "MCP-Protocol-Version", "2025-03-26");

        JsonArray responses = new JsonArray(answer.body());
        assertThat(responses.stream().map(each -> ((JsonObject) each).getValue("id")))
                .containsExactly(1, 2, 3, null);
        assertThat(responses.getJsonObject(2).getJsonObject("result").getBoolean("isError"))
                .isFalse();
        assertThat(code(post(batch, "MCP-Protocol-Version", "2025-06-18"))).isEqualTo(-32600);
    }

    @Test
    void anArrayIsShort() {
        JsonArray batch =
                new JsonArray(Stream.generate(() -> request("ping")).limit(21).toList());

        assertThat(code(post(batch))).isEqualTo(-32600);
    }

    @Test
    void aDeepBodyIsRefused() {
        HttpResponse<String> answer = post("{\"a\":".repeat(100_000) + "1" + "}".repeat(100_000));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(code(answer)).isEqualTo(-32600);
    }

    @Test
    void aLargeBodyIsRefused() {
        assertThat(post(calling("write_article", Api.order("x".repeat(1 << 20))))
                        .statusCode())
                .isEqualTo(413);
    }

    private static JsonObject current(String method, JsonObject params) {
        return request(
                method,
                params.put(
                        "_meta",
                        new JsonObject()
                                .put("io.modelcontextprotocol/protocolVersion", "2026-07-28")
                                .put("io.modelcontextprotocol/clientCapabilities", new JsonObject())));
    }

    @Test
    void theNewestRevisionNeedsNoHandshake() {
        HttpResponse<String> answer = post(
                current("server/discover", new JsonObject()),
                "MCP-Protocol-Version",
                "2026-07-28",
                "Mcp-Method",
                "server/discover");

        JsonObject result = Api.json(answer).getJsonObject("result");
        assertThat(result.getString("resultType")).isEqualTo("complete");
        assertThat(result.getJsonArray("supportedVersions")).startsWith("2026-07-28");
        assertThat(result.getString("cacheScope")).isEqualTo("public");
        assertThat(result.getJsonObject("_meta")
                        .getJsonObject("io.modelcontextprotocol/serverInfo")
                        .getString("version"))
                .isNotBlank();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            2026-07-28 | tools/call | get_job                   | 200 | 0
            2026-07-28 | tools/call | =?base64?Z2V0X2pvYg==?=   | 200 | 0
            2026-07-28 | tools/call | cancel_job                | 400 | -32020
            2026-07-28 | tools/call | =?base64?=                | 400 | -32020
            2026-07-28 | tools/list | get_job                   | 400 | -32020
            2025-11-25 | tools/call | get_job                   | 400 | -32020
            """)
    void theHeadersMustFitTheBody(String version, String method, String name, int status, int code) {
        JsonObject params = new JsonObject()
                .put("name", "get_job")
                .put(
                        "arguments",
                        new JsonObject().put("jobId", UUID.randomUUID().toString()));

        HttpResponse<String> answer = post(
                current("tools/call", params), "MCP-Protocol-Version", version, "Mcp-Method", method, "Mcp-Name", name);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(Api.json(answer).getJsonObject("error", new JsonObject()).getInteger("code", 0))
                .isEqualTo(code);
    }

    @Test
    void theNewestRevisionNeedsItsHeadersAndMetadata() {
        assertThat(code(post(current("tools/list", new JsonObject())))).isEqualTo(-32020);
        assertThat(code(post(request("tools/list"), "MCP-Protocol-Version", "2026-07-28", "Mcp-Method", "tools/list")))
                .isEqualTo(-32602);
    }

    @Test
    void anUnknownMethodOfTheNewestRevisionIsNotFound() {
        HttpResponse<String> answer =
                post(current("ping", new JsonObject()), "MCP-Protocol-Version", "2026-07-28", "Mcp-Method", "ping");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(code(answer)).isEqualTo(-32601);
    }
}
