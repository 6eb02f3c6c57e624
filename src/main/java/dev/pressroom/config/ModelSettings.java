package dev.pressroom.config;

import static dev.pressroom.config.SettingTypes.HOUR;
import static dev.pressroom.config.SettingTypes.MILLISECOND;
import static dev.pressroom.config.SettingTypes.MINUTE;
import static dev.pressroom.config.SettingTypes.duration;
import static dev.pressroom.config.SettingTypes.line;
import static dev.pressroom.config.SettingTypes.number;
import static dev.pressroom.config.SettingTypes.oneOf;

import dev.pressroom.base.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The models that the pipelines call. Without a key and a base URL the demo model is used.
 *
 * @param provider whose API generates texts; images always come from OpenAI's API
 * @param temperature empty leaves it to the provider
 * @param maxTokens maximum tokens of an answer; empty leaves it to the provider
 * @param timeout of one call, and between two chunks of a stream
 * @param concurrent concurrent calls of this node
 * @param proxy {@code http://[user:password@]host:port}, for https base URLs
 * @param noProxy hosts that are reached without the proxy
 * @param prompts folder of prompts that replace the built-in ones of the same file name
 * @param discovery of models on this machine; only in dev mode and without a configured model
 * @param demoPace the demo model's pause per chunk of text
 * @param prices of the models; the first price of a name applies
 * @param currency of the prices, its ISO 4217 code
 */
public record ModelSettings(
        Provider provider,
        OpenAi openAi,
        Anthropic anthropic,
        Optional<Double> temperature,
        OptionalInt maxTokens,
        Duration timeout,
        int concurrent,
        Optional<Secret> proxy,
        List<String> noProxy,
        Optional<Path> prompts,
        Discovery discovery,
        Duration demoPace,
        List<ModelPrice> prices,
        String currency) {

    private static final SettingType<String> CURRENCY = SettingTypes.text(
            "an ISO 4217 code such as USD",
            text -> text.length() == 3 && text.chars().allMatch(c -> c >= 'A' && c <= 'Z'));

    /** Whether the node searches models on its machine. */
    public enum Discovery {
        OFF,
        /** Search, and report what was found. */
        ON,
        /** Use the first chat model that is found. */
        USE
    }

    public enum Provider {
        OPENAI,
        ANTHROPIC
    }

    static ModelSettings read(LayeredSettings values) {
        return new ModelSettings(
                values.get("model.provider", oneOf(Provider.class)),
                OpenAi.read(values),
                new Anthropic(
                        values.find(
                                "model.anthropic.key", line().as(Secret::new).hidden()),
                        values.get("model.anthropic.base-url", AddressTypes.web()),
                        values.get("model.anthropic.model", line())),
                values.find("model.temperature", SettingTypes.decimal(0, 2)),
                values.find("model.max-tokens", number(1, 10_000_000))
                        .map(OptionalInt::of)
                        .orElse(OptionalInt.empty()),
                values.get("model.timeout", duration(MILLISECOND, HOUR)),
                values.get("model.concurrent", number(1, 10_000)),
                values.find("model.proxy", AddressTypes.httpProxy()),
                values.list("model.no-proxy", line()),
                values.find("model.prompts", SettingTypes.folder()),
                values.get("model.discovery", oneOf(Discovery.class)),
                values.get("model.demo-pace", duration(Duration.ZERO, MINUTE)),
                values.list("model.prices", ModelPrice.type()),
                values.get("model.currency", CURRENCY));
    }

    /** Whether the demo model generates the texts. */
    public boolean isDemo() {
        return provider == Provider.OPENAI && !openAi.isConfigured();
    }

    /** The provider's name of the model that generates the texts; {@code demo} for the demo model. */
    public String name() {
        return isDemo() ? "demo" : provider == Provider.OPENAI ? openAi.model() : anthropic.model();
    }

    /**
     * OpenAI, or a server that is compatible with it.
     *
     * @param apiVersion of Azure's API
     * @param headers additional headers of each request, {@code Name: value}
     */
    public record OpenAi(
            Optional<Secret> key,
            Optional<URI> baseUrl,
            String model,
            String imageModel,
            Optional<String> apiVersion,
            List<String> headers) {
        /** The name of the built-in image model, which draws title cards in this process. */
        public static final String DRAWN_HERE = "demo";

        private static OpenAi read(LayeredSettings values) {
            return new OpenAi(
                    values.find("model.openai.key", line().as(Secret::new).hidden()),
                    values.find("model.openai.base-url", AddressTypes.web()),
                    values.get("model.openai.model", line()),
                    values.get("model.openai.image-model", line()),
                    values.find("model.openai.api-version", line()),
                    values.list("model.openai.headers", AddressTypes.header()));
        }

        /** Whether there is a key or a base URL. */
        public boolean isConfigured() {
            return key.isPresent() || baseUrl.isPresent();
        }
    }

    public record Anthropic(Optional<Secret> key, URI baseUrl, String model) {}
}
