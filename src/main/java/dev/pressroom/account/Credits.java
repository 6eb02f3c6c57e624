package dev.pressroom.account;

import dev.pressroom.config.Settings;
import dev.pressroom.store.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.Optional;
import java.util.UUID;

/** The credits of users: balance and statement. */
public final class Credits {
    private static final String BALANCE = """
            select u.plan, u.unlimited, u.credit_balance, coalesce(s.spent, 0) as used
            from users u left join credit_sums s on s.user_id = u.id where u.id = $1
            """;

    /** The sums are updated with each ledger entry, by a trigger. */
    private static final String STATEMENT = """
            select u.plan, u.unlimited, u.credit_balance, coalesce(s.granted, 0) as granted, coalesce(s.spent, 0) as spent,
                   coalesce(s.released, 0) as released, coalesce(s.held - s.spent - s.released, 0) as held
            from users u left join credit_sums s on s.user_id = u.id where u.id = $1
            """;

    private static final String ENSURE_USER = "select meet_user($1, $2)";

    private final Database database;
    private final Integer starting;

    public Credits(Database database, Settings.Credits settings) {
        this.database = database;
        this.starting = settings.starting().isPresent() ? settings.starting().getAsInt() : null;
    }

    /**
     * @param used credits spent on succeeded jobs
     * @param available credits that are neither spent nor held
     */
    public record Balance(String plan, boolean unlimited, long used, int available) {}

    /** Empty for a user that is not stored. */
    public Future<Optional<Balance>> balance(UUID userId) {
        return database.run(BALANCE, Tuple.of(userId)).map(rows -> {
            if (rows.size() == 0) {
                return Optional.empty();
            }
            Row row = rows.iterator().next();
            return Optional.of(new Balance(
                    row.getString("plan"),
                    row.getBoolean("unlimited"),
                    row.getLong("used"),
                    row.getInteger("credit_balance")));
        });
    }

    /**
     * The sums of a user's ledger, in credits. For an unlimited user each article is counted, but nothing is deducted.
     *
     * @param available granted credits less those held and spent
     * @param held by jobs that have not finished
     * @param spent on succeeded jobs
     * @param released by failed and cancelled jobs
     */
    public record Statement(
            String plan, boolean unlimited, int available, long granted, long held, long spent, long released) {}

    /** Stores a user with the starting credits unless the user is stored already. Returns the balance. */
    public Future<Balance> ensureUser(UUID userId) {
        return insertUser(userId).compose(inserted -> balance(userId)).map(Optional::orElseThrow);
    }

    private Future<Void> insertUser(UUID userId) {
        return database.run(ENSURE_USER, Tuple.of(userId, starting)).mapEmpty();
    }

    /** The statement of a user, who is stored first as by {@link #ensureUser}. */
    public Future<Statement> statement(UUID userId) {
        return insertUser(userId)
                .compose(inserted -> database.run(STATEMENT, Tuple.of(userId)))
                .map(rows -> {
                    Row row = rows.iterator().next();
                    return new Statement(
                            row.getString("plan"),
                            row.getBoolean("unlimited"),
                            row.getInteger("credit_balance"),
                            row.getLong("granted"),
                            row.getLong("held"),
                            row.getLong("spent"),
                            row.getLong("released"));
                });
    }
}
