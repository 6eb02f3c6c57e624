package dev.pressroom.model.provider;

import dev.pressroom.base.Secret;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Where the models are, and how they are asked.
 *
 * @param key empty for servers that need none
 * @param model the name that the provider knows it by
 * @param apiVersion of Azure's API, sent as {@code api-version}; the key then goes into the header {@code api-key}
 * @param headers further headers of each request
 * @param temperature from 0 to 2; empty leaves it to the provider
 * @param maxTokens the most tokens of an answer; empty leaves it to the provider
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
