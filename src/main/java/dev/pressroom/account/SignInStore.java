package dev.pressroom.account;

import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import dev.pressroom.base.SqlOutcomes;
import dev.pressroom.store.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/** The sign-ins in Postgres, with the hashes of their refresh tokens. Thread-safe. */
final class SignInStore {
    /**
     * Within this time a second use of a refresh token is refused without ending the sign-in: it is most likely a concurrent
     * request (two browser tabs, a retry). A longer time would hide the use of a stolen token.
     */
    static final Duration GRACE = Duration.ofSeconds(10);

    private static final String BEGIN = """
            with seen as (
                update users set seen_at = now() where id = $2 and seen_at < now() - interval '1 day'
            )
            insert into sign_ins (family, user_id, token, expires_at)
            select $1, a.user_id, $3, now() + $4 * interval '1 second'
            from accounts a where a.user_id = $2 and a.password_hash = $5 for share
            returning 1
            """;

    /** The outcomes of the SQL function {@code rotate_sign_in}. */
    private enum RotateOutcome {
        ROTATED,
        EXPIRED,
        JUST_USED,
        USED_BEFORE,
        UNKNOWN
    }

    private static final String ROTATE = "select outcome, user_id from rotate_sign_in($1, $2, $3, $4, $5)";

    private static final String END = "delete from sign_ins where family = $1";

    private static final String END_OF_USER = "delete from sign_ins where family = $1 and user_id = $2";

    private final Database database;
    private final Duration ttl;

    /** @param ttl lifetime of a refresh token */
    SignInStore(Database database, Duration ttl) {
        this.database = database;
        this.ttl = ttl;
    }

    long ttlSeconds() {
        return ttl.toSeconds();
    }

    /**
     * Starts a sign-in for a user whose password has been verified. Returns its first refresh token.
     *
     * @param passwordHash that the password was verified with; empty result if it is no longer the account's
     */
    Future<Optional<RefreshToken>> begin(UUID userId, String passwordHash) {
        RefreshToken token = RefreshToken.first();
        return database.run(BEGIN, Tuple.of(token.familyHash(), userId, token.hash(), ttlSeconds(), passwordHash))
                .map(rows -> rows.size() > 0 ? Optional.of(token) : Optional.empty());
    }

    /** @param token replaces the one that was exchanged */
    record Rotated(UUID userId, RefreshToken token) {}

    /**
     * Exchanges a token for the next one. Of concurrent requests with the same token one succeeds.
     *
     * @return fails with {@code TOKEN_EXPIRED}, or with {@code UNAUTHENTICATED} for an unknown or used token; a used one
     *     ends its sign-in after {@link #GRACE}
     */
    Future<Rotated> rotate(RefreshToken token) {
        RefreshToken next = token.next();
        return database.run(
                        ROTATE,
                        Tuple.of(token.familyHash(), token.hash(), next.hash(), ttlSeconds(), GRACE.toSeconds()))
                .compose(rows -> {
                    Row row = rows.iterator().next();
                    return switch (SqlOutcomes.of(RotateOutcome.class, row.getString("outcome"))) {
                        case ROTATED -> Future.succeededFuture(new Rotated(row.getUUID("user_id"), next));
                        case EXPIRED ->
                            Future.failedFuture(new Failure(
                                    ErrorCode.TOKEN_EXPIRED, "The refresh token has expired. Sign in again."));
                        case JUST_USED ->
                            refused("Another request has just used this refresh token: go on with the tokens it got.");
                        case USED_BEFORE ->
                            refused("This refresh token had been used before, so it may be in other hands too. Its"
                                    + " sign-in has been ended: sign in again.");
                        case UNKNOWN -> Future.failedFuture(unknown());
                    };
                });
    }

    private static <T> Future<T> refused(String message) {
        return Future.failedFuture(new Failure(ErrorCode.UNAUTHENTICATED, message));
    }

    /** The failure for a token that was never issued, and for one whose sign-in has ended. */
    static Failure unknown() {
        return new Failure(
                ErrorCode.UNAUTHENTICATED, "The refresh token is not known, or its sign-in has ended. Sign in again.");
    }

    /** Ends the sign-in of a token; does nothing for an unknown token. */
    Future<Void> end(RefreshToken token) {
        return database.run(END, Tuple.of(token.familyHash())).mapEmpty();
    }

    /** Ends a sign-in of this user by its {@link RefreshToken#signInId}. */
    Future<Void> end(UUID userId, String signInId) {
        return RefreshToken.familyHash(signInId)
                .map(family ->
                        database.run(END_OF_USER, Tuple.of(family, userId)).<Void>mapEmpty())
                .orElseGet(Future::succeededFuture);
    }
}
