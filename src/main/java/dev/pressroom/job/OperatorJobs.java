package dev.pressroom.job;

import dev.pressroom.config.Settings;
import dev.pressroom.store.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What operators do to jobs of all owners. Each action is noted in its own transaction: a single one in the audit, one of a
 * task in the row of the task.
 */
public final class OperatorJobs {
    /** Jobs that one statement changes at most: their rows stay locked until it has ended. */
    public static final int MAX_JOBS = 50;

    /**
     * Locks a task that is running at this position; empty when it was aborted, or when another node has done this batch.
     * Parameters: 1 jobs, 2 task, 3 position before this batch, 4 position after it.
     */
    private static final String TASK = """
            task as (
                select id from operator_tasks
                where id = $2 and status = 'running' and position is not distinct from $3 for update
            ), """;

    private static final String IN_TASK = " and exists (select from task)";

    /** Follows {@code changed}, one row per job that was changed. */
    private static final String NOTE_IN_TASK = """
            , noted as (
                update operator_tasks t
                set position = $4, done = t.done + c.changed, skipped = t.skipped + cardinality($1::uuid[]) - c.changed,
                    updated_at = now()
                from task, (select count(*) as changed from changed) c
                where t.id = task.id
            )""";

    /** Parameters: 1 jobs, 2 operator. */
    private static String noteInAudit(String action) {
        return """
            , noted as (
                insert into audit_entries (actor, action, target) select $2, '%s', 'job:' || id from changed
            )""".formatted(action);
    }

    private record Sql(String single, String inTask, String unnoted) {
        /** @param statement with the places TASK, GATE and NOTE, and BUDGET for two more parameters */
        static Sql of(String action, String statement) {
            String plain = statement.replace("TASK", "").replace("GATE", "");
            return new Sql(
                    plain.replace("NOTE", noteInAudit(action)).replace("BUDGET", "$3::numeric, $4::text"),
                    statement
                            .replace("TASK", TASK)
                            .replace("GATE", IN_TASK)
                            .replace("NOTE", NOTE_IN_TASK)
                            .replace("BUDGET", "$5::numeric, $6::text"),
                    plain.replace("NOTE", "").replace("BUDGET", "$2::numeric, $3::text"));
        }
    }

    /** The update itself names no status: see {@link JobStore}. */
    private static final Sql CANCEL = Sql.of("cancel", """
            with TASK won as (
                update jobs j
                set status = 'failed', error = 'Cancelled', error_code = 'CANCELLED', retryable = true,
                    last_event = j.last_event + 1, lease_owner = null, lease_until = null,
                    current_step = null, phase = null, eta_seconds = null,
                    finished_at = now(), updated_at = now()
                from (
                    select id, lease_owner from jobs
                    where id = any($1) and status in ('queued', 'running') GATE
                    order by id for update
                ) as before
                where j.id = before.id
                returning j.*, before.lease_owner as ran_on
            )""" + TransitionSql.FAILED_EFFECTS + """
            , changed as (select id from won) NOTE
            select id, type, attempt, last_event, ran_on from won
            """);

    private static final Sql RETRY =
            Sql.of("retry", """
            with TASK owned as materialized (
                select id, user_id, session_id from jobs where id = any($1) and status = 'failed' GATE order by id
            ), again as materialized (
                select o.id, r.outcome, r.attempt, r.type, r.tenant from owned o cross join lateral retry_job_from(
                    o.id, o.user_id, o.session_id, CREDITS, null::integer, null::integer, null::text[], null::text[],
                    BUDGET) r
            ), changed as (select id from again where outcome = 'queued') NOTE
            select id, outcome, attempt, type, tenant from again
            """.replace("CREDITS", Integer.toString(JobType.CONTENT_GENERATION.credits())));

    /** As in {@link JobDeletion}, the locked row must be the one of the snapshot. */
    private static final Sql DELETE = Sql.of("delete", """
            with TASK gone as (
                select j.id
                from jobs j join jobs seen on seen.id = j.id and seen.attempt = j.attempt and seen.status = j.status
                where j.id = any($1) and j.status in ('succeeded', 'failed') GATE
                order by j.id for update of j
            )""" + JobDeletion.CONTENTS + """
            , tickets as (delete from stream_tickets where job_id in (select id from gone))
            , changed as (select id from gone) NOTE
            delete from jobs where id in (select id from gone) returning id, attempt, last_event
            """);

    private static final Sql FRONT = Sql.of("front", """
            with TASK changed as materialized (
                select id, type, attempt, tenant from jobs where id = any($1) and status = 'queued' GATE order by id
            ) NOTE
            select id, type, attempt, tenant, false as resumes from changed
            """);

    private final Database database;
    private final Budgets budgets;

    public OperatorJobs(Database database, Settings settings) {
        this.database = database;
        this.budgets = new Budgets(database, settings);
    }

    /** Who does it, for the audit. */
    public sealed interface Actor {
        /** An operator who acts on one job. */
        record User(UUID id) implements Actor {}

        /**
         * A task that acts on a batch.
         *
         * @param after the position of the task when the batch is done
         */
        record Task(UUID id, Optional<UUID> before, UUID after) implements Actor {}

        /** The erasure of the owner of the jobs; it is not noted. */
        record Erasure() implements Actor {}
    }

    /** A job that was cancelled. */
    public record Cancelled(UUID id, JobStore.Cancelled how) {}

    /** Ends queued and running jobs as cancelled and releases their credits. Returns those that were. */
    public Future<List<Cancelled>> cancel(List<UUID> jobs, Actor actor) {
        return run(CANCEL, jobs, actor)
                .map(rows -> rows.stream()
                        .map(row -> new Cancelled(
                                row.getUUID("id"),
                                new JobStore.Cancelled(
                                        JobType.of(row.getString("type")),
                                        row.getInteger("attempt"),
                                        row.getInteger("last_event"),
                                        Optional.ofNullable(row.getUUID("ran_on")))))
                        .toList());
    }

    /** @param refused why the job was not queued, in words of the database; empty when it was */
    public record Retried(UUID id, Optional<JobQueue.Entry> entry, String refused) {}

    /** Queues the next attempts of failed jobs, whatever the setting for the number of jobs of a tenant. Budgets apply. */
    public Future<List<Retried>> retry(List<UUID> jobs, Actor actor) {
        return run(RETRY, jobs, actor, budgets.byDefault(), budgets.currency())
                .map(rows -> rows.stream().map(OperatorJobs::retried).toList());
    }

    private static Retried retried(Row row) {
        String outcome = row.getString("outcome");
        return new Retried(
                row.getUUID("id"),
                outcome.equals("queued")
                        ? Optional.of(new JobQueue.Entry(
                                JobType.of(row.getString("type")),
                                row.getUUID("id"),
                                row.getInteger("attempt"),
                                row.getString("tenant")))
                        : Optional.empty(),
                outcome);
    }

    /** A job that was deleted. */
    public record Deleted(UUID id, JobDeletion.Deleted how) {}

    /** Deletes finished jobs, as {@link JobDeletion} does. Returns those that were. */
    public Future<List<Deleted>> delete(List<UUID> jobs, Actor actor) {
        return run(DELETE, jobs, actor)
                .map(rows -> rows.stream()
                        .map(row -> new Deleted(
                                row.getUUID("id"),
                                new JobDeletion.Deleted(row.getInteger("attempt"), row.getInteger("last_event"))))
                        .toList());
    }

    /** Notes that queued jobs are moved to the front. Returns their entries, which the caller moves in the queue. */
    public Future<List<JobQueue.Entry>> front(List<UUID> jobs, Actor actor) {
        return run(FRONT, jobs, actor)
                .map(rows -> rows.stream().map(PostgresRescueStore::entry).toList());
    }

    private Future<RowSet<Row>> run(Sql sql, List<UUID> jobs, Actor actor, Object... more) {
        UUID[] ids = jobs.toArray(UUID[]::new);
        String statement;
        Tuple values;
        if (actor instanceof Actor.Task task) {
            statement = sql.inTask;
            values = Tuple.of(ids, task.id(), task.before().orElse(null), task.after());
        } else if (actor instanceof Actor.User user) {
            statement = sql.single;
            values = Tuple.of(ids, user.id());
        } else {
            statement = sql.unnoted;
            values = Tuple.of((Object) ids);
        }
        for (Object value : more) {
            values.addValue(value);
        }
        return database.run(statement, values);
    }
}
