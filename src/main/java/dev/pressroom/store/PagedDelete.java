package dev.pressroom.store;

import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;

/**
 * Deletes old rows page by page, so that no statement holds many locks or takes long.
 *
 * @param statement its parameters are the age in seconds and the page size; it deletes or returns one row for each row that
 *     it has examined
 * @param maxPage the largest page size, in rows
 */
public record PagedDelete(String statement, int maxPage) {
    /** Deletes all rows older than {@code age}, in pages of at most {@code limit} rows. */
    public Future<Void> run(Database database, Duration age, int limit) {
        int page = Math.min(maxPage, limit);
        return database.run(statement, Tuple.of(age.toSeconds(), page))
                .compose(rows -> rows.rowCount() >= page ? run(database, age, limit) : Future.succeededFuture());
    }
}
