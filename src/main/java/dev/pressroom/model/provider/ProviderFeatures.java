package dev.pressroom.model.provider;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The features of the OpenAI chat API that a provider does not support. Learned from its errors and kept until the node
 * ends. Safe to use from any thread.
 */
final class ProviderFeatures {
    private final Set<UnsupportedFeature> unsupported = ConcurrentHashMap.newKeySet();

    boolean has(UnsupportedFeature unsupportedFeature) {
        return unsupported.contains(unsupportedFeature);
    }

    void add(UnsupportedFeature unsupportedFeature) {
        unsupported.add(unsupportedFeature);
    }

    /**
     * Learns from an error with status 400, 404 or 422.
     *
     * @param words the message of the provider
     * @param request the rejected body
     * @return the feature to leave out from now on; empty when the error has another cause
     */
    Optional<UnsupportedFeature> learn(String words, JsonObject request) {
        String text = words.toLowerCase(Locale.ROOT);
        Optional<UnsupportedFeature> refused = refused(text, request);
        refused.ifPresent(unsupported::add);
        return refused;
    }

    private static Optional<UnsupportedFeature> refused(String text, JsonObject request) {
        if (namesAny(text, "stream_options", "include_usage") && request.containsKey("stream_options")) {
            return Optional.of(UnsupportedFeature.NO_STREAM_OPTIONS);
        }
        if (namesAny(text, "temperature") && request.containsKey("temperature")) {
            return Optional.of(UnsupportedFeature.NO_TEMPERATURE);
        }
        if (namesAny(text, "max_tokens", "max_completion_tokens") && request.containsKey("max_tokens")) {
            return Optional.of(UnsupportedFeature.MAX_COMPLETION_TOKENS);
        }
        if (namesAny(text, "max_tokens", "max_completion_tokens") && request.containsKey("max_completion_tokens")) {
            return Optional.of(UnsupportedFeature.MAX_TOKENS);
        }
        if (request.getValue("response_format") instanceof JsonObject format
                && namesAny(
                        text,
                        "response_format",
                        "response format",
                        "json_schema",
                        "json schema",
                        "json_object",
                        "json mode",
                        "structured output",
                        "schema",
                        "grammar")) {
            return Optional.of(
                    "json_schema".equals(format.getString("type"))
                            ? UnsupportedFeature.NO_JSON_SCHEMA
                            : UnsupportedFeature.NO_RESPONSE_FORMAT);
        }
        if (namesAny(text, "system", "developer")
                && namesAny(text, "role", "instruction", "message", "prompt")
                && startsWithSystem(request)) {
            return Optional.of(UnsupportedFeature.NO_SYSTEM_ROLE);
        }
        return Optional.empty();
    }

    /** The request without unsupported features. */
    JsonObject adapt(JsonObject request) {
        JsonObject adapted = request.copy();
        if (has(UnsupportedFeature.NO_STREAM_OPTIONS)) {
            adapted.remove("stream_options");
        }
        if (has(UnsupportedFeature.NO_TEMPERATURE)) {
            adapted.remove("temperature");
        }
        if (has(UnsupportedFeature.NO_RESPONSE_FORMAT)) {
            adapted.remove("response_format");
        } else if (has(UnsupportedFeature.NO_JSON_SCHEMA) && adapted.containsKey("response_format")) {
            adapted.put("response_format", new JsonObject().put("type", "json_object"));
        }
        nameMaxTokens(adapted);
        if (has(UnsupportedFeature.NO_SYSTEM_ROLE) && startsWithSystem(adapted)) {
            moveSystemText(adapted);
        }
        return adapted;
    }

    /** Removes the limit once both of its names were rejected. */
    private void nameMaxTokens(JsonObject request) {
        if (has(UnsupportedFeature.MAX_COMPLETION_TOKENS) && has(UnsupportedFeature.MAX_TOKENS)) {
            request.remove("max_tokens");
            request.remove("max_completion_tokens");
        } else if (has(UnsupportedFeature.MAX_COMPLETION_TOKENS) && request.containsKey("max_tokens")) {
            request.put("max_completion_tokens", request.remove("max_tokens"));
        } else if (has(UnsupportedFeature.MAX_TOKENS) && request.containsKey("max_completion_tokens")) {
            request.put("max_tokens", request.remove("max_completion_tokens"));
        }
    }

    private static void moveSystemText(JsonObject request) {
        JsonArray messages = request.getJsonArray("messages");
        JsonArray moved = new JsonArray();
        String system = messages.getJsonObject(0).getString("content");
        for (int i = 1; i < messages.size(); i++) {
            JsonObject message = messages.getJsonObject(i);
            moved.add(i == 1 ? message.put("content", system + "\n\n" + message.getString("content")) : message);
        }
        request.put("messages", moved);
    }

    private static boolean startsWithSystem(JsonObject request) {
        return request.getValue("messages") instanceof JsonArray messages
                && messages.size() > 1
                && "system".equals(messages.getJsonObject(0).getString("role"));
    }

    private static boolean namesAny(String text, String... names) {
        return Arrays.stream(names).anyMatch(text::contains);
    }
}
