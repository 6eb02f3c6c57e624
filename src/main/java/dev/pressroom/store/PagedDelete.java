package dev.pressroom.store;

import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;

/**
 * Deletes what is old, page by page, so that no statement holds many locks or takes long.
 *
 * @param statement takes the age in seconds and the size of a page; it returns or deletes a row for each that it has
 *     looked at
 */
public record PagedDelete(String statement, int page) {
    public Future<Void> run(Database database, Duration age) {
        return database.run(statement, Tuple.of(age.toSeconds(), page))
                .compose(rows -> rows.rowCount() >= page ? run(database, age) : Future.succeededFuture());
    }
}
