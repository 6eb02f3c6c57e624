package dev.pressroom.account;

import dev.pressroom.base.Chars;
import dev.pressroom.base.CleanText;
import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import dev.pressroom.config.Settings;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Checks what a token says, once its signature is known to be right. */
final class TokenClaims {
    private static final Instant FAR = Instant.parse("9999-12-31T00:00:00Z");

    private final Optional<String> issuer;
    private final Optional<String> audience;
    private final Duration leeway;
    private final Clock clock;

    TokenClaims(Settings.Auth auth, Clock clock) {
        this.issuer = auth.issuer();
        this.audience = auth.audience();
        this.leeway = auth.leeway();
        this.clock = clock;
    }

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
            return TokenHeader.refused("The token comes from an issuer (iss) that is not trusted here.");
        }
        if (audience.isPresent() && !isFor(audience.get(), claims.getValue("aud"))) {
            return TokenHeader.refused("The token is meant for another service (aud).");
        }
        return user(claims).map(user -> new Checked(user, until));
    }

    private static Future<TokenUser> user(JsonObject claims) {
        String claim = claims.getValue("userId") == null ? "sub" : "userId";
        return id(claims.getValue(claim))
                .map(userId -> Future.succeededFuture(new TokenUser(
                        userId, text(claims, "email"), text(claims, "role"), id(claims.getValue("organizationId")))))
                .orElseGet(() -> TokenHeader.refused(
                        "The token does not name its user: userId, or else sub, is to be a" + " UUID."));
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

    private static Optional<UUID> id(Object claim) {
        return claim instanceof String text && Chars.isUuid(text)
                ? Optional.of(UUID.fromString(text))
                : Optional.empty();
    }

    private static Optional<String> text(JsonObject claims, String name) {
        return Optional.ofNullable(claims.getValue(name) instanceof String text ? CleanText.line(text) : null)
                .filter(text -> !text.isEmpty());
    }
}
