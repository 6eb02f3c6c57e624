package dev.pressroom.account;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Keys that do not change. Tokens with another algorithm than those of the keys are refused before any key is tried,
 * so that a public key can never serve as somebody's HMAC secret.
 */
record StaticKeys(JWTAuth auth, Set<String> algorithms) implements TokenKeys {
    static StaticKeys key(Vertx vertx, PubSecKeyOptions key) {
        return keys(vertx, List.of(key));
    }

    /** @param keys at least one; the same key once for each algorithm that it may be used with */
    static StaticKeys keys(Vertx vertx, List<PubSecKeyOptions> keys) {
        JWTAuthOptions options = signatureOnly();
        keys.forEach(options::addPubSecKey);
        return new StaticKeys(
                JWTAuth.create(vertx, options),
                keys.stream().map(PubSecKeyOptions::getAlgorithm).collect(Collectors.toUnmodifiableSet()));
    }

    /** @param keys JSON Web Keys, at least one: without any, the library would take unsigned tokens */
    static StaticKeys jwks(Vertx vertx, List<JsonObject> keys) {
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("no keys");
        }
        return new StaticKeys(
                JWTAuth.create(vertx, signatureOnly().setJwks(keys)),
                keys.stream().map(key -> key.getString("alg")).collect(Collectors.toUnmodifiableSet()));
    }

    /** The library goes by the system's clock and takes tokens without {@code exp}: we check the claims ourselves. */
    private static JWTAuthOptions signatureOnly() {
        return new JWTAuthOptions().setJWTOptions(new JWTOptions().setIgnoreExpiration(true));
    }

    @Override
    public Future<JsonObject> claims(TokenHeader header, String jwt) {
        if (!algorithms.contains(header.algorithm())) {
            return TokenHeader.refused("The token must be signed with "
                    + algorithms.stream().sorted().collect(Collectors.joining(" or ")) + ".");
        }
        try {
            return auth.authenticate(new TokenCredentials(jwt))
                    .map(user -> user.attributes().getJsonObject("accessToken"))
                    .recover(StaticKeys::forged);
        } catch (RuntimeException e) {
            return TokenHeader.refused("The token cannot be read: exp, nbf and iat are to be numbers.");
        }
    }

    private static Future<JsonObject> forged(Throwable reason) {
        return TokenHeader.refused("The token's signature does not fit: it was made with another key, or changed.");
    }

    @Override
    public Optional<String> fault() {
        return Optional.empty();
    }

    @Override
    public void keepFresh() {}

    @Override
    public Future<Void> close() {
        return Future.succeededFuture();
    }
}
