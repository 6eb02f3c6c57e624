package dev.pressroom.job;

import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import dev.pressroom.base.SqlOutcomes;
import dev.pressroom.config.Settings;
import dev.pressroom.store.Database;
import dev.pressroom.trace.TraceSpan;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Stores many jobs of one user at once: all of them or none. */
public final class BatchStore {
    private static final String SUBMIT = """
            select outcome, job_ids from submit_jobs(
                $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)
            """;

    /** Also stores the trace contexts of the new jobs, as {@link SubmitBatch} does. */
    private static final String SUBMIT_TRACED = "with submitted as (" + SUBMIT + """
            ), traced as (
                insert into job_traces (job_id, attempt, request)
                select job.id, 1, job.request
                from submitted cross join unnest(submitted.job_ids, $22::text[]) as job(id, request)
                where submitted.outcome = 'created' and job.request is not null
            )
            select outcome, job_ids from submitted
            """;

    private final Database database;
    private final Settings.Credits credits;
    private final long keySeconds;
    private final JobCaps caps;
    private final Budgets budgets;

    public BatchStore(Database database, Settings settings) {
        this.database = database;
        this.credits = settings.credits();
        this.keySeconds = settings.retention().idempotencyKeys().toSeconds();
        this.caps = JobCaps.of(settings.limits());
        this.budgets = new Budgets(database, settings);
    }

    /**
     * @param owner a user
     * @param jobs in the request's order, all of this owner and tenant; their own idempotency keys are ignored
     */
    public record Batch(
            Owner owner, Tenant tenant, List<Submission> jobs, Optional<Submission.IdempotencyKey> idempotencyKey) {

        /** The same batch; its jobs have this span. */
        Batch within(TraceSpan span) {
            return new Batch(
                    owner,
                    tenant,
                    span == TraceSpan.NONE
                            ? jobs
                            : jobs.stream().map(job -> job.within(span)).toList(),
                    idempotencyKey);
        }
    }

    /** @param replayed true when an earlier request with the same idempotency key stored these jobs */
    public record Accepted(List<UUID> jobIds, boolean replayed) {}

    /**
     * Stores the jobs with their inputs, their credit holds and the idempotency key, durably. Fails as
     * {@link JobStore#submit} does; then nothing is stored.
     */
    public Future<Accepted> submit(Batch batch) {
        String[] contexts = TraceColumn.of(batch.jobs());
        String statement = contexts == null ? SUBMIT : SUBMIT_TRACED;
        Tuple values = contexts == null ? values(batch) : values(batch).addValue(contexts);
        return database.run(statement, values)
                .recover(cause -> JobStore.isKeyTakenMeanwhile(cause)
                        ? database.run(statement, values)
                        : Future.failedFuture(cause))
                .compose(rows -> accepted(rows.iterator().next(), batch));
    }

    private Future<Accepted> accepted(Row row, Batch batch) {
        return switch (SqlOutcomes.of(Submission.Outcome.class, row.getString("outcome"))) {
            case CREATED -> Future.succeededFuture(new Accepted(ids(row), false));
            case REPLAYED -> Future.succeededFuture(new Accepted(ids(row), true));
            case CONFLICT -> Future.failedFuture(JobStore.keyConflict());
            case BUDGET_EXCEEDED -> budgets.exceeded(batch.tenant().key());
            case TOO_MANY_JOBS -> Future.failedFuture(caps.exceeded(batch.tenant()));
            case BASE_NOT_FOUND -> Future.failedFuture(JobStore.noBase());
            case BASE_NOT_FINISHED -> Future.failedFuture(JobStore.baseNotFinished());
            case INSUFFICIENT_CREDITS ->
                Future.failedFuture(new Failure(
                        ErrorCode.INSUFFICIENT_CREDITS,
                        "There are too few credits left: these jobs need " + creditsOf(batch) + "."));
        };
    }

    private static List<UUID> ids(Row row) {
        return List.of(row.getArrayOfUUIDs("job_ids"));
    }

    private static int creditsOf(Batch batch) {
        return batch.jobs().stream().mapToInt(job -> job.type().credits()).sum();
    }

    private Tuple values(Batch batch) {
        List<Submission> jobs = batch.jobs();
        Owner owner = batch.owner();
        OptionColumns options = OptionColumns.of(jobs);
        return Tuple.from(new Object[] {
            ColumnArrays.of(jobs, UUID[]::new, Submission::id),
            ColumnArrays.of(jobs, String[]::new, job -> job.type().wireName()),
            ColumnArrays.of(jobs, UUID[]::new, job -> job.organizationId().orElse(null)),
            ColumnArrays.of(jobs, String[]::new, Submission::input),
            ColumnArrays.of(jobs, Integer[]::new, job -> job.type().credits()),
            owner.userId().orElseThrow(),
            owner.organizationId().orElse(null),
            batch.tenant().key(),
            caps.of(batch.tenant()),
            credits.starting().isPresent() ? credits.starting().getAsInt() : null,
            owner.key(),
            batch.idempotencyKey().map(Submission.IdempotencyKey::key).orElse(null),
            batch.idempotencyKey().map(Submission.IdempotencyKey::requestHash).orElse(null),
            (int) keySeconds,
            options.titles(),
            options.tags(),
            options.startSeconds(),
            options.bases(),
            options.copiedSteps(),
            budgets.byDefault(),
            budgets.currency()
        });
    }
}
