package dev.pressroom.job;

import dev.pressroom.store.Database;
import dev.pressroom.trace.TraceSpan;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.UUID;

/** The stored trace contexts of jobs: they link a run to its request and to the run before it, on whichever node. */
public final class JobTraces {
    /** Reads before it writes, so that a run after a hand-back, with the same attempt, finds the run before it. */
    private static final String BEGIN = """
            with earlier as (
                select attempt, request, run from job_traces where job_id = $1 and attempt <= $2
            ), stored as (
                insert into job_traces (job_id, attempt, run)
                select id, $2, $3 from jobs where id = $1
                on conflict (job_id, attempt) do update set run = excluded.run
            )
            select (select request from earlier where attempt = 1) as request,
                   (select request from earlier where attempt > 1 and request is not null
                    order by attempt desc limit 1) as retry,
                   (select run from earlier where run is not null order by attempt desc limit 1) as run
            """;

    private static final String OF_DELIVERY = """
            select d.job_id, t.run, t.request
            from webhook_deliveries d left join job_traces t on t.job_id = d.job_id and t.attempt = d.attempt
            where d.id = $1
            """;

    private final Database database;

    public JobTraces(Database database) {
        this.database = database;
    }

    /**
     * Stores the context of a run that has begun, and links the run to the request that created the job, to the last request
     * to retry it and to the run before. Never fails: without the database a link is missing.
     */
    public Future<Void> begin(Lease lease, TraceSpan run) {
        return run.traceparent()
                .map(context -> database.runRelaxed(BEGIN, Tuple.of(lease.jobId(), lease.attempt(), context))
                        .onSuccess(rows -> {
                            link(rows, "request", run, "request");
                            link(rows, "retry", run, "retry");
                            link(rows, "run", run, "previous_run");
                        })
                        .<Void>mapEmpty()
                        .otherwiseEmpty())
                .orElseGet(Future::succeededFuture);
    }

    /** Links the span of a webhook delivery to the run that caused it. Never fails, as {@link #begin}. */
    public Future<Void> linkDelivery(UUID delivery, TraceSpan span) {
        return database.runRelaxed(OF_DELIVERY, Tuple.of(delivery))
                .onSuccess(rows -> {
                    rows.forEach(row ->
                            span.set("pressroom.job.id", row.getUUID("job_id").toString()));
                    link(rows, "run", span, "run");
                    link(rows, "request", span, "request");
                })
                .<Void>mapEmpty()
                .otherwiseEmpty();
    }

    private static void link(RowSet<Row> rows, String column, TraceSpan span, String relation) {
        for (Row row : rows) {
            if (row.getString(column) != null) {
                span.link(row.getString(column), relation);
            }
        }
    }
}
