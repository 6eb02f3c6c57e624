package dev.pressroom.model.provider;

/** The supported chat APIs. */
public enum ProviderKind {
    /** OpenAI's chat API, and compatible ones. */
    OPENAI(ProviderVariables.OPENAI) {
        @Override
        ProviderApi api(Endpoint endpoint, ProviderErrors refusals) {
            return new OpenAiApi(endpoint, refusals);
        }
    },
    /** Anthropic's messages API. */
    ANTHROPIC(ProviderVariables.ANTHROPIC) {
        @Override
        ProviderApi api(Endpoint endpoint, ProviderErrors refusals) {
            return new AnthropicApi(endpoint, refusals);
        }
    };

    private final ProviderVariables variables;

    ProviderKind(ProviderVariables variables) {
        this.variables = variables;
    }

    /** The environment variables that error messages name. */
    ProviderVariables variables() {
        return variables;
    }

    abstract ProviderApi api(Endpoint endpoint, ProviderErrors refusals);
}
