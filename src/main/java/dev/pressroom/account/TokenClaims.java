package dev.pressroom.account;

import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import dev.pressroom.config.AuthSettings;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks the claims of a token whose signature has been verified: exp, nbf, iss, aud and the user (RFC 7519). */
final class TokenClaims {
    private static final Logger LOG = LoggerFactory.getLogger(TokenClaims.class);
    private static final Duration LOG_INTERVAL = Duration.ofSeconds(10);
    private static final int MAX_LOGGED_CHARACTERS = 200;
    private static final Instant MAX_TIME = Instant.parse("9999-12-31T00:00:00Z");

    private final Optional<String> issuer;
    private final Optional<String> audience;
    private final Duration leeway;
    private final ClaimReader reader;
    private final Clock clock;
    private Instant nextLog = Instant.MIN;

    TokenClaims(AuthSettings auth, Clock clock) {
        this.reader = new ClaimReader(auth.claims(), auth.secret().isEmpty());
        this.issuer = auth.issuer();
        this.audience = auth.audience();
        this.leeway = auth.leeway();
        this.clock = clock;
    }

    /**
     * @param until the time from which the token is expired, leeway included
     * @param issued by the claim iat, else nbf; {@link Instant#MIN} without both
     */
    record Checked(TokenUser user, Instant until, Instant issued) {}

    /** Returns the user; fails with {@code TOKEN_EXPIRED}, or with {@code UNAUTHENTICATED} and the reason. */
    Future<Checked> check(JsonObject claims) {
        Instant now = clock.instant();
        Optional<Instant> expires = time(claims, "exp");
        if (expires.isEmpty()) {
            return TokenHeader.refused("The token has no time of expiry (exp), which is required.");
        }
        Instant until = expires.get().plus(leeway);
        if (!now.isBefore(until)) {
            return Future.failedFuture(
                    new Failure(ErrorCode.TOKEN_EXPIRED, "The token expired at " + expires.get() + "; get a new one."));
        }
        if (claims.containsKey("nbf")
                && time(claims, "nbf")
                        .map(start -> now.plus(leeway).isBefore(start))
                        .orElse(true)) {
            return TokenHeader.refused("The token is not valid yet (nbf).");
        }
        if (issuer.isPresent() && !issuer.get().equals(claims.getValue("iss"))) {
            logMismatch("iss", issuer.get(), claims);
            return TokenHeader.refused("The token comes from an issuer (iss) that is not trusted here.");
        }
        if (audience.isPresent() && !hasAudience(audience.get(), claims.getValue("aud"))) {
            logMismatch("aud", audience.get(), claims);
            return TokenHeader.refused("The token is meant for another service (aud).");
        }
        Instant issued = time(claims, "iat").or(() -> time(claims, "nbf")).orElse(Instant.MIN);
        return user(claims).map(user -> new Checked(user, until, issued));
    }

    private Future<TokenUser> user(JsonObject claims) {
        return reader.user(claims)
                .map(Future::succeededFuture)
                .orElseGet(() -> TokenHeader.refused("The token does not name its user: " + reader.userClaims()
                        + " is to be a text of 1 to 255 characters."));
    }

    /** Logs the expected and the actual value, for operators, at most every 10 s. */
    private synchronized void logMismatch(String claim, String expected, JsonObject claims) {
        Instant now = clock.instant();
        if (now.isBefore(nextLog)) {
            return;
        }
        nextLog = now.plus(LOG_INTERVAL);
        String found = String.valueOf(claims.getValue(claim));
        LOG.atWarn()
                .addKeyValue("claim", claim)
                .addKeyValue("expected", expected)
                .addKeyValue("found", found.substring(0, Math.min(found.length(), MAX_LOGGED_CHARACTERS)))
                .log("token refused");
    }

    private static boolean hasAudience(String audience, Object claim) {
        return claim instanceof JsonArray several ? several.contains(audience) : audience.equals(claim);
    }

    private static Optional<Instant> time(JsonObject claims, String name) {
        return claims.getValue(name) instanceof Number seconds
                ? Optional.of(instant(seconds.doubleValue()))
                : Optional.empty();
    }

    private static Instant instant(double seconds) {
        return Instant.ofEpochSecond((long) Math.max(0, Math.min(seconds, MAX_TIME.getEpochSecond())));
    }
}
