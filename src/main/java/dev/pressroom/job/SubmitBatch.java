package dev.pressroom.job;

import dev.pressroom.config.Settings;
import dev.pressroom.store.Database;
import dev.pressroom.store.LockWait;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/** Stores many submissions, each for itself, with one statement: a column of theirs is a parameter. */
final class SubmitBatch {
    private static final String SUBMIT = """
            select item, outcome, job_id
            from (select set_config('lock_timeout', $17, true)) as wait(millis)
            cross join lateral submit_each(
                $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15,
                case when wait.millis is not null then $16::integer end)
            """;

    private final Database database;
    private final Integer starting;
    private final int keySeconds;
    private final JobCaps caps;

    SubmitBatch(Database database, Settings.Credits credits, Settings.Retention retention, JobCaps caps) {
        this.database = database;
        this.starting = credits.starting().isPresent() ? credits.starting().getAsInt() : null;
        this.keySeconds = (int) retention.idempotencyKeys().toSeconds();
        this.caps = caps;
    }

    /**
     * A row for each, in their order.
     *
     * @param submissions ordered by their owners
     */
    Future<List<Row>> submit(List<Submission> submissions, LockWait wait) {
        return database.run(SUBMIT, values(submissions, wait)).map(rows -> {
            Row[] ordered = new Row[submissions.size()];
            rows.forEach(row -> ordered[row.getLong("item").intValue() - 1] = row);
            return Arrays.asList(ordered);
        });
    }

    private Tuple values(List<Submission> all, LockWait wait) {
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
            wait.millis()
        });
    }
}
