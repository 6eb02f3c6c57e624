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

/** Checks what a token says, once its signature is known to be right. */
final class TokenClaims {
    private static final Logger LOG = LoggerFactory.getLogger(TokenClaims.class);
    private static final Duration LOG_PAUSE = Duration.ofSeconds(10);
    private static final int MAX_LOGGED_CHARACTERS = 200;
    private static final Instant FAR = Instant.parse("9999-12-31T00:00:00Z");

    private final Optional<String> issuer;
    private final Optional<String> audience;
    private final Duration leeway;
    private final ClaimReader reader;
    private final Clock clock;

    TokenClaims(AuthSettings auth, Clock clock) {
        this.reader = new ClaimReader(auth.claims(), auth.secret().isEmpty());
        this.issuer = auth.issuer();
        this.audience = auth.audience();
        this.leeway = auth.leeway();
        this.clock = clock;
    }

    private Instant nextLog = Instant.MIN;

    /** @param until when the token stops being good, leeway included */
    record Checked(TokenUser user, Instant until) {}

    /** Whom the claims speak for, or a {@link Failure} that says what is wrong with them. */
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
        if (audience.isPresent() && !isFor(audience.get(), claims.getValue("aud"))) {
            logMismatch("aud", audience.get(), claims);
            return TokenHeader.refused("The token is meant for another service (aud).");
        }
        return user(claims).map(user -> new Checked(user, until));
    }

    private Future<TokenUser> user(JsonObject claims) {
        return reader.user(claims)
                .map(Future::succeededFuture)
                .orElseGet(() -> TokenHeader.refused("The token does not name its user: " + reader.userClaims()
                        + " is to be a text of 1 to 255 characters."));
    }

    /** Whoever sets the service up needs both values; a client that sends many such tokens fills no log. */
    private synchronized void logMismatch(String claim, String expected, JsonObject claims) {
        Instant now = clock.instant();
        if (now.isBefore(nextLog)) {
            return;
        }
        nextLog = now.plus(LOG_PAUSE);
        String found = String.valueOf(claims.getValue(claim));
        LOG.atWarn()
                .addKeyValue("claim", claim)
                .addKeyValue("expected", expected)
                .addKeyValue("found", found.substring(0, Math.min(found.length(), MAX_LOGGED_CHARACTERS)))
                .log("token refused");
    }

    private static boolean isFor(String audience, Object claim) {
        return claim instanceof JsonArray several ? several.contains(audience) : audience.equals(claim);
    }

    private static Optional<Instant> time(JsonObject claims, String name) {
        return claims.getValue(name) instanceof Number seconds
                ? Optional.of(instant(seconds.doubleValue()))
                : Optional.empty();
    }

    private static Instant instant(double seconds) {
        return Instant.ofEpochSecond((long) Math.max(0, Math.min(seconds, FAR.getEpochSecond())));
    }
}
