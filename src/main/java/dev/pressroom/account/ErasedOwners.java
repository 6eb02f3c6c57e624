package dev.pressroom.account;

import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import dev.pressroom.bus.Addresses;
import dev.pressroom.store.Database;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The owners that were erased, by their keyed hashes: a user's tokens from before the end of the erasure are refused, and so
 * is a session while it is erased. A node has the erasures of the last hour in memory, which it reads every second and after
 * a message. Only a token that is older than these needs a query, once per node while {@link TokenCache} has it. Thread-safe.
 */
public final class ErasedOwners {
    private static final Logger LOG = LoggerFactory.getLogger(ErasedOwners.class);
    private static final long INTERVAL_MILLIS = 1000;
    private static final int MAX_RECENT = 10_000;
    private static final int KEY_BYTES = 64;

    private static final String KEYS = "select value from shared_secrets where name = 'owner-hash'";

    /** Running erasures and those that ended within the last hour, and the beginning of that hour. */
    private static final String RECENT = """
            select now() - interval '1 hour' as since, hash, erased_at from (select) one left join lateral (
                select hash, erased_at from erased_owners
                where kind <> 'email' and (erased_at is null or erased_at > now() - interval '1 hour') limit $1
            ) recent on true
            """;

    private static final String FIND = "select erased_at from erased_owners where hash = $1 and kind = 'user'";

    /** Erases nobody, for commands and tests without a database. */
    public static final ErasedOwners NONE = new ErasedOwners(null, null, null);

    private final Vertx vertx;
    private final Database database;
    private final byte[] keys;
    private volatile Recent recent = Recent.EMPTY;
    private volatile Runnable onChange = () -> {};
    private Optional<MessageConsumer<Object>> consumer = Optional.empty();
    private long timer;

    private ErasedOwners(Vertx vertx, Database database, byte[] keys) {
        this.vertx = vertx;
        this.database = database;
        this.keys = keys;
    }

    /**
     * What is in memory.
     *
     * @param ends the end of each erasure; empty while it runs
     * @param since tokens that were issued later can only be refused because of {@code ends}
     */
    private record Recent(Map<Buffer, Optional<Instant>> ends, Instant since) {
        static final Recent EMPTY = new Recent(Map.of(), Instant.MIN);
    }

    /** Reads the keys and the recent erasures. */
    public static Future<ErasedOwners> open(Vertx vertx, Database database) {
        return database.run(KEYS, Tuple.tuple()).compose(rows -> {
            ErasedOwners owners = new ErasedOwners(
                    vertx, database, rows.iterator().next().getBuffer(0).getBytes());
            return owners.reload().map(read -> owners.start());
        });
    }

    private ErasedOwners start() {
        timer = vertx.setPeriodic(INTERVAL_MILLIS, tick -> reload().onFailure(this::notRead));
        consumer = Optional.of(
                vertx.eventBus().consumer(Addresses.ERASURES, message -> reload().onFailure(this::notRead)));
        return this;
    }

    private void notRead(Throwable cause) {
        LOG.atDebug().addKeyValue("cause", cause.getMessage()).log("erasures could not be read, will be tried again");
    }

    /** Stops reading. */
    public Future<Void> close() {
        vertx.cancelTimer(timer);
        return consumer.map(MessageConsumer::unregister).orElseGet(Future::succeededFuture);
    }

    /** @param action is called after each change, when tokens that were accepted must be checked again */
    void onChange(Runnable action) {
        if (database != null) {
            onChange = action;
        }
    }

    /** Reads the recent erasures now. */
    public Future<Void> reload() {
        return database.run(RECENT, Tuple.of(MAX_RECENT + 1)).map(rows -> {
            Map<Buffer, Optional<Instant>> ends = new HashMap<>();
            Instant since = Instant.MIN;
            for (Row row : rows) {
                since = row.getOffsetDateTime("since").toInstant();
                if (row.getBuffer("hash") != null) {
                    ends.put(
                            row.getBuffer("hash"),
                            Optional.ofNullable(row.getOffsetDateTime("erased_at"))
                                    .map(OffsetDateTime::toInstant));
                }
            }
            replace(new Recent(ends, ends.size() > MAX_RECENT ? Instant.MAX : since));
            return null;
        });
    }

    private synchronized void replace(Recent read) {
        if (read.ends().equals(recent.ends())) {
            recent = new Recent(recent.ends(), read.since());
        } else {
            recent = read;
            onChange.run();
        }
    }

    /** Changes with each change of the erasures in memory. */
    Object version() {
        return recent.ends();
    }

    /**
     * Fails with {@code UNAUTHENTICATED} for a token that was issued before the end of its user's erasure.
     *
     * @param issued {@link Instant#MIN} for a token without a time
     */
    Future<Void> check(UUID user, Instant issued) {
        Recent now = recent;
        if (database == null || now.ends().isEmpty() && issued.isAfter(now.since())) {
            return Future.succeededFuture();
        }
        Buffer hash = hash("user:" + user);
        if (now.ends().containsKey(hash)) {
            return refusedUnless(now.ends().get(hash), issued);
        }
        return issued.isAfter(now.since())
                ? Future.succeededFuture()
                : database.run(FIND, Tuple.of(hash))
                        .compose(rows -> rows.size() == 0
                                ? Future.succeededFuture()
                                : refusedUnless(
                                        Optional.ofNullable(
                                                        rows.iterator().next().getOffsetDateTime("erased_at"))
                                                .map(OffsetDateTime::toInstant),
                                        issued));
    }

    private static Future<Void> refusedUnless(Optional<Instant> end, Instant issued) {
        if (end.isEmpty()) {
            return refused("The data of this user is being erased. Sign in again when that has ended.");
        }
        return issued.isBefore(end.get())
                ? refused("The user of this token was erased after it had been issued. Sign in again.")
                : Future.succeededFuture();
    }

    /** Fails with {@code UNAUTHENTICATED} while the session is being erased. */
    public Future<Void> checkSession(String session) {
        Map<Buffer, Optional<Instant>> ends = recent.ends();
        return ends.isEmpty() || !ends.containsKey(hash("session:" + session))
                ? Future.succeededFuture()
                : refused("The data of this session is being erased. Start a new session.");
    }

    private static Future<Void> refused(String message) {
        return Future.failedFuture(new Failure(ErrorCode.UNAUTHENTICATED, message));
    }

    /** As the SQL function {@code owner_hash}. */
    private Buffer hash(String owner) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(keys, KEY_BYTES, KEY_BYTES);
            byte[] inner = sha256.digest(owner.getBytes(StandardCharsets.UTF_8));
            sha256.update(keys, 0, KEY_BYTES);
            return Buffer.buffer(sha256.digest(inner));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
