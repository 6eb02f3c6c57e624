package dev.pressroom.job;

import dev.pressroom.store.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** What the relay and the reaper look for in Postgres, page by page, and how what is too old is thrown away. */
public final class RescueStore implements Rescues {
    private static final String WAITING = """
            select id, type, attempt, tenant, deaths > 0 as resumes from jobs
            where status = 'queued' and id > $1
              and queued_at <= now() - $2 * interval '1 millisecond'
            order by id limit $3
            """;

    private static final String RESCUE = """
            with lost as (
                select id from jobs
                where status = 'running' and lease_until < now() and deaths + 1 < $1
                order by id limit $2 for update skip locked
            )
            update jobs j
            set status = 'queued', attempt = j.attempt + 1, deaths = j.deaths + 1, lease_owner = null,
                lease_until = null, progress = 0, current_step = null, phase = null, eta_seconds = null,
                queued_at = now(), updated_at = now()
            from lost where j.id = lost.id
            returning j.id, j.type, j.attempt, j.tenant, true as resumes
            """;

    private static final String GIVE_UP = """
            with lost as (
                select id from jobs
                where status = 'running' and lease_until < now() and deaths + 1 >= $1
                order by id limit $2 for update skip locked
            ), won as (
                update jobs j
                set status = 'failed', error = 'The job was stopped after it had brought down ' || (j.deaths + 1) || ' workers.',
                    error_code = 'WORKER_LOST', retryable = true, deaths = j.deaths + 1, lease_owner = null,
                    lease_until = null, current_step = null, phase = null, eta_seconds = null,
                    last_event = j.last_event + 1, finished_at = now(), updated_at = now()
                from lost where j.id = lost.id
                returning j.*
            )""" + FailureSql.EFFECTS + " select id, attempt, last_event from won";

    private static final String DELETE_JOBS = """
            with old as (
                select id from jobs
                where status in ('succeeded', 'failed') and finished_at < now() - $1 * interval '1 second'
                  and id < $2
                order by id limit $3 for update skip locked
            ), inputs as (delete from job_inputs where job_id in (select id from old)
            ), results as (delete from job_results where job_id in (select id from old)
            ), steps as (delete from job_steps where job_id in (select id from old)
            ), events as (delete from job_events where job_id in (select id from old)
            ), narratives as (delete from narrative_events where job_id in (select id from old))
            delete from jobs where id in (select id from old)
            """;

    private static final String DELETE_KEYS = """
            delete from idempotency_keys where (caller, key) in (
                select caller, key from idempotency_keys
                where created_at < now() - $1 * interval '1 second' order by created_at limit $2 for update skip locked
            )
            """;

    private static final String DELETE_TICKETS = "delete from stream_tickets where expires_at < now()";

    private static final int PAGE = 500;

    /** Below every id. */
    private static final UUID BEFORE_ALL = new UUID(0, 0);

    private final Database database;

    public RescueStore(Database database) {
        this.database = database;
    }

    @Override
    public Future<List<JobQueue.Entry>> waiting(Optional<UUID> after, Duration age) {
        return database.run(WAITING, Tuple.of(after.orElse(BEFORE_ALL), age.toMillis(), PAGE))
                .map(RescueStore::entries);
    }

    @Override
    public Future<Boolean> alone(long lock, Supplier<Future<Void>> work) {
        return database.alone(lock, work);
    }

    @Override
    public boolean isFull(List<?> page) {
        return page.size() >= PAGE;
    }

    @Override
    public Future<List<JobQueue.Entry>> rescue(int maxDeaths) {
        return database.run(RESCUE, Tuple.of(maxDeaths, PAGE)).map(RescueStore::entries);
    }

    @Override
    public Future<List<LostForGood>> giveUp(int maxDeaths) {
        return database.run(GIVE_UP, Tuple.of(maxDeaths, PAGE))
                .map(rows -> rows.stream()
                        .map(row -> new LostForGood(
                                row.getUUID("id"), row.getInteger("attempt"), row.getInteger("last_event")))
                        .toList());
    }

    /** @param lastEvent number of the event that tells it */
    public record LostForGood(UUID jobId, int attempt, int lastEvent) {}

    @Override
    public Future<Integer> deleteJobs(Duration age, UUID newest) {
        return database.run(DELETE_JOBS, Tuple.of(age.toSeconds(), newest, PAGE))
                .map(RowSet::rowCount);
    }

    @Override
    public Future<Void> deleteLeftovers(Duration keyAge) {
        return database.run(DELETE_KEYS, Tuple.of(keyAge.toSeconds(), PAGE))
                .compose(page -> page.rowCount() >= PAGE
                        ? deleteLeftovers(keyAge)
                        : database.run(DELETE_TICKETS, Tuple.tuple()).mapEmpty());
    }

    private static List<JobQueue.Entry> entries(RowSet<Row> rows) {
        return rows.stream().map(JobQueue.Entry::of).toList();
    }
}
