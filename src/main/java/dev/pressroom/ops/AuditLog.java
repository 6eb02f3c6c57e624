package dev.pressroom.ops;

import dev.pressroom.store.Database;
import dev.pressroom.store.PagedDelete;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Reads what operators have done. The statements of the actions write the entries themselves. */
public final class AuditLog {
    private static final String PAGE = """
            select id, created_at, actor, action, target, filter, count, details from audit_entries
            where id < $1 and ($2::uuid is null or actor = $2) and ($3::text is null or target = $3)
            order by id desc limit $4
            """;

    private static final PagedDelete DELETE = new PagedDelete("""
            delete from audit_entries where id in (
                select id from audit_entries where created_at < now() - $1 * interval '1 second'
                order by created_at limit $2
            )
            """, 500);

    private final Database database;

    public AuditLog(Database database) {
        this.database = database;
    }

    /**
     * An action.
     *
     * @param target what it was done to; empty for tasks on many jobs
     * @param filter of a task on many jobs
     * @param count how many were changed
     */
    public record Entry(
            long id,
            OffsetDateTime createdAt,
            UUID actor,
            String action,
            Optional<String> target,
            Optional<JsonObject> filter,
            long count,
            Optional<JsonObject> details) {}

    /**
     * A page, newest first.
     *
     * @param before the last id of the page before
     */
    public Future<List<Entry>> page(Optional<UUID> actor, Optional<String> target, Optional<Long> before, int limit) {
        return database.run(
                        PAGE, Tuple.of(before.orElse(Long.MAX_VALUE), actor.orElse(null), target.orElse(null), limit))
                .map(rows -> rows.stream().map(AuditLog::entry).toList());
    }

    private static Entry entry(Row row) {
        return new Entry(
                row.getLong("id"),
                row.getOffsetDateTime("created_at"),
                row.getUUID("actor"),
                row.getString("action"),
                Optional.ofNullable(row.getString("target")),
                Optional.ofNullable(row.getJsonObject("filter")),
                row.getLong("count"),
                Optional.ofNullable(row.getJsonObject("details")));
    }

    /** Deletes entries that are older than {@code age}. */
    public Future<Void> deleteOld(Duration age, int limit) {
        return DELETE.run(database, age, limit);
    }
}
