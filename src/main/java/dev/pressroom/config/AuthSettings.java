package dev.pressroom.config;

import static dev.pressroom.config.SettingTypes.DAY;
import static dev.pressroom.config.SettingTypes.duration;
import static dev.pressroom.config.SettingTypes.limit;
import static dev.pressroom.config.SettingTypes.line;
import static dev.pressroom.config.SettingTypes.number;
import static dev.pressroom.config.SettingTypes.onOrOff;

import dev.pressroom.base.Secret;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/**
 * How tokens are verified: by exactly one of secret, public key, JWKS document and OpenID discovery. In dev mode all may
 * be empty; {@link DevSecret} then adds a secret.
 *
 * @param previousSecret verifies tokens that were signed before the secret was rotated; signs none
 * @param publicKey in PEM
 * @param discoveryUrl of an issuer whose {@code /.well-known/openid-configuration} names its JWKS document
 * @param leeway tolerated difference of clocks
 */
public record AuthSettings(
        Optional<Secret> secret,
        Optional<Secret> previousSecret,
        Optional<String> publicKey,
        Optional<URI> jwksUrl,
        Optional<URI> discoveryUrl,
        Optional<String> issuer,
        Optional<String> audience,
        Claims claims,
        Duration leeway,
        Accounts accounts) {
    private static final int MIN_SECRET_BYTES = 32;

    static AuthSettings read(LayeredSettings values) {
        SettingType<Secret> secret = SettingTypes.text(
                        "at least " + MIN_SECRET_BYTES + " bytes long",
                        text -> text.getBytes(StandardCharsets.UTF_8).length >= MIN_SECRET_BYTES)
                .as(Secret::new)
                .hidden();
        SettingType<String> publicKey = SettingType.of(
                        "a public key in PEM (BEGIN PUBLIC KEY): RSA of at least 2048 bits, EC on P-256, P-384 or P-521, or Ed25519",
                        PublicKeyPem::read)
                .as(PublicKeyPem::pem)
                .hidden();
        return new AuthSettings(
                values.find("auth.secret", secret),
                values.find("auth.previous-secret", secret),
                values.find("auth.public-key", publicKey),
                values.find("auth.jwks-url", AddressTypes.web()),
                values.find("auth.discovery-url", AddressTypes.web()),
                values.find("auth.issuer", line()),
                values.find("auth.audience", line()),
                Claims.read(values),
                values.get("auth.leeway", duration(Duration.ZERO, Duration.ofMinutes(10))),
                Accounts.read(values));
    }

    AuthSettings withSecret(Secret generated) {
        return new AuthSettings(
                Optional.of(generated),
                previousSecret,
                publicKey,
                jwksUrl,
                discoveryUrl,
                issuer,
                audience,
                claims,
                leeway,
                accounts);
    }

    /**
     * Names of claims; the first of several that a token has is used. A name with dots that no claim has is a path into
     * nested objects.
     *
     * @param user user ids: UUIDs, or texts of at most 255 characters, which are hashed to UUIDs
     * @param organization organization ids, in the same form
     * @param role a text, or a list in which only {@code admin} matters
     * @param namespace of the UUIDs (version 5, RFC 9562) made from ids that are none
     */
    public record Claims(
            List<String> user, List<String> organization, List<String> email, List<String> role, UUID namespace) {
        private static Claims read(LayeredSettings values) {
            return new Claims(
                    values.list("auth.user-claim", line()),
                    values.list("auth.organization-claim", line()),
                    values.list("auth.email-claim", line()),
                    values.list("auth.role-claim", line()),
                    values.get("auth.namespace", SettingTypes.uuid()));
        }
    }

    /**
     * The accounts that this service itself manages.
     *
     * @param local whether there are any; never with a public key or a JWKS document, since another service issues the
     *     tokens then
     * @param accessTtl validity of an access token
     * @param refreshTtl validity of a refresh token, renewed by each refresh
     * @param loginTries wrong passwords per e-mail and network address within 15 minutes
     * @param loginTriesPerAddress wrong passwords per network address within 15 minutes; empty means no limit
     */
    public record Accounts(
            boolean local, Duration accessTtl, Duration refreshTtl, int loginTries, OptionalInt loginTriesPerAddress) {
        private static Accounts read(LayeredSettings values) {
            return new Accounts(
                    values.find("auth.local-accounts", onOrOff())
                            .orElse(!values.has("auth.public-key")
                                    && !values.has("auth.jwks-url")
                                    && !values.has("auth.discovery-url")),
                    values.get("auth.access-ttl", duration(Duration.ofSeconds(1), DAY.multipliedBy(30))),
                    values.get("auth.refresh-ttl", duration(Duration.ofSeconds(1), DAY.multipliedBy(3650))),
                    values.get("auth.login-tries", number(1, 1_000_000)),
                    values.get("auth.login-tries-per-address", limit(1, "off")));
        }
    }
}
