package dev.pressroom.config;

import dev.pressroom.base.Secret;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** In production mode, refuses secrets that are placeholders or easy to guess. */
final class ProductionSecrets {
    /** The minimum of the signing secret: anyone with a token can try secrets offline. */
    private static final int MIN_SIGNING_BITS = 80;

    /** The minimum of passwords and API keys, which can be tried only against their server. */
    private static final int MIN_PASSWORD_BITS = 25;

    private static final Pattern PASSWORD =
            Pattern.compile("[a-z]+://[^:@/]*:(?<first>[^@/?#]+)@.*|[^?]*[?&]password=(?<second>[^&]+).*");

    private ProductionSecrets() {}

    static void check(Settings settings, LayeredSettings values) {
        signing("auth.secret", settings.auth().secret(), values);
        signing("auth.previous-secret", settings.auth().previousSecret(), values);
        password("database.url", settings.database().url(), values);
        password("database.direct-url", settings.database().directUrl(), values);
        password("redis.url", settings.redis().url(), values);
        settings.model()
                .anthropic()
                .key()
                .filter(key -> isWeak(key.value(), MIN_PASSWORD_BITS))
                .ifPresent(weak -> values.fault(
                        "model.anthropic.key", "is a placeholder; set the provider's key, or none for the demo model"));
        settings.model()
                .openAi()
                .key()
                .filter(key -> settings.model().openAi().baseUrl().isEmpty() && isWeak(key.value(), MIN_PASSWORD_BITS))
                .ifPresent(weak -> values.fault(
                        "model.openai.key", "is a placeholder; set the provider's key, or none for the demo model"));
    }

    private static void signing(String key, Optional<Secret> secret, LayeredSettings values) {
        secret.filter(given -> isWeak(given.value(), MIN_SIGNING_BITS))
                .ifPresent(weak -> values.fault(
                        key,
                        "is a placeholder or can be guessed; production needs a random one: openssl rand -hex 32"));
    }

    private static void password(String key, Optional<Secret> url, LayeredSettings values) {
        url.map(Secret::value)
                .flatMap(ProductionSecrets::passwordIn)
                .filter(password -> isWeak(password, MIN_PASSWORD_BITS))
                .ifPresent(
                        weak -> values.fault(
                                key,
                                "its password is a placeholder or can be guessed; give the server a random one: openssl rand -hex 24"));
    }

    private static Optional<String> passwordIn(String url) {
        Matcher found = PASSWORD.matcher(url);
        if (!found.matches()) {
            return Optional.empty();
        }
        String raw = found.group("first") == null ? found.group("second") : found.group("first");
        try {
            return Optional.of(URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException notEncoded) {
            return Optional.of(raw);
        }
    }

    private static boolean isWeak(String secret, int minBits) {
        return SecretStrength.bits(secret) < minBits;
    }
}
