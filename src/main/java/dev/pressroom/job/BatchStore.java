package dev.pressroom.job;

import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
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
            select outcome, job_ids, item
            from submit_jobs($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
            """;

    private final Database database;
    private final Settings.Credits credits;
    private final long keySeconds;

    public BatchStore(Database database, Settings.Credits credits, Settings.Retention retention) {
        this.database = database;
        this.credits = credits;
        this.keySeconds = retention.idempotencyKeys().toSeconds();
    }

    /**
     * @param owner a user
     * @param jobs in the caller's order, each of that owner; their own idempotency keys are not looked at
     */
    public record Batch(Owner owner, List<Submission> jobs, Optional<Submission.IdempotencyKey> idempotencyKey) {}

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

    private static Future<Accepted> accepted(Row row, Batch batch) {
        return switch (row.getString("outcome")) {
            case "created" -> Future.succeededFuture(new Accepted(ids(row), false));
            case "replayed" -> Future.succeededFuture(new Accepted(ids(row), true));
            case "conflict" -> Future.failedFuture(JobStore.keyConflict());
            case "organization_not_found" ->
                Future.failedFuture(new Failure(
                        ErrorCode.ORGANIZATION_NOT_FOUND,
                        "There is no such organization: /jobs/" + (row.getInteger("item") - 1) + "/organizationId."));
            default ->
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
            Columns.of(jobs, UUID[]::new, Submission::id),
            Columns.of(jobs, String[]::new, job -> job.type().wireName()),
            Columns.of(jobs, UUID[]::new, job -> job.organizationId().orElse(null)),
            Columns.of(jobs, String[]::new, Submission::tenant),
            Columns.of(jobs, String[]::new, Submission::input),
            Columns.of(jobs, Integer[]::new, job -> job.type().credits()),
            owner.userId().orElseThrow(),
            owner.sessionId().orElse(null),
            credits.starting().isPresent() ? credits.starting().getAsInt() : null,
            owner.key(),
            batch.idempotencyKey().map(Submission.IdempotencyKey::key).orElse(null),
            batch.idempotencyKey().map(Submission.IdempotencyKey::requestHash).orElse(null),
            (int) keySeconds
        });
    }
}
