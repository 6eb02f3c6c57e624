package dev.pressroom.http.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/**
 * A JSON-RPC message from a client.
 *
 * @param id a string or an integer; empty for a notification or a response
 * @param method empty for a response
 * @param params an object, or a missing node
 */
record Message(Optional<JsonNode> id, String method, JsonNode params) {
    private static final int MAX_ID_CHARS = 256;
    private static final int MAX_METHOD_CHARS = 100;

    /** @throws RpcError {@code INVALID_REQUEST} when the JSON is no message */
    static Message of(JsonNode json) {
        if (!json.isObject() || !"2.0".equals(json.path("jsonrpc").textValue())) {
            throw invalid("A message is an object with the member jsonrpc: \"2.0\".");
        }
        if (!json.has("method") && (json.has("result") || json.has("error"))) {
            return new Message(Optional.empty(), "", MissingNode.getInstance());
        }
        String method = json.path("method").textValue();
        if (method == null || method.isEmpty() || method.length() > MAX_METHOD_CHARS) {
            throw invalid("The member method must be a text.");
        }
        JsonNode params = json.path("params");
        if (!params.isObject() && !params.isMissingNode()) {
            throw invalid("The member params must be an object.");
        }
        return new Message(json.has("id") ? Optional.of(id(json)) : Optional.empty(), method, params);
    }

    /** The id to repeat in the response to a message that may be invalid; null when it has none that is valid. */
    static JsonNode idOrNull(JsonNode json) {
        return isId(json.path("id")) ? json.path("id") : NullNode.getInstance();
    }

    private static JsonNode id(JsonNode json) {
        JsonNode id = json.path("id");
        if (!isId(id)) {
            throw invalid("The member id must be an integer, or a text of at most " + MAX_ID_CHARS + " characters.");
        }
        return id;
    }

    private static boolean isId(JsonNode id) {
        return id.isIntegralNumber() || id.isTextual() && id.textValue().length() <= MAX_ID_CHARS;
    }

    /** False for notifications and responses, which get no response. */
    boolean isRequest() {
        return id.isPresent();
    }

    /** A member of the protocol's own metadata in {@code params._meta}. */
    JsonNode meta(String name) {
        return params.path("_meta").path("io.modelcontextprotocol/" + name);
    }

    static JsonObject response(JsonNode id, String member, JsonObject value) {
        return new JsonObject()
                .put("jsonrpc", "2.0")
                .put("id", id.isNull() ? null : id.isTextual() ? id.textValue() : id.numberValue())
                .put(member, value);
    }

    private static RpcError invalid(String sentence) {
        return new RpcError(400, RpcError.INVALID_REQUEST, sentence);
    }
}
