package dev.pressroom.ops;

import dev.pressroom.job.JobType;
import dev.pressroom.store.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Groups of failed jobs by type, error code and step. */
public final class Failures {
    /** Failed jobs that are read, newest first. */
    public static final int MAX_JOBS = 5000;

    private static final String GROUPS = """
            with newest as materialized (
                select id, type, error_code, failed_step, finished_at from jobs
                where status = 'failed' order by id desc limit $1
            )
            select type, error_code, failed_step, count(*) as jobs, min(finished_at) as first, max(finished_at) as last,
                   (array_agg(id order by finished_at desc))[1] as newest
            from newest group by 1, 2, 3 order by jobs desc, last desc limit 500
            """;

    private final Database database;

    public Failures(Database database) {
        this.database = database;
    }

    /**
     * Failed jobs with the same code in the same step.
     *
     * @param step as the status shows it; empty for a job that had not started a step
     * @param newest the job that failed last
     */
    public record Group(
            JobType type,
            String errorCode,
            Optional<String> step,
            long jobs,
            OffsetDateTime first,
            OffsetDateTime last,
            UUID newest) {}

    /** The groups among the newest {@link #MAX_JOBS} failed jobs, the largest first. */
    public Future<List<Group>> groups() {
        return database.run(GROUPS, Tuple.of(MAX_JOBS))
                .map(rows -> rows.stream()
                        .map(row -> new Group(
                                JobType.of(row.getString("type")),
                                row.getString("error_code"),
                                Optional.ofNullable(row.getString("failed_step")),
                                row.getLong("jobs"),
                                row.getOffsetDateTime("first"),
                                row.getOffsetDateTime("last"),
                                row.getUUID("newest")))
                        .toList());
    }
}
