package dev.pressroom.model.provider;

import dev.langchain4j.model.anthropic.AnthropicStreamingChatModel;
import dev.langchain4j.model.anthropic.AnthropicStreamingChatModel.AnthropicStreamingChatModelBuilder;
import dev.langchain4j.model.chat.StreamingChatModel;
import io.vertx.core.json.JsonObject;

/** The Anthropic messages API. It has no {@code response_format}: JSON is requested by the prompt only. */
final class AnthropicApi implements ProviderApi {
    private static final int DEFAULT_MAX_TOKENS = 8192;

    private final Endpoint endpoint;
    private final ProviderErrors refusals;

    AnthropicApi(Endpoint endpoint, ProviderErrors refusals) {
        this.endpoint = endpoint;
        this.refusals = refusals;
    }

    /** {@code max_tokens} is required by this API. */
    @Override
    public StreamingChatModel model(StreamedRequest exchange) {
        AnthropicStreamingChatModelBuilder builder = AnthropicStreamingChatModel.builder()
                .httpClientBuilder(exchange)
                .baseUrl(endpoint.baseUrl().toString())
                .apiKey(endpoint.key().orElseThrow().value())
                .modelName(endpoint.model())
                .maxTokens(endpoint.maxTokens().orElse(DEFAULT_MAX_TOKENS));
        endpoint.temperature().ifPresent(builder::temperature);
        return builder.build();
    }

    @Override
    public boolean takesResponseFormat() {
        return false;
    }

    @Override
    public JsonObject adapt(JsonObject request) {
        return request;
    }

    @Override
    public AnswerReader reader() {
        return new AnthropicReader(refusals);
    }

    @Override
    public boolean learn(String words, JsonObject request) {
        return false;
    }
}
