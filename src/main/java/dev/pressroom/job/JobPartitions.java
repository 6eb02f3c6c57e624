package dev.pressroom.job;

import dev.pressroom.store.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The partitions that hold the contents of jobs (inputs, results, steps, events), by the time in the job's id. The retention
 * drops whole partitions, which costs the same for any number of rows and leaves no space behind.
 */
public final class JobPartitions {
    private static final Logger LOG = LoggerFactory.getLogger(JobPartitions.class);

    private static final List<String> TABLES = List.of("job_inputs", "job_results", "job_steps", "job_events");

    private static final String CREATE =
            "select create_job_partitions($1, $2 * interval '1 second', now() + $3 * interval '1 second')";

    private static final String DROP =
            "select drop_job_partition(name) from job_partitions where parent = $1 and upper_at = $2";

    private static final String ENDED_BEFORE = """
            select upper_at, job_id_at(upper_at) as end_id, count(*) = $2 and count(distinct lower_at) = 1 as complete,
                   coalesce(job_id_at(nullif(min(lower_at), '-infinity')), '00000000-0000-0000-0000-000000000000') as first_id
            from job_partitions where upper_at <= now() - $1 * interval '1 second'
            group by upper_at order by upper_at
            """;

    /** Reads a page, so that the time of the statement does not depend on the number of jobs in the partition. */
    private static final String EXAMINE = """
            select count(*) as examined, (array_agg(id order by id desc))[1] as last,
                   coalesce(bool_or(status in ('queued', 'running')
                                    or finished_at >= now() - $3 * interval '1 second'), false) as kept
            from (select id, status, finished_at from jobs where id >= $1 and id < $2 order by id limit $4) page
            """;

    private static final String EXPIRED_JOBS = """
            with gone as (
                select id from jobs
                where id >= $1 and id < $2
                  and status in ('succeeded', 'failed') and finished_at < now() - $3 * interval '1 second'
                order by id limit $4 for update skip locked
            )""";

    private static final String REST = " delete from jobs where id in (select id from gone)";

    private static final String DELETE_JOBS = EXPIRED_JOBS + JobDeletion.OUTSIDE_PARTITIONS + REST;

    private static final String DELETE_JOBS_AND_CONTENTS = EXPIRED_JOBS + JobDeletion.CONTENTS + REST;

    private static final String NEWEST = "select greatest($1::uuid, job_id_at(now() - $2 * interval '1 second'))";

    private static final String ANY_JOB = "select from jobs where id >= $1 and id < $2 limit 1";

    private static final int EXAMINED_PER_PAGE = 20_000;
    private static final Duration MIN_WIDTH = Duration.ofSeconds(1);
    private static final Duration MAX_WIDTH = Duration.ofDays(7);

    private final Database database;

    public JobPartitions(Database database) {
        this.database = database;
    }

    /**
     * The partitions of the tables for one span of time.
     *
     * @param upper the end of the span
     * @param first the smallest id of a job in it; where the tables begin at different times, in the first of them
     * @param end the smallest id after it
     * @param complete whether each table has one for exactly this span; otherwise contents of these jobs are also elsewhere
     */
    public record Span(OffsetDateTime upper, UUID first, UUID end, boolean complete) {}

    /**
     * Creates the partitions that will be needed, and drops those whose jobs have all finished at least {@code age} ago, with
     * these jobs. What cannot be created or dropped is logged, and left to the next time.
     *
     * @param limit jobs deleted by a statement
     * @return an id: the finished jobs before it must be deleted one by one. Their partitions have been over for {@code age} but
     *     contain a later job, or they are so old that no partition has them
     */
    public Future<UUID> maintain(Duration age, int limit) {
        Duration width = width(age);
        return create(width, width)
                .recover(cause -> failed("partitions could not be created", cause))
                .compose(done -> endedBefore(age))
                .compose(spans -> dropAll(spans, age, limit))
                .compose(kept ->
                        database.run(NEWEST, Tuple.of(kept, age.plus(width).toSeconds())))
                .map(rows -> rows.iterator().next().getUUID(0));
    }

    private static Future<Void> failed(String message, Throwable cause) {
        LOG.atWarn().addKeyValue("cause", cause.getMessage()).log(message);
        return Future.succeededFuture();
    }

    /** The width of partitions: a quarter of the time for which jobs are kept, at least a second and at most a week. */
    public static Duration width(Duration age) {
        Duration quarter = age.dividedBy(4);
        if (quarter.compareTo(MIN_WIDTH) < 0) {
            return MIN_WIDTH;
        }
        return quarter.compareTo(MAX_WIDTH) > 0 ? MAX_WIDTH : quarter;
    }

    /** Returns the end of the newest span that was kept. */
    private Future<UUID> dropAll(List<Span> spans, Duration age, int limit) {
        Future<UUID> all = Future.succeededFuture(new UUID(0, 0));
        for (Span span : spans) {
            all = all.compose(kept -> drop(span, age, limit)
                    .recover(cause ->
                            failed("a partition could not be dropped", cause).map(false))
                    .map(dropped -> dropped ? kept : span.end()));
        }
        return all;
    }

    /**
     * Creates the partitions from now on that are missing. Contents of a time without a partition are stored in the default
     * partition.
     *
     * @param width of each
     * @param ahead how far into the future they are created
     */
    public Future<Void> create(Duration width, Duration ahead) {
        return eachTable(table -> database.run(CREATE, Tuple.of(table, width.toSeconds(), ahead.toSeconds())));
    }

    /** The spans that ended at least {@code age} ago, oldest first. */
    public Future<List<Span>> endedBefore(Duration age) {
        return database.run(ENDED_BEFORE, Tuple.of(age.toSeconds(), TABLES.size()))
                .map(rows -> rows.stream()
                        .map(row -> new Span(
                                row.getOffsetDateTime("upper_at"),
                                row.getUUID("first_id"),
                                row.getUUID("end_id"),
                                row.getBoolean("complete")))
                        .toList());
    }

    /**
     * Deletes the jobs of a span and drops its partitions, if all these jobs finished at least {@code age} ago.
     *
     * @param limit jobs deleted by a statement
     * @return whether it has; if not, nothing was deleted, or a job of the span was locked or retried meanwhile
     */
    public Future<Boolean> drop(Span span, Duration age, int limit) {
        return isOver(span.first(), span, age)
                .compose(over -> over
                        ? deleteJobs(span, age, limit)
                                .compose(deleted -> database.run(ANY_JOB, Tuple.of(span.first(), span.end())))
                                .compose(left -> left.size() > 0
                                        ? Future.succeededFuture(false)
                                        : eachTable(table -> database.run(DROP, Tuple.of(table, span.upper())))
                                                .map(true))
                        : Future.succeededFuture(false));
    }

    private Future<Boolean> isOver(UUID from, Span span, Duration age) {
        return database.run(EXAMINE, Tuple.of(from, span.end(), age.toSeconds(), EXAMINED_PER_PAGE))
                .compose(rows -> {
                    Row page = rows.iterator().next();
                    if (page.getBoolean("kept")) {
                        return Future.succeededFuture(false);
                    }
                    // The next page begins with the last job of this one: UUIDs have no successor in Java.
                    return page.getLong("examined") < EXAMINED_PER_PAGE
                            ? Future.succeededFuture(true)
                            : isOver(page.getUUID("last"), span, age);
                });
    }

    private Future<Void> deleteJobs(Span span, Duration age, int limit) {
        String delete = span.complete() ? DELETE_JOBS : DELETE_JOBS_AND_CONTENTS;
        return database.run(delete, Tuple.of(span.first(), span.end(), age.toSeconds(), limit))
                .compose(page -> page.rowCount() > 0 ? deleteJobs(span, age, limit) : Future.succeededFuture());
    }

    /** One table after the other: a transaction that locks two of them could wait for a job's statement, and that for it. */
    private static Future<Void> eachTable(Function<String, Future<?>> action) {
        Future<Void> all = Future.succeededFuture();
        for (String table : TABLES) {
            all = all.compose(done -> action.apply(table)).mapEmpty();
        }
        return all;
    }
}
