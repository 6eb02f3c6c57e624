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
 * Limits password guessing over all nodes, with counters in Postgres, so that it works without Redis. An attempt is counted
 * before the password is checked, so that concurrent attempts cannot exceed the limit, and uncounted if the password was
 * right.
 *
 * <p>The limit is strict for an e-mail address from one network address, and ten times higher for the e-mail address alone:
 * an attacker cannot lock a user out who signs in from elsewhere. Refused attempts do not extend the fixed window.
 */
final class LoginAttempts {
    private static final Duration WINDOW = Duration.ofMinutes(15);

    /** Factor of the limit per e-mail address over that per e-mail and network address. */
    private static final int ALL_ADDRESSES_FACTOR = 10;

    private static final String COUNT = """
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

    /** Resets the counters of the keys in $2 and decrements the others. */
    private static final String UNCOUNT = """
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

    private record Limit(Buffer key, int max) {}

    /** An attempt that was admitted and counted. */
    final class Attempt {
        private final List<Limit> limits;

        private Attempt(List<Limit> limits) {
            this.limits = limits;
        }

        /** The password was right: uncounts this attempt, and earlier ones for this e-mail and network address. */
        Future<Void> succeeded() {
            return uncount(limits, new Buffer[] {limits.get(0).key()});
        }

        /** The password was not checked: uncounts this attempt. */
        Future<Void> notChecked() {
            return uncount(limits, NONE);
        }
    }

    /** Counts a login. Fails with {@code RATE_LIMITED} and the time to wait when a limit is exceeded. */
    Future<Attempt> login(String email, ClientAddress address) {
        List<Limit> limits = new ArrayList<>();
        limits.add(new Limit(key("login " + address.network() + " " + email), settings.loginTries()));
        limits.add(new Limit(key("login " + email), settings.loginTries() * ALL_ADDRESSES_FACTOR));
        settings.loginTriesPerAddress()
                .ifPresent(max -> limits.add(new Limit(key("login from " + address.network()), max)));
        return count(limits, "Too many wrong passwords. Wait a little before the next one.");
    }

    /** Counts a registration, as {@link #login} does. */
    Future<Attempt> registration(ClientAddress address) {
        List<Limit> limits = new ArrayList<>();
        settings.loginTriesPerAddress()
                .ifPresent(max -> limits.add(new Limit(key("register from " + address.network()), max)));
        return count(limits, "Too many accounts were made from your network. Try again later.");
    }

    private Future<Attempt> count(List<Limit> limits, String refusal) {
        return database.run(
                        COUNT,
                        Tuple.of(
                                keys(limits),
                                limits.stream().map(Limit::max).toArray(Integer[]::new),
                                WINDOW.toSeconds()))
                .compose(rows -> {
                    Long waitSeconds = rows.iterator().next().getLong("wait");
                    return waitSeconds == null
                            ? Future.succeededFuture(new Attempt(limits))
                            : uncount(limits, NONE)
                                    .compose(done -> Future.failedFuture(rateLimited(refusal, waitSeconds)));
                });
    }

    private Future<Void> uncount(List<Limit> limits, Buffer[] resetKeys) {
        return database.run(UNCOUNT, Tuple.from(new Object[] {keys(limits), resetKeys}))
                .mapEmpty();
    }

    private static Failure rateLimited(String message, long seconds) {
        return new Failure(ErrorCode.RATE_LIMITED, message, Optional.of(Duration.ofSeconds(seconds)), null);
    }

    private static Buffer[] keys(List<Limit> limits) {
        return limits.stream().map(Limit::key).toArray(Buffer[]::new);
    }

    /** SHA-256, so that no addresses are stored. */
    private static Buffer key(String subject) {
        try {
            return Buffer.buffer(MessageDigest.getInstance("SHA-256").digest(subject.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
