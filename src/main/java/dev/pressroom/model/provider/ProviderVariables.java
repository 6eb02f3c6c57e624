package dev.pressroom.model.provider;

/**
 * The environment variables that configure a provider, as error messages name them.
 *
 * @param key the API key
 * @param baseUrl the base URL
 * @param model the name of the model
 * @param ability what the model must support: a predicate whose subject is {@code model}
 */
record ProviderVariables(String key, String baseUrl, String model, String ability) {
    private static final String JSON = "supports answers by a JSON schema";

    static final ProviderVariables OPENAI =
            new ProviderVariables("OPENAI_API_KEY", "OPENAI_BASE_URL", "OPENAI_MODEL", JSON);
    static final ProviderVariables OPENAI_IMAGES = new ProviderVariables(
            "OPENAI_API_KEY", "OPENAI_BASE_URL", "OPENAI_IMAGE_MODEL", "names a model that generates images");
    static final ProviderVariables ANTHROPIC =
            new ProviderVariables("ANTHROPIC_API_KEY", "ANTHROPIC_BASE_URL", "ANTHROPIC_MODEL", JSON);
}
