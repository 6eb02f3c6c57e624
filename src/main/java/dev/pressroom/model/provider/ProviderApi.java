package dev.pressroom.model.provider;

import dev.langchain4j.model.chat.StreamingChatModel;
import io.vertx.core.json.JsonObject;

/** The chat API of a kind of provider: how its requests are made and its answers read. One for all calls of a node. */
interface ProviderApi {
    /** LangChain4j's model that sends its request through {@code exchange}. Cheap: it holds settings only. */
    StreamingChatModel model(StreamedRequest exchange);

    /** Whether JSON is asked for by {@code response_format}; otherwise by the prompt alone. */
    boolean takesResponseFormat();

    /** The body as this provider takes it. */
    JsonObject adapt(JsonObject request);

    /** A reader for one answer. */
    AnswerReader reader();

    /**
     * Learns from a refusal with status 400, 404 or 422.
     *
     * @return whether the request is worth sending again, now that something is left out of it
     */
    boolean learn(String words, JsonObject request);
}
