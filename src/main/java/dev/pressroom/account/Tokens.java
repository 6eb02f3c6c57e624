package dev.pressroom.account;

import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import dev.pressroom.base.Secret;
import dev.pressroom.base.Sources;
import dev.pressroom.config.AuthSettings;
import dev.pressroom.config.PublicKeyPem;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.PubSecKeyOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Checks the tokens (JWT) of users, and makes them where the secret is known. Safe to use from any thread. */
public final class Tokens {
    /** The claim that names the sign-in of an account of this service. */
    static final String SIGN_IN = "sid";

    private static final int CACHED = 10_000;

    private final TokenKeys keys;
    private final TokenClaims claims;
    private final TokenCache cache;
    private final Minting minting;

    private Tokens(TokenKeys keys, TokenClaims claims, TokenCache cache, Minting minting) {
        this.keys = keys;
        this.claims = claims;
        this.cache = cache;
        this.minting = minting;
    }

    /**
     * Makes the keys ready. Keys that are behind a URL are fetched; when that fails the tokens are there all the same,
     * and {@link #verify} tells so until a later try succeeds.
     *
     * @return fails when the settings name no key; {@link dev.pressroom.config.DevSecret} gives dev mode one
     */
    public static Future<Tokens> create(Vertx vertx, AuthSettings auth, Sources sources) {
        TokenCache cache = new TokenCache(CACHED, sources.clock());
        TokenClaims claims = new TokenClaims(auth, sources.clock());
        if (auth.secret().isPresent()) {
            StaticKeys keys = bySecret(vertx, auth.secret().get());
            return Future.succeededFuture(new Tokens(keys, claims, cache, new Minting(keys, auth, sources)));
        }
        if (auth.publicKey().isPresent()) {
            return Future.succeededFuture(
                    new Tokens(byPem(vertx, auth.publicKey().get()), claims, cache, null));
        }
        Optional<JwksFetch> fetch = auth.jwksUrl()
                .map(url -> JwksFetch.of(vertx, url))
                .or(() -> auth.discoveryUrl().map(url -> JwksFetch.discovered(vertx, url)));
        if (fetch.isPresent()) {
            JwksKeys keys = new JwksKeys(vertx, fetch.get(), sources.clock(), cache::clear);
            return keys.open().map(opened -> new Tokens(keys, claims, cache, null));
        }
        return Future.failedFuture(new IllegalArgumentException("no key to check tokens with"));
    }

    /**
     * Whom the token speaks for.
     *
     * @return fails with a {@link Failure}: {@code TOKEN_EXPIRED}; {@code UNAUTHENTICATED} for a token that is no good;
     *     {@code OVERLOADED} when it cannot be checked now, because its key could not be fetched
     */
    public Future<TokenUser> verify(String jwt) {
        keys.keepFresh();
        Optional<TokenUser> known = cache.get(jwt);
        return known.isPresent() ? Future.succeededFuture(known.get()) : check(jwt);
    }

    private Future<TokenUser> check(String jwt) {
        return TokenHeader.read(jwt)
                .compose(header -> keys.claims(header, jwt))
                .compose(claims::check)
                .map(checked -> cache.put(jwt, checked));
    }

    /**
     * Why no token can be checked at the moment, for readiness; empty when they can. Keys that are missing are fetched
     * meanwhile: no requests with tokens come to a node that is not ready.
     */
    public Optional<String> fault() {
        keys.keepFresh();
        return keys.fault();
    }

    /** Whether {@link #mint} is possible: only with a secret, never with somebody else's public key. */
    public boolean canMint() {
        return minting != null;
    }

    /** As {@link #mint(TokenUser, Duration)}, with nothing but the user's id. */
    public String mint(UUID user, Duration ttl) {
        return mint(new TokenUser(user, Optional.empty(), Optional.empty(), Optional.empty()), ttl);
    }

    /**
     * Makes a token.
     *
     * @throws Failure when the tokens of this service are made elsewhere
     */
    public String mint(TokenUser user, Duration ttl) {
        if (minting == null) {
            throw new Failure(
                    ErrorCode.UNAUTHENTICATED,
                    "Tokens are made by whoever holds the private key; here is the public one.");
        }
        return minting.mint(user, ttl);
    }

    public Future<Void> close() {
        return keys.close();
    }

    private static StaticKeys bySecret(Vertx vertx, Secret secret) {
        PubSecKeyOptions key = new PubSecKeyOptions().setAlgorithm("HS256").setBuffer(secret.value());
        return StaticKeys.key(vertx, key);
    }

    private static StaticKeys byPem(Vertx vertx, String pem) {
        PublicKeyPem key = PublicKeyPem.read(pem).orElseThrow(() -> new IllegalArgumentException("no public key"));
        return StaticKeys.keys(
                vertx,
                key.algorithms().stream()
                        .map(algorithm ->
                                new PubSecKeyOptions().setAlgorithm(algorithm).setBuffer(key.pem()))
                        .toList());
    }

    private record Minting(StaticKeys key, AuthSettings auth, Sources sources) {
        private String mint(TokenUser user, Duration ttl) {
            Instant now = sources.clock().instant();
            JsonObject claims = new JsonObject()
                    .put("sub", user.userId().toString())
                    .put("userId", user.userId().toString())
                    .put("iat", now.getEpochSecond())
                    .put("exp", now.plus(ttl).getEpochSecond());
            user.email().ifPresent(email -> claims.put("email", email));
            user.role().ifPresent(role -> claims.put("role", role));
            user.organizationId().ifPresent(id -> claims.put("organizationId", id.toString()));
            user.signIn().ifPresent(signIn -> claims.put(SIGN_IN, signIn));
            auth.issuer().ifPresent(issuer -> claims.put("iss", issuer));
            auth.audience().ifPresent(audience -> claims.put("aud", audience));
            return key.auth()
                    .generateToken(
                            claims, new JWTOptions().setAlgorithm("HS256").setNoTimestamp(true));
        }
    }
}
