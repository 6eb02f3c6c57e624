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

/** Verifies JSON Web Tokens (RFC 7519) of users, and issues them if the secret is configured. Thread-safe. */
public final class Tokens {
    /** The claim with the {@link RefreshToken#signInId} of an account of this service. */
    static final String SIGN_IN = "sid";

    private static final int CACHED_TOKENS = 10_000;
    private static final int CACHED_CHARACTERS = 8_000_000;

    private final TokenKeys keys;
    private final TokenClaims claims;
    private final TokenCache cache;
    private final Minting minting;
    private final ErasedOwners erased;

    private Tokens(TokenKeys keys, TokenClaims claims, TokenCache cache, Minting minting, ErasedOwners erased) {
        this.keys = keys;
        this.claims = claims;
        this.cache = cache;
        this.minting = minting;
        this.erased = erased;
    }

    /** As {@link #create(Vertx, AuthSettings, Sources, ErasedOwners)}, for commands and tests: nobody was erased. */
    public static Future<Tokens> create(Vertx vertx, AuthSettings auth, Sources sources) {
        return create(vertx, auth, sources, ErasedOwners.NONE);
    }

    /**
     * Loads the keys. If keys from a URL cannot be fetched, this succeeds nevertheless, and {@link #verify} fails with
     * {@code OVERLOADED} until a later fetch succeeds.
     *
     * @param erased used by these tokens alone
     * @return fails when no key is configured; {@link dev.pressroom.config.DevSecret} provides one in dev mode
     */
    public static Future<Tokens> create(Vertx vertx, AuthSettings auth, Sources sources, ErasedOwners erased) {
        TokenCache cache = new TokenCache(CACHED_TOKENS, CACHED_CHARACTERS, sources.clock());
        erased.onChange(cache::clear);
        TokenClaims claims = new TokenClaims(auth, sources.clock());
        if (auth.secret().isPresent()) {
            StaticKeys keys = ofSecret(vertx, auth.secret().get());
            TokenKeys verifying = auth.previousSecret()
                    .<TokenKeys>map(previous -> new RotatedKeys(keys, ofSecret(vertx, previous)))
                    .orElse(keys);
            return Future.succeededFuture(
                    new Tokens(verifying, claims, cache, new Minting(keys, auth, sources), erased));
        }
        if (auth.publicKey().isPresent()) {
            return Future.succeededFuture(
                    new Tokens(ofPem(vertx, auth.publicKey().get()), claims, cache, null, erased));
        }
        Optional<JwksFetch> fetch = auth.jwksUrl()
                .map(url -> JwksFetch.of(vertx, url))
                .or(() -> auth.discoveryUrl().map(url -> JwksFetch.discovered(vertx, url)));
        if (fetch.isPresent()) {
            JwksKeys keys = new JwksKeys(vertx, fetch.get(), sources.clock(), cache::clear);
            return keys.open().map(opened -> new Tokens(keys, claims, cache, null, erased));
        }
        return Future.failedFuture(new IllegalArgumentException("no key to verify tokens is configured"));
    }

    /**
     * Verifies a token and returns its user.
     *
     * @return fails with {@code TOKEN_EXPIRED}, {@code UNAUTHENTICATED} for an invalid token or one from before the erasure of
     *     its user, or {@code OVERLOADED} while the keys cannot be fetched
     */
    public Future<TokenUser> verify(String jwt) {
        keys.refreshIfStale();
        Optional<TokenUser> cached = cache.get(jwt);
        return cached.isPresent() ? Future.succeededFuture(cached.get()) : check(jwt);
    }

    private Future<TokenUser> check(String jwt) {
        Object version = erased.version();
        return TokenHeader.read(jwt)
                .compose(header -> keys.claims(header, jwt))
                .compose(claims::check)
                .compose(checked -> erased.check(checked.user().userId(), checked.issued())
                        .map(valid -> put(jwt, checked, version)));
    }

    /** Does not keep a token whose user may have been erased since it was checked. */
    private TokenUser put(String jwt, TokenClaims.Checked checked, Object version) {
        TokenUser user = cache.put(jwt, checked);
        if (erased.version() != version) {
            cache.clear();
        }
        return user;
    }

    /** Fails with {@code UNAUTHENTICATED} while the session is being erased. */
    public Future<Void> checkSession(String session) {
        return erased.checkSession(session);
    }

    /**
     * Why tokens cannot be verified at present, for the readiness check; empty if they can. Starts to fetch missing keys,
     * since a node that is not ready gets no requests that would do so.
     */
    public Optional<String> fault() {
        keys.refreshIfStale();
        return keys.fault();
    }

    /** Whether {@link #mint} is possible: only with a configured secret, not with public keys. */
    public boolean canMint() {
        return minting != null;
    }

    /** As {@link #mint(TokenUser, Duration)}, with the user's id only. */
    public String mint(UUID user, Duration ttl) {
        return mint(new TokenUser(user, Optional.empty(), Optional.empty(), Optional.empty()), ttl);
    }

    /**
     * Issues a token, signed with HS256.
     *
     * @throws Failure {@code UNAUTHENTICATED} when {@link #canMint} is false
     */
    public String mint(TokenUser user, Duration ttl) {
        if (minting == null) {
            throw new Failure(
                    ErrorCode.UNAUTHENTICATED,
                    "This service has only the public key for tokens, so it cannot issue any.");
        }
        return minting.mint(user, ttl);
    }

    public Future<Void> close() {
        return keys.close();
    }

    private static StaticKeys ofSecret(Vertx vertx, Secret secret) {
        PubSecKeyOptions key = new PubSecKeyOptions().setAlgorithm("HS256").setBuffer(secret.value());
        return StaticKeys.key(vertx, key);
    }

    private static StaticKeys ofPem(Vertx vertx, String pem) {
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
