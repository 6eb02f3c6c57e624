package dev.pressroom.http.mcp;

import dev.pressroom.http.schema.ApiOperations;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * The tools as {@code tools/list} returns them: the file {@code mcp/tools.json}, where {@code inputOf} is replaced by the
 * schema of the request body of that operation, with an {@code idempotencyKey}.
 */
final class ToolList {
    static final String IDEMPOTENCY_KEY = "idempotencyKey";

    private static final int MAX_KEY_CHARS = 255;

    private ToolList() {}

    static JsonArray read(ApiOperations operations) {
        JsonArray tools = file();
        for (Object each : tools) {
            JsonObject tool = (JsonObject) each;
            String operation = (String) tool.remove("inputOf");
            if (operation != null) {
                tool.put("inputSchema", input(operations.get(operation).requestSchema()));
            }
        }
        return tools;
    }

    private static JsonArray file() {
        try (InputStream in = ToolList.class.getResourceAsStream("/mcp/tools.json")) {
            return Buffer.buffer(in.readAllBytes()).toJsonArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Tools act for the user of the token, so the members for sessions are left out. So are those of jobs that are based on
     * another: model providers reject {@code anyOf} at the top of a tool's schema.
     */
    private static JsonObject input(JsonObject requestSchema) {
        JsonObject schema = requestSchema.copy();
        JsonArray alternatives = (JsonArray) schema.remove("anyOf");
        schema.remove("description");
        schema.put("required", alternatives.getJsonObject(0).getJsonArray("required"));
        List.of("sessionId", "basedOn", "from").forEach(schema.getJsonObject("properties")::remove);
        schema.getJsonObject("properties")
                .put(
                        IDEMPOTENCY_KEY,
                        new JsonObject()
                                .put("type", "string")
                                .put("minLength", 1)
                                .put("maxLength", MAX_KEY_CHARS)
                                .put(
                                        "description",
                                        "Visible ASCII, for instance a UUID. A call with the key and the arguments of an"
                                                + " earlier one returns the job of that call, for 24 hours."));
        return schema;
    }
}
