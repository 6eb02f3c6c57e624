package dev.pressroom.job;

import dev.pressroom.store.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.Optional;
import java.util.UUID;

/** Deletes finished jobs on request of their owners. */
public final class JobDeletion {
    /** What belongs to the jobs of {@code gone}, except for what {@link JobPartitions} drops with a partition. */
    static final String OUTSIDE_PARTITIONS = """
            , narratives as (delete from narrative_events where job_id in (select id from gone)
            ), ends as (delete from attempt_ends where job_id in (select id from gone)
            )""";

    /** What belongs to the jobs of {@code gone}, which the statement has locked. The rows of {@code usage_entries} stay. */
    static final String CONTENTS = """
            , inputs as (delete from job_inputs where job_id in (select id from gone)
            ), results as (delete from job_results where job_id in (select id from gone)
            ), steps as (delete from job_steps where job_id in (select id from gone)
            ), events as (delete from job_events where job_id in (select id from gone)
            )""" + OUTSIDE_PARTITIONS;

    /**
     * Deletes only what the statement's snapshot shows. So the locked row must be the one of the snapshot: a job that was
     * retried while the statement waited for its row is left.
     */
    private static final String DELETE = """
            with gone as (
                select j.id
                from jobs j join jobs seen on seen.id = j.id and seen.attempt = j.attempt and seen.status = j.status
                where j.id = $1 and j.status in ('succeeded', 'failed') and (j.user_id = $2 or j.session_id = $3)
                for update of j
            )""" + CONTENTS + """
            , tickets as (delete from stream_tickets where job_id in (select id from gone))
            delete from jobs where id in (select id from gone) returning attempt, last_event
            """;

    private final Database database;

    public JobDeletion(Database database) {
        this.database = database;
    }

    /** @param lastEvent number of its final event */
    public record Deleted(int attempt, int lastEvent) {}

    /**
     * Deletes a finished job with its input, result, steps, events and narrative. Its post, images, ledger entries, usage and
     * idempotency key stay. Empty when the job is unknown, not the owner's, or not finished.
     */
    public Future<Optional<Deleted>> delete(UUID id, Owner owner) {
        return database.run(
                        DELETE,
                        Tuple.of(
                                id,
                                owner.userId().orElse(null),
                                owner.sessionId().orElse(null)))
                .map(rows -> rows.stream()
                        .map(row -> new Deleted(row.getInteger("attempt"), row.getInteger("last_event")))
                        .findFirst());
    }
}
