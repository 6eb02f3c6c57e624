package dev.pressroom.model.openai;

import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import dev.pressroom.base.Secret;
import java.net.URI;
import java.util.Optional;

/**
 * Where the models are.
 *
 * @param key empty for servers that want none
 * @param model the name that the provider knows it by
 */
public record Endpoint(URI baseUrl, Optional<Secret> key, String model) {
    /** Cheap: LangChain4j's model holds nothing but its settings, the connections are ours. */
    StreamingChatModel model(Exchange exchange) {
        OpenAiStreamingChatModel.OpenAiStreamingChatModelBuilder builder = OpenAiStreamingChatModel.builder()
                .httpClientBuilder(exchange)
                .baseUrl(baseUrl.toString())
                .modelName(model)
                .strictJsonSchema(true);
        key.ifPresent(secret -> builder.apiKey(secret.value()));
        return builder.build();
    }
}
