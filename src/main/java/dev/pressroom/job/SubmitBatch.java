package dev.pressroom.job;

import dev.pressroom.config.Settings;
import dev.pressroom.store.Database;
import dev.pressroom.store.LockWait;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/** Stores many submissions with one statement; the outcome of each is independent of the others. */
final class SubmitBatch {
    private static final String SUBMIT = """
            select item, outcome, job_id
            from (select set_config('lock_timeout', $24, true)) as wait(millis)
            cross join lateral submit_each(
                $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15,
                case when wait.millis is not null then $16::integer end, $17, $18, $19, $20, $21,
                $22, $23)
            """;

    /** Also stores the trace contexts of the new jobs. A statement of its own: without tracing there is nothing to store. */
    private static final String SUBMIT_TRACED = "with submitted as (" + SUBMIT + """
            ), traced as (
                insert into job_traces (job_id, attempt, request)
                select job_id, 1, ($25::text[])[item] from submitted
                where outcome = 'created' and ($25::text[])[item] is not null
            )
            select item, outcome, job_id from submitted
            """;

    private final Database database;
    private final Integer starting;
    private final int keySeconds;
    private final JobCaps caps;
    private final Budgets budgets;

    SubmitBatch(
            Database database, Settings.Credits credits, Settings.Retention retention, JobCaps caps, Budgets budgets) {
        this.database = database;
        this.starting = credits.starting().isPresent() ? credits.starting().getAsInt() : null;
        this.keySeconds = (int) retention.idempotencyKeys().toSeconds();
        this.caps = caps;
        this.budgets = budgets;
    }

    /**
     * Returns the row of each submission, in the given order: {@code outcome} and {@code job_id} of {@code submit_each}.
     *
     * @param submissions ordered by their owners, in whose order rows are locked
     */
    Future<List<Row>> submit(List<Submission> submissions, LockWait wait) {
        return run(submissions, values(submissions, wait)).map(rows -> {
            Row[] ordered = new Row[submissions.size()];
            rows.forEach(row -> ordered[row.getLong("item").intValue() - 1] = row);
            return Arrays.asList(ordered);
        });
    }

    private Future<RowSet<Row>> run(List<Submission> submissions, Tuple values) {
        String[] contexts = TraceColumn.of(submissions);
        return contexts == null ? database.run(SUBMIT, values) : database.run(SUBMIT_TRACED, values.addValue(contexts));
    }

    private Tuple values(List<Submission> all, LockWait wait) {
        OptionColumns options = OptionColumns.of(all);
        return Tuple.from(new Object[] {
            ColumnArrays.of(all, UUID[]::new, Submission::id),
            ColumnArrays.of(all, String[]::new, s -> s.type().wireName()),
            ColumnArrays.of(all, UUID[]::new, s -> s.owner().userId().orElse(null)),
            ColumnArrays.of(all, String[]::new, s -> s.owner().sessionId().orElse(null)),
            ColumnArrays.of(all, String[]::new, s -> s.secondSession().orElse(null)),
            ColumnArrays.of(all, UUID[]::new, s -> s.organizationId().orElse(null)),
            ColumnArrays.of(all, UUID[]::new, s -> s.owner().organizationId().orElse(null)),
            ColumnArrays.of(all, String[]::new, s -> s.tenant().key()),
            ColumnArrays.of(all, Integer[]::new, s -> caps.of(s.tenant())),
            ColumnArrays.of(all, String[]::new, Submission::input),
            ColumnArrays.of(all, Integer[]::new, s -> s.type().credits()),
            ColumnArrays.of(all, String[]::new, s -> s.owner().key()),
            ColumnArrays.of(
                    all,
                    String[]::new,
                    s -> s.idempotencyKey().map(Submission.IdempotencyKey::key).orElse(null)),
            ColumnArrays.of(
                    all,
                    Buffer[]::new,
                    s -> s.idempotencyKey()
                            .map(Submission.IdempotencyKey::requestHash)
                            .orElse(null)),
            starting,
            keySeconds,
            options.titles(),
            options.tags(),
            options.startSeconds(),
            options.bases(),
            options.copiedSteps(),
            budgets.byDefault(),
            budgets.currency(),
            wait.millis()
        });
    }
}
