package dev.pressroom.account;

import dev.pressroom.config.Settings;
import dev.pressroom.store.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.Optional;
import java.util.UUID;

/** Reads what a user may still spend. */
public final class Credits {
    private static final String STAND = """
            select u.plan, u.unlimited, u.credit_balance, coalesce(s.spent, 0) as used
            from users u left join credit_sums s on s.user_id = u.id where u.id = $1
            """;

    /** The sums are written with each entry: see the migration that made them. */
    private static final String STATEMENT = """
            select u.plan, u.unlimited, u.credit_balance, coalesce(s.granted, 0) as granted, coalesce(s.spent, 0) as spent,
                   coalesce(s.released, 0) as released, coalesce(s.held - s.spent - s.released, 0) as held
            from users u left join credit_sums s on s.user_id = u.id where u.id = $1
            """;

    private static final String MEET = "select meet_user($1, $2)";

    private final Database database;
    private final Integer starting;

    public Credits(Database database, Settings.Credits settings) {
        this.database = database;
        this.starting = settings.starting().isPresent() ? settings.starting().getAsInt() : null;
    }

    /**
     * @param used credits that were spent for good
     * @param available credits that are neither spent nor held
     */
    public record Stand(String plan, boolean unlimited, long used, int available) {}

    /** How a user stands; empty when we have never met. */
    public Future<Optional<Stand>> of(UUID userId) {
        return database.run(STAND, Tuple.of(userId)).map(rows -> {
            if (rows.size() == 0) {
                return Optional.empty();
            }
            Row row = rows.iterator().next();
            return Optional.of(new Stand(
                    row.getString("plan"),
                    row.getBoolean("unlimited"),
                    row.getLong("used"),
                    row.getInteger("credit_balance")));
        });
    }

    /**
     * A user's ledger, summed up. Without a limit each piece of content counts as one credit, though none is taken.
     *
     * @param available the balance: what was granted, less what is held and spent
     * @param held by jobs that are under way
     * @param spent on jobs that succeeded
     * @param released given back by jobs that failed or were cancelled
     */
    public record Statement(
            String plan, boolean unlimited, int available, long granted, long held, long spent, long released) {}

    /** Gives a user a row with the starting credits, if this is the first time we meet; how the user stands. */
    public Future<Stand> meet(UUID userId) {
        return met(userId).compose(met -> of(userId)).map(Optional::orElseThrow);
    }

    private Future<Void> met(UUID userId) {
        return database.run(MEET, Tuple.of(userId, starting)).mapEmpty();
    }

    /** What a user's ledger comes to, after {@link #meet}. */
    public Future<Statement> statement(UUID userId) {
        return met(userId)
                .compose(met -> database.run(STATEMENT, Tuple.of(userId)))
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
