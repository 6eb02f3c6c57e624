package dev.pressroom.ops;

import dev.pressroom.job.JobType;
import dev.pressroom.store.Database;
import dev.pressroom.store.PagedDelete;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;

/** The statistics of the jobs that have ended, per minute and type. One node computes them from the rows of the jobs. */
public final class JobMinutes {
    private static final Duration RETENTION = Duration.ofDays(8);

    /**
     * Computes the newest stored minute again, and all since then; at most the last 10 minutes. A transaction may end up to a
     * minute after the time that it has written.
     */
    private static final String COMPUTE = """
            with start as (
                select greatest(
                    (select minute from job_minutes order by minute desc limit 1) - interval '1 minute',
                    date_trunc('minute', now()) - interval '10 minutes') as minute
            ), ended as materialized (
                select date_trunc('minute', j.finished_at) as minute, j.type, j.status,
                       case when j.started_at >= j.queued_at then time_bucket(j.started_at - j.queued_at) end as wait,
                       case when j.started_at is not null then time_bucket(j.finished_at - j.started_at) end as run
                from start, jobs j where j.finished_at >= start.minute
            ), waits as (
                select minute, type, json_object_agg(wait, n) as counts
                from (select minute, type, wait, count(*) as n from ended where wait is not null group by 1, 2, 3) w
                group by 1, 2
            ), runs as (
                select minute, type, json_object_agg(run, n) as counts
                from (select minute, type, run, count(*) as n from ended where run is not null group by 1, 2, 3) r
                group by 1, 2
            ), sums as (
                select minute, type, count(*) filter (where status = 'succeeded') as succeeded,
                       count(*) filter (where status = 'failed') as failed
                from ended group by 1, 2
            )
            insert into job_minutes as m (minute, type, succeeded, failed, waits, runs)
            select s.minute, s.type, s.succeeded, s.failed, coalesce(w.counts, '{}'), coalesce(r.counts, '{}')
            from sums s
            left join waits w on w.minute = s.minute and w.type = s.type
            left join runs r on r.minute = s.minute and r.type = s.type
            on conflict (minute, type) do update
                set succeeded = excluded.succeeded, failed = excluded.failed, waits = excluded.waits, runs = excluded.runs
                where (m.succeeded, m.failed) is distinct from (excluded.succeeded, excluded.failed)
            returning set_config('synchronous_commit', 'off', true)
            """;

    private static final String READ = """
            select minute, type, succeeded, failed, waits, runs from job_minutes
            where minute > now() - $1 * interval '1 minute' order by minute, type
            """;

    private static final PagedDelete DELETE = new PagedDelete("""
            delete from job_minutes where (minute, type) in (
                select minute, type from job_minutes where minute < now() - $1 * interval '1 second' order by minute limit $2
            )
            """, 500);

    private final Database database;

    public JobMinutes(Database database) {
        this.database = database;
    }

    /**
     * The jobs of a type that have ended in a minute. A cancelled or retried job counts each time it ends; only its newest end
     * stays after it has started again in the same minute.
     */
    public record Minute(
            OffsetDateTime minute, JobType type, int succeeded, int failed, TimeHistogram waits, TimeHistogram runs) {}

    /** Stores the statistics up to now. */
    public Future<Void> compute() {
        return database.run(COMPUTE, Tuple.tuple()).mapEmpty();
    }

    /** The last {@code minutes}, oldest first; minutes in which no job has ended are left out. */
    public Future<List<Minute>> read(int minutes) {
        return database.run(READ, Tuple.of(minutes))
                .map(rows -> rows.stream().map(JobMinutes::minute).toList());
    }

    private static Minute minute(Row row) {
        return new Minute(
                row.getOffsetDateTime("minute"),
                JobType.of(row.getString("type")),
                row.getInteger("succeeded"),
                row.getInteger("failed"),
                histogram(row.getJsonObject("waits")),
                histogram(row.getJsonObject("runs")));
    }

    private static TimeHistogram histogram(JsonObject counts) {
        TimeHistogram histogram = new TimeHistogram();
        counts.forEach(
                bucket -> histogram.add(Integer.parseInt(bucket.getKey()), ((Number) bucket.getValue()).longValue()));
        return histogram;
    }

    /** Deletes minutes that are older than 8 days. */
    public Future<Void> deleteOld(int limit) {
        return DELETE.run(database, RETENTION, limit);
    }
}
