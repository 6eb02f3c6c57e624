package dev.pressroom.ops;

import dev.pressroom.base.SqlOutcomes;
import dev.pressroom.store.Database;
import dev.pressroom.store.PagedDelete;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/** The tasks of operators on all jobs that a filter finds. */
public final class TaskStore {
    private static final String COLUMNS = """
             id, actor, action, filter, expected, status, position, total, done, skipped, message, created_at, finished_at
            """;

    private static final String CREATE = """
            with created as (
                insert into operator_tasks (id, actor, action, filter, expected) values ($1, $2, $3, $4, $5) returning *
            ), noted as (
                insert into audit_entries (actor, action, target, filter, count, details)
                select actor, 'task-created', 'task:' || id, filter, 0,
                       json_build_object('action', action, 'expected', expected)
                from created
            )
            select""" + COLUMNS + "from created";

    private static final String FIND = "select" + COLUMNS + "from operator_tasks where id = $1";

    private static final String LIST =
            "select" + COLUMNS + "from operator_tasks where id < $1 order by id desc limit $2";

    private static final String NEXT =
            "select" + COLUMNS + "from operator_tasks where finished_at is null order by id limit 1";

    private static final String COUNTED = """
            update operator_tasks set total = total + $3, position = $4, updated_at = now()
            where id = $1 and status = 'counting' and position is not distinct from $2
            """;

    /** The first batch begins with the newest job again. */
    private static final String START = """
            update operator_tasks set status = 'running', position = null, updated_at = now()
            where id = $1 and status = 'counting'
            """;

    private static final String END = """
            with ended as (
                update operator_tasks set status = $2, message = $3, finished_at = now(), updated_at = now()
                where id = $1 and finished_at is null returning *
            ), noted as (
                insert into audit_entries (actor, action, target, filter, count, details)
                select coalesce($4::uuid, actor), 'task-' || status, 'task:' || id, filter, done,
                       json_build_object('action', action, 'total', total, 'skipped', skipped, 'message', message)
                from ended
            )
            select""" + COLUMNS + "from ended";

    private static final String MOVE = """
            update operator_tasks set position = $3, updated_at = now()
            where id = $1 and status = 'running' and position is not distinct from $2
            """;

    private static final PagedDelete DELETE = new PagedDelete("""
            delete from operator_tasks where id in (
                select id from operator_tasks where finished_at < now() - $1 * interval '1 second' order by id limit $2
            )
            """, 500);

    private final Database database;

    public TaskStore(Database database) {
        this.database = database;
    }

    /** What a task does to each job. */
    public enum Action {
        /** Nothing: only counts the jobs. */
        COUNT,
        CANCEL,
        RETRY,
        DELETE,
        FRONT;

        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Where a task is. */
    public enum Status {
        COUNTING,
        RUNNING,
        DONE,
        /** The count was not the expected one, or too large. */
        REFUSED,
        ABORTED;

        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A task.
     *
     * @param filter as the operator gave it
     * @param position the last job that was examined in this phase
     * @param total jobs that were counted
     * @param skipped jobs whose state did not allow the action any more
     */
    public record Task(
            UUID id,
            UUID actor,
            Action action,
            JsonObject filter,
            OptionalLong expected,
            Status status,
            Optional<UUID> position,
            long total,
            long done,
            long skipped,
            Optional<String> message,
            OffsetDateTime createdAt,
            Optional<OffsetDateTime> finishedAt) {}

    /** Stores a task, which a worker then begins. */
    public Future<Task> create(UUID id, UUID actor, Action action, JsonObject filter, OptionalLong expected) {
        return database.run(
                        CREATE,
                        Tuple.of(
                                id,
                                actor,
                                action.wireName(),
                                filter,
                                expected.isPresent() ? expected.getAsLong() : null))
                .map(rows -> task(rows.iterator().next()));
    }

    public Future<Optional<Task>> find(UUID id) {
        return database.run(FIND, Tuple.of(id)).map(TaskStore::first);
    }

    /** A page of all tasks, newest first. */
    public Future<List<Task>> list(Optional<UUID> before, int limit) {
        return database.run(LIST, Tuple.of(before.orElse(new UUID(-1, -1)), limit))
                .map(rows -> rows.stream().map(TaskStore::task).toList());
    }

    /** The oldest task that has not ended. */
    Future<Optional<Task>> next() {
        return database.run(NEXT, Tuple.tuple()).map(TaskStore::first);
    }

    /** Adds counted jobs, unless the task has changed since it was read. */
    Future<Void> counted(Task task, int jobs, UUID position) {
        return database.run(COUNTED, Tuple.of(task.id(), task.position().orElse(null), jobs, position))
                .mapEmpty();
    }

    /** Begins the action after the count. */
    Future<Void> start(Task task) {
        return database.run(START, Tuple.of(task.id())).mapEmpty();
    }

    /** Moves the position past jobs of which none fits, unless the task has changed since it was read. */
    Future<Void> move(Task task, UUID position) {
        return database.run(MOVE, Tuple.of(task.id(), task.position().orElse(null), position))
                .mapEmpty();
    }

    /** Ends a task; empty when it has ended already. The batch that is being done is still finished. */
    public Future<Optional<Task>> end(UUID id, Status status, Optional<String> message, Optional<UUID> actor) {
        return database.run(END, Tuple.of(id, status.wireName(), message.orElse(null), actor.orElse(null)))
                .map(TaskStore::first);
    }

    /** Deletes tasks that ended more than {@code age} ago. */
    public Future<Void> deleteOld(Duration age, int limit) {
        return DELETE.run(database, age, limit);
    }

    private static Optional<Task> first(RowSet<Row> rows) {
        return rows.stream().map(TaskStore::task).findFirst();
    }

    private static Task task(Row row) {
        Long expected = row.getLong("expected");
        return new Task(
                row.getUUID("id"),
                row.getUUID("actor"),
                SqlOutcomes.of(Action.class, row.getString("action")),
                row.getJsonObject("filter"),
                expected == null ? OptionalLong.empty() : OptionalLong.of(expected),
                SqlOutcomes.of(Status.class, row.getString("status")),
                Optional.ofNullable(row.getUUID("position")),
                row.getLong("total"),
                row.getLong("done"),
                row.getLong("skipped"),
                Optional.ofNullable(row.getString("message")),
                row.getOffsetDateTime("created_at"),
                Optional.ofNullable(row.getOffsetDateTime("finished_at")));
    }
}
