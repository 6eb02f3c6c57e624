package dev.pressroom.config;

import dev.pressroom.base.Secret;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Production takes no secret that is a placeholder, or that somebody could guess. */
final class ProductionSecrets {
    /** Whoever has a token can try secrets at home, as fast as he likes. */
    private static final int SIGNING_BITS = 80;

    /** Passwords and keys can only be tried against their server. */
    private static final int PASSWORD_BITS = 25;

    private static final Pattern PASSWORD =
            Pattern.compile("[a-z]+://[^:@/]*:(?<first>[^@/?#]+)@.*|[^?]*[?&]password=(?<second>[^&]+).*");

    private ProductionSecrets() {}

    static void check(Settings settings, LayeredSettings values) {
        settings.auth()
                .secret()
                .filter(secret -> isWeak(secret.value(), SIGNING_BITS))
                .ifPresent(weak -> values.fault(
                        "auth.secret",
                        "is a placeholder or can be guessed; production needs a random one: openssl rand -hex 32"));
        password("database.url", settings.database().url(), values);
        password("database.direct-url", settings.database().directUrl(), values);
        password("redis.url", settings.redis().url(), values);
        settings.model()
                .openAi()
                .key()
                .filter(key -> settings.model().openAi().baseUrl().isEmpty() && isWeak(key.value(), PASSWORD_BITS))
                .ifPresent(weak -> values.fault(
                        "model.openai.key", "is a placeholder; set the provider's key, or none for the demo model"));
    }

    private static void password(String key, Optional<Secret> url, LayeredSettings values) {
        url.map(Secret::value)
                .flatMap(ProductionSecrets::passwordIn)
                .filter(password -> isWeak(password, PASSWORD_BITS))
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

    private static boolean isWeak(String secret, int leastBits) {
        return SecretStrength.bits(secret) < leastBits;
    }
}
