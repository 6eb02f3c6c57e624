package dev.pressroom.job;

import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import dev.pressroom.base.SqlOutcomes;
import dev.pressroom.config.Settings;
import dev.pressroom.store.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Stores many jobs of one user at once: all of them or none. */
public final class BatchStore {
    private static final String SUBMIT = """
            select outcome, job_ids from submit_jobs($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
            """;

    private final Database database;
    private final Settings.Credits credits;
    private final long keySeconds;
    private final JobCaps caps;

    public BatchStore(Database database, Settings settings) {
        this.database = database;
        this.credits = settings.credits();
        this.keySeconds = settings.retention().idempotencyKeys().toSeconds();
        this.caps = JobCaps.of(settings.limits());
    }

    /**
     * @param owner a user
     * @param jobs in the caller's order, each of that owner and tenant; their own idempotency keys are not looked at
     */
    public record Batch(
            Owner owner, Tenant tenant, List<Submission> jobs, Optional<Submission.IdempotencyKey> idempotencyKey) {}

    /** @param replayed whether this is the answer of an earlier request with the same idempotency key */
    public record Accepted(List<UUID> jobIds, boolean replayed) {}

    /**
     * Stores the jobs with their inputs, their credit holds and the idempotency key, durably when it completes. Fails as
     * {@link JobStore#submit} does, and then nothing is stored.
     */
    public Future<Accepted> submit(Batch batch) {
        Tuple values = values(batch);
        return database.run(SUBMIT, values)
                .recover(cause ->
                        JobStore.isKeyTakenMeanwhile(cause) ? database.run(SUBMIT, values) : Future.failedFuture(cause))
                .compose(rows -> accepted(rows.iterator().next(), batch));
    }

    private Future<Accepted> accepted(Row row, Batch batch) {
        return switch (SqlOutcomes.of(SubmitOutcome.class, row.getString("outcome"))) {
            case CREATED -> Future.succeededFuture(new Accepted(ids(row), false));
            case REPLAYED -> Future.succeededFuture(new Accepted(ids(row), true));
            case CONFLICT -> Future.failedFuture(JobStore.keyConflict());
            case TOO_MANY_JOBS -> Future.failedFuture(caps.exceeded(batch.tenant()));
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
            (int) keySeconds
        });
    }
}
