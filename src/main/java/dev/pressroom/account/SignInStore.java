package dev.pressroom.account;

import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import dev.pressroom.base.SqlOutcomes;
import dev.pressroom.store.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.UUID;

/** Who is signed in, by the hashes of their refresh tokens. Safe to share between verticles. */
final class SignInStore {
    /**
     * A client that asks twice at once (two tabs, a request sent again) is no thief: for so long the token just used is
     * refused without ending the sign-in. Longer, and a thief who is right behind the owner would go unnoticed.
     */
    static final Duration GRACE = Duration.ofSeconds(10);

    private static final String BEGIN = """
            with seen as (
                update users set seen_at = now() where id = $2 and seen_at < now() - interval '1 day'
            )
            insert into sign_ins (family, user_id, token, expires_at)
            values ($1, $2, $3, now() + $4 * interval '1 second')
            """;

    /** What becomes of a refresh token, as the function {@code rotate_sign_in} says it. */
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

    /** @param ttl how long a refresh token is good */
    SignInStore(Database database, Duration ttl) {
        this.database = database;
        this.ttl = ttl;
    }

    /** Seconds that a refresh token is good. */
    long seconds() {
        return ttl.toSeconds();
    }

    /** Signs somebody in, once the password was right; the first token. */
    Future<RefreshToken> begin(UUID userId) {
        RefreshToken token = RefreshToken.first();
        return database.run(BEGIN, Tuple.of(token.familyHash(), userId, token.hash(), seconds()))
                .map(token);
    }

    /** @param token takes the place of the one that was given */
    record Rotated(UUID userId, RefreshToken token) {}

    /**
     * Exchanges a token for the next one; of several at once with the same token one wins.
     *
     * @return fails with {@code TOKEN_EXPIRED}, or {@code UNAUTHENTICATED}: unknown, or used before. The latter ends the
     *     sign-in, but within {@link #GRACE}
     */
    Future<Rotated> rotate(RefreshToken token) {
        RefreshToken next = token.next();
        return database.run(
                        ROTATE, Tuple.of(token.familyHash(), token.hash(), next.hash(), seconds(), GRACE.toSeconds()))
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

    /** The answer to a token that was never given out, or whose sign-in has ended. */
    static Failure unknown() {
        return new Failure(
                ErrorCode.UNAUTHENTICATED, "The refresh token is not known, or its sign-in has ended. Sign in again.");
    }

    /** Ends the sign-in that a token is of; does nothing when there is none. */
    Future<Void> end(RefreshToken token) {
        return database.run(END, Tuple.of(token.familyHash())).mapEmpty();
    }

    /** As {@link #end(RefreshToken)}, by the name that access tokens carry; only a sign-in of that user. */
    Future<Void> end(UUID userId, String signIn) {
        return RefreshToken.familyHash(signIn)
                .map(family ->
                        database.run(END_OF_USER, Tuple.of(family, userId)).<Void>mapEmpty())
                .orElseGet(Future::succeededFuture);
    }
}
