package dev.pressroom.account;

import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import dev.pressroom.config.AuthSettings;
import dev.pressroom.store.Database;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Limits how often passwords can be guessed, over all nodes, in Postgres and so without Redis. A try is counted before
 * the password is looked at, so that many at once cannot slip through, and given back when the password was right.
 *
 * <p>An e-mail address is limited strictly together with the network address that tries, and loosely by itself: whoever
 * guesses at somebody's password cannot thereby keep its owner, elsewhere, from signing in. A window that is full ends
 * when it would have ended anyway: tries that were refused do not prolong it.
 */
final class LoginAttempts {
    private static final Duration WINDOW = Duration.ofMinutes(15);
    private static final int FROM_ALL_ADDRESSES = 10;

    private static final String TAKE = """
            with given as (
                select * from unnest($1::bytea[], $2::int[]) as g(key, most)
            ), taken as (
                insert into login_tries as t (key, tries, until)
                select key, 1, now() + $3 * interval '1 second' from given order by key
                on conflict (key) do update
                    set tries = case when t.until <= now() then 1 else t.tries + 1 end,
                        until = case when t.until <= now() then excluded.until else t.until end
                returning key, tries, until
            )
            select ceil(extract(epoch from max(until) filter (where tries > most) - now()))::bigint as wait
            from taken join given using (key)
            """;

    /** Those of a key that is forgotten become none; of the others one is given back. */
    private static final String GIVE_BACK = """
            with ours as (
                select key from login_tries where key = any($1) order by key for update
            )
            update login_tries t
            set tries = case when t.key = any($2) then 0 else greatest(t.tries - 1, 0) end
            from ours where t.key = ours.key
            """;

    private static final Buffer[] NONE = {};

    private final Database database;
    private final AuthSettings.Accounts settings;

    LoginAttempts(Database database, AuthSettings.Accounts settings) {
        this.database = database;
        this.settings = settings;
    }

    private record Limit(Buffer key, int most) {}

    /** A try that was let through. */
    final class Try {
        private final List<Limit> limits;

        private Try(List<Limit> limits) {
            this.limits = limits;
        }

        /** The password was right: it does not count, nor do the wrong ones before it from here. */
        Future<Void> succeeded() {
            return giveBack(limits, new Buffer[] {limits.get(0).key()});
        }

        /** Nobody has looked at the password. */
        Future<Void> notMade() {
            return giveBack(limits, NONE);
        }
    }

    /** Counts a login; fails with {@code RATE_LIMITED} and the time to wait when there were too many. */
    Future<Try> login(String email, ClientAddress address) {
        List<Limit> limits = new ArrayList<>();
        limits.add(new Limit(key("login " + address.network() + " " + email), settings.loginTries()));
        limits.add(new Limit(key("login " + email), settings.loginTries() * FROM_ALL_ADDRESSES));
        settings.loginTriesPerAddress()
                .ifPresent(most -> limits.add(new Limit(key("login from " + address.network()), most)));
        return take(limits, "Too many wrong passwords. Wait a little before the next one.");
    }

    /** Counts a registration, as {@link #login} does. */
    Future<Try> registration(ClientAddress address) {
        List<Limit> limits = new ArrayList<>();
        settings.loginTriesPerAddress()
                .ifPresent(most -> limits.add(new Limit(key("register from " + address.network()), most)));
        return take(limits, "Too many accounts were made from your network. Try again later.");
    }

    private Future<Try> take(List<Limit> limits, String refusal) {
        return database.run(
                        TAKE,
                        Tuple.of(
                                keys(limits),
                                limits.stream().map(Limit::most).toArray(Integer[]::new),
                                WINDOW.toSeconds()))
                .compose(rows -> {
                    Long wait = rows.iterator().next().getLong("wait");
                    return wait == null
                            ? Future.succeededFuture(new Try(limits))
                            : giveBack(limits, NONE).compose(givenBack -> Future.failedFuture(tooMany(refusal, wait)));
                });
    }

    private Future<Void> giveBack(List<Limit> limits, Buffer[] forgotten) {
        return database.run(GIVE_BACK, Tuple.from(new Object[] {keys(limits), forgotten}))
                .mapEmpty();
    }

    private static Failure tooMany(String message, long seconds) {
        return new Failure(ErrorCode.RATE_LIMITED, message, Optional.of(Duration.ofSeconds(seconds)), null);
    }

    private static Buffer[] keys(List<Limit> limits) {
        return limits.stream().map(Limit::key).toArray(Buffer[]::new);
    }

    private static Buffer key(String subject) {
        try {
            return Buffer.buffer(MessageDigest.getInstance("SHA-256").digest(subject.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
