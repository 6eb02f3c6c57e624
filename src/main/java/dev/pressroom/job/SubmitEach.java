package dev.pressroom.job;

import dev.pressroom.config.Settings;
import dev.pressroom.store.Database;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;

/** Stores many submissions, each for itself, with one statement: a column of theirs is a parameter. */
final class SubmitEach {
    private static final String SUBMIT = """
            select item, outcome, job_id
            from submit_each($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
            """;

    private final Database database;
    private final Integer starting;
    private final int keySeconds;

    SubmitEach(Database database, Settings.Credits credits, Settings.Retention retention) {
        this.database = database;
        this.starting = credits.starting().isPresent() ? credits.starting().getAsInt() : null;
        this.keySeconds = (int) retention.idempotencyKeys().toSeconds();
    }

    /**
     * A row for each, in their order.
     *
     * @param submissions ordered by their owners
     */
    Future<List<Row>> submit(List<Submission> submissions) {
        return database.run(SUBMIT, values(submissions)).map(rows -> {
            Row[] ordered = new Row[submissions.size()];
            rows.forEach(row -> ordered[row.getLong("item").intValue() - 1] = row);
            return Arrays.asList(ordered);
        });
    }

    private Tuple values(List<Submission> all) {
        return Tuple.from(new Object[] {
            column(all, UUID[]::new, Submission::id),
            column(all, String[]::new, s -> s.type().wireName()),
            column(all, UUID[]::new, s -> s.owner().userId().orElse(null)),
            column(all, String[]::new, s -> s.owner().sessionId().orElse(null)),
            column(all, UUID[]::new, s -> s.organizationId().orElse(null)),
            column(all, String[]::new, Submission::tenant),
            column(all, String[]::new, Submission::input),
            column(all, Integer[]::new, s -> s.type().credits()),
            column(all, String[]::new, s -> s.owner().key()),
            column(
                    all,
                    String[]::new,
                    s -> s.idempotencyKey().map(Submission.IdempotencyKey::key).orElse(null)),
            column(
                    all,
                    Buffer[]::new,
                    s -> s.idempotencyKey()
                            .map(Submission.IdempotencyKey::requestHash)
                            .orElse(null)),
            starting,
            keySeconds
        });
    }

    private static <T> T[] column(List<Submission> all, IntFunction<T[]> array, Function<Submission, T> value) {
        return all.stream().map(value).toArray(array);
    }
}
