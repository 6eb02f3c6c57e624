package dev.pressroom.model.provider;

import dev.langchain4j.model.chat.StreamingChatModel;
import io.vertx.core.json.JsonObject;

/**
 * The chat API of a kind of provider: how to make its requests and read its answers. One instance for all calls of a
 * node.
 */
interface ProviderApi {
    /** A LangChain4j model that sends its request through {@code exchange}. Cheap: it only holds settings. */
    StreamingChatModel model(StreamedRequest exchange);

    /** Whether JSON is requested by {@code response_format}; otherwise by the prompt only. */
    boolean takesResponseFormat();

    /** The request without the features that the provider does not support. */
    JsonObject adapt(JsonObject request);

    /** A reader for one answer. */
    AnswerReader reader();

    /**
     * Learns from an error with status 400, 404 or 422.
     *
     * @param words the message of the provider
     * @return whether to send the request again, without the rejected feature
     */
    boolean learn(String words, JsonObject request);
}
