package dev.pressroom.account;

import dev.pressroom.config.Settings;
import dev.pressroom.store.Database;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.Optional;
import java.util.UUID;

/** The accounts in Postgres. Thread-safe. */
final class AccountStore {
    private static final String REGISTER =
            "select register_account($1, $2, $3, $4, $5, $6, $7, $8, $9::text::json, $10, $11, $12, $13)";

    private static final String COLUMNS =
            "select a.user_id, a.email, a.password_hash, a.first_name, a.last_name, a.organization_id, u.plan,"
                    + " coalesce(o.edits ->> 'name', o.name) as organization_name"
                    + " from accounts a join users u on u.id = a.user_id"
                    + " left join owned_organizations o"
                    + " on o.owner = 'organization:' || a.organization_id::text and o.id = a.organization_id";

    private static final String FIND_BY_EMAIL = COLUMNS + " where a.email = $1";

    private static final String FIND_BY_USER = COLUMNS + " where a.user_id = $1";

    private static final String REPLACE_HASH =
            "update accounts set password_hash = $3 where user_id = $1 and password_hash = $2";

    private static final String CHANGE_PASSWORD = """
            with changed as (
                update accounts set password_hash = $3 where user_id = $1 and password_hash = $2 returning user_id
            ), ended as (
                delete from sign_ins where user_id in (select user_id from changed) and family is distinct from $4::bytea
            )
            select count(*) from changed
            """;

    private final Database database;
    private final Integer startingCredits;

    AccountStore(Database database, Settings.Credits credits) {
        this.database = database;
        this.startingCredits =
                credits.starting().isPresent() ? credits.starting().getAsInt() : null;
    }

    /** An account with its password hash. */
    record Stored(Account account, String passwordHash) {}

    /** Creates an account and its first sign-in in one transaction. Returns false when the e-mail address is taken. */
    Future<Boolean> register(
            UUID userId,
            Registration registration,
            String passwordHash,
            Optional<UUID> organizationId,
            RefreshToken token,
            long tokenSeconds) {
        JsonObject context = new JsonObject();
        registration.websiteUrl().ifPresent(url -> context.put("websiteUrl", url));
        return database.run(REGISTER, Tuple.from(new Object[] {
                    userId,
                    registration.email(),
                    passwordHash,
                    registration.firstName().orElse(null),
                    registration.lastName().orElse(null),
                    organizationId.orElse(null),
                    registration.organizationName().orElse(null),
                    registration.websiteHost().orElse(null),
                    context.encode(),
                    startingCredits,
                    token.familyHash(),
                    token.hash(),
                    tokenSeconds
                }))
                .map(rows -> rows.iterator().next().getBoolean(0));
    }

    Future<Optional<Stored>> find(String email) {
        return database.run(FIND_BY_EMAIL, Tuple.of(email)).map(AccountStore::stored);
    }

    Future<Optional<Account>> find(UUID userId) {
        return database.run(FIND_BY_USER, Tuple.of(userId))
                .map(rows -> stored(rows).map(Stored::account));
    }

    Future<Optional<Stored>> findStored(UUID userId) {
        return database.run(FIND_BY_USER, Tuple.of(userId)).map(AccountStore::stored);
    }

    /** Replaces a password hash. Returns false, without a change, if the stored hash is no longer {@code oldHash}. */
    Future<Boolean> replaceHash(UUID userId, String oldHash, String newHash) {
        return database.run(REPLACE_HASH, Tuple.of(userId, oldHash, newHash)).map(rows -> rows.rowCount() > 0);
    }

    /**
     * As {@link #replaceHash}, and ends all sign-ins of the user but one.
     *
     * @param kept the family hash of the sign-in that stays; without one all end
     */
    Future<Boolean> changePassword(UUID userId, String oldHash, String newHash, Optional<Buffer> kept) {
        return database.run(CHANGE_PASSWORD, Tuple.of(userId, oldHash, newHash, kept.orElse(null)))
                .map(rows -> rows.iterator().next().getLong(0) > 0);
    }

    private static Optional<Stored> stored(RowSet<Row> rows) {
        if (rows.size() == 0) {
            return Optional.empty();
        }
        Row row = rows.iterator().next();
        return Optional.of(new Stored(
                new Account(
                        row.getUUID("user_id"),
                        row.getString("email"),
                        Optional.ofNullable(row.getString("first_name")),
                        Optional.ofNullable(row.getString("last_name")),
                        Optional.ofNullable(row.getUUID("organization_id")),
                        Optional.ofNullable(row.getString("organization_name")),
                        row.getString("plan")),
                row.getString("password_hash")));
    }
}
