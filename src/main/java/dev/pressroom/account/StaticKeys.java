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
 * Keys that never change. A token whose algorithm is not one of the keys' is refused before any key is used: else a public
 * key could be used as an HMAC secret (algorithm confusion, RFC 8725, section 2.1).
 */
record StaticKeys(JWTAuth auth, Set<String> algorithms) implements TokenKeys {
    static StaticKeys key(Vertx vertx, PubSecKeyOptions key) {
        return keys(vertx, List.of(key));
    }

    /** @param keys at least one; a key for several algorithms appears once for each */
    static StaticKeys keys(Vertx vertx, List<PubSecKeyOptions> keys) {
        JWTAuthOptions options = signatureOnly();
        keys.forEach(options::addPubSecKey);
        return new StaticKeys(
                JWTAuth.create(vertx, options),
                keys.stream().map(PubSecKeyOptions::getAlgorithm).collect(Collectors.toUnmodifiableSet()));
    }

    /** @param keys JSON Web Keys, at least one: without keys the library accepts unsigned tokens */
    static StaticKeys jwks(Vertx vertx, List<JsonObject> keys) {
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("no keys");
        }
        return new StaticKeys(
                JWTAuth.create(vertx, signatureOnly().setJwks(keys)),
                keys.stream().map(key -> key.getString("alg")).collect(Collectors.toUnmodifiableSet()));
    }

    /** The library uses the system clock and accepts tokens without {@code exp}, so {@link TokenClaims} checks the claims. */
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
                    .recover(StaticKeys::wrongSignature);
        } catch (RuntimeException e) {
            return TokenHeader.refused("The token cannot be read: exp, nbf and iat are to be numbers.");
        }
    }

    private static Future<JsonObject> wrongSignature(Throwable reason) {
        return TokenHeader.refused("The token's signature does not fit: it was made with another key, or changed.");
    }

    @Override
    public Optional<String> fault() {
        return Optional.empty();
    }

    @Override
    public void refreshIfStale() {}

    @Override
    public Future<Void> close() {
        return Future.succeededFuture();
    }
}
