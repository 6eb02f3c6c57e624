package dev.pressroom.http.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.support.Api;
import dev.pressroom.support.ScriptedPipeline;
import dev.pressroom.support.Service;
import dev.pressroom.support.UserLimits;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class McpSettingsIT {
    private static final String PING = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}";

    private static HttpResponse<String> writing(Api api, int number) {
        return api.post(
                "/mcp",
                new JsonObject()
                        .put("jsonrpc", "2.0")
                        .put("id", number)
                        .put("method", "tools/call")
                        .put(
                                "params",
                                new JsonObject().put("name", "write_article").put("arguments", Api.order("Tomatoes"))));
    }

    @Test
    void itIsOffByDefault() {
        try (Service service =
                Service.start(Map.of(), new ScriptedPipeline().step("only").asPipelines())) {
            Api api = service.api(UUID.randomUUID());

            assertThat(api.post("/mcp", PING).statusCode()).isEqualTo(404);
            assertThat(api.get("/mcp").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void callsThatCreateJobsCountAsSuchAndTheLimitIsAResult() {
        try (Service service = Service.start(
                Map.of(
                        "PRESSROOM_MCP", "on",
                        "PRESSROOM_RATE_LIMIT", "",
                        "PRESSROOM_HTTP_RATE_LIMITS_CREATE", "2"),
                new ScriptedPipeline().step("only").asPipelines())) {
            HttpResponse<String> third = UserLimits.counted(List.of(service), user -> {
                        Api api = service.api(user);
                        writing(api, 1);
                        writing(api, 2);
                        return writing(api, 3);
                    })
                    .result();

            JsonObject result = Api.json(third).getJsonObject("result");
            JsonObject error = new JsonObject(
                    result.getJsonArray("content").getJsonObject(0).getString("text"));
            assertThat(result.getBoolean("isError")).isTrue();
            assertThat(error.getString("errorCode")).isEqualTo("RATE_LIMITED");
            assertThat(error.getInteger("retryAfterSeconds")).isBetween(1, 61);
        }
    }
}
