package dev.pressroom.model.provider;

/** The supported chat APIs. */
public enum ProviderKind {
    /** OpenAI's, and whatever is compatible with it. */
    OPENAI {
        @Override
        ProviderApi api(Endpoint endpoint, ProviderErrors refusals) {
            return new OpenAiApi(endpoint, refusals);
        }
    },
    /** Anthropic's messages API. */
    ANTHROPIC {
        @Override
        ProviderApi api(Endpoint endpoint, ProviderErrors refusals) {
            return new AnthropicApi(endpoint, refusals);
        }
    };

    abstract ProviderApi api(Endpoint endpoint, ProviderErrors refusals);
}
