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
            select u.plan, u.unlimited, u.credit_balance,
                   (select count(*) from credit_entries e where e.user_id = u.id and e.kind = 'spend') as used
            from users u where u.id = $1
            """;

    /** A hold of a user without limit takes nothing, and counts as one. */
    private static final String STATEMENT = """
            select u.plan, u.unlimited, u.credit_balance, g.granted, h.held, h.spent, h.released
            from users u,
                 lateral (
                     select coalesce(sum(amount), 0) as granted from credit_entries
                     where user_id = u.id and kind = 'grant'
                 ) g,
                 lateral (
                     select coalesce(sum(price) filter (where settled is null), 0) as held,
                            coalesce(sum(price) filter (where settled = 'spend'), 0) as spent,
                            coalesce(sum(price) filter (where settled = 'release'), 0) as released
                     from (
                         select greatest(-hold.amount, 1) as price, settlement.kind as settled
                         from credit_entries hold left join credit_entries settlement
                           on settlement.job_id = hold.job_id and settlement.attempt = hold.attempt
                              and settlement.kind in ('spend', 'release')
                         where hold.user_id = u.id and hold.kind = 'hold'
                     ) holds
                 ) h
            where u.id = $1
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
