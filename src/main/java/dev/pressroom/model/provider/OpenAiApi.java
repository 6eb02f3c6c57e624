package dev.pressroom.model.provider;

import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel.OpenAiStreamingChatModelBuilder;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The OpenAI chat API, also of Azure and of compatible servers. */
public final class OpenAiApi implements ProviderApi {
    private static final Logger LOG = LoggerFactory.getLogger(OpenAiApi.class);

    private final Endpoint endpoint;
    private final ProviderErrors refusals;
    private final ProviderFeatures providerFeatures = new ProviderFeatures();

    OpenAiApi(Endpoint endpoint, ProviderErrors refusals) {
        this.endpoint = endpoint;
        this.refusals = refusals;
    }

    @Override
    public StreamingChatModel model(StreamedRequest exchange) {
        OpenAiStreamingChatModelBuilder builder = OpenAiStreamingChatModel.builder()
                .httpClientBuilder(exchange)
                .baseUrl(endpoint.baseUrl().toString())
                .modelName(endpoint.model())
                .strictJsonSchema(true)
                .customHeaders(headers());
        endpoint.apiVersion().ifPresent(version -> builder.customQueryParams(Map.of("api-version", version)));
        if (endpoint.apiVersion().isEmpty()) {
            endpoint.key().ifPresent(secret -> builder.apiKey(secret.value()));
        }
        endpoint.temperature().ifPresent(builder::temperature);
        endpoint.maxTokens().ifPresent(builder::maxTokens);
        return builder.build();
    }

    private Map<String, String> headers() {
        Map<String, String> headers = new HashMap<>(endpoint.headers());
        if (endpoint.apiVersion().isPresent()) {
            endpoint.key().ifPresent(secret -> headers.put("api-key", secret.value()));
        }
        return headers;
    }

    @Override
    public boolean takesResponseFormat() {
        return true;
    }

    @Override
    public JsonObject adapt(JsonObject request) {
        return providerFeatures.adapt(request);
    }

    @Override
    public AnswerReader reader() {
        return new OpenAiReader(
                refusals,
                providerFeatures.has(UnsupportedFeature.STARTS_WITH_THOUGHT),
                () -> providerFeatures.add(UnsupportedFeature.STARTS_WITH_THOUGHT));
    }

    @Override
    public boolean learn(String words, JsonObject request) {
        return providerFeatures
                .learn(words, request)
                .map(unsupportedFeature -> {
                    LOG.atInfo()
                            .addKeyValue("model", endpoint.model())
                            .addKeyValue("feature", unsupportedFeature)
                            .log("the model provider does not support a feature; it is left out of requests from"
                                    + " now on");
                    return true;
                })
                .orElse(false);
    }
}
