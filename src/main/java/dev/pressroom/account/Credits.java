package dev.pressroom.account;

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

    private final Database database;

    public Credits(Database database) {
        this.database = database;
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
}
