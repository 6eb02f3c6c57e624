package dev.pressroom.model.provider;

import dev.pressroom.base.Secret;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The API of a provider and the settings of its requests.
 *
 * @param key empty for servers without authentication
 * @param model the name at the provider
 * @param apiVersion of Azure, sent as {@code api-version}; the key is then sent in the header {@code api-key}
 * @param headers further headers of each request
 * @param temperature from 0 to 2; empty for the default of the provider
 * @param maxTokens of an answer; empty for the default of the provider
 */
public record Endpoint(
        URI baseUrl,
        Optional<Secret> key,
        String model,
        Optional<String> apiVersion,
        Map<String, String> headers,
        Optional<Double> temperature,
        OptionalInt maxTokens) {

    /** An endpoint without any of the optional parts. */
    public Endpoint(URI baseUrl, Optional<Secret> key, String model) {
        this(baseUrl, key, model, Optional.empty(), Map.of(), Optional.empty(), OptionalInt.empty());
    }
}
