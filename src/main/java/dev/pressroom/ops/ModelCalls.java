package dev.pressroom.ops;

import dev.pressroom.store.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/** The model calls of a job, as rows of {@code usage_entries}: they are there when their step has ended. */
public final class ModelCalls {
    /** Calls of an answer, at most. */
    public static final int MAX_CALLS = 500;

    private static final String CALLS = """
            select step, attempt, model, coalesce(input_tokens, 0) as input_tokens,
                   coalesce(output_tokens, 0) as output_tokens, coalesce(images, 0) as images, cost, currency, created_at
            from usage_entries where job_id = $1 order by id limit $2
            """;

    private final Database database;

    public ModelCalls(Database database) {
        this.database = database;
    }

    /**
     * One call. Of steps that older versions have run, all calls together.
     *
     * @param cost empty when the model had no price
     * @param recordedAt when its step ended
     */
    public record Call(
            Optional<String> step,
            OptionalInt attempt,
            Optional<String> model,
            long inputTokens,
            long outputTokens,
            int images,
            Optional<BigDecimal> cost,
            Optional<String> currency,
            OffsetDateTime recordedAt) {}

    /** The first {@link #MAX_CALLS} calls of a job, oldest first. */
    public Future<List<Call>> of(UUID job) {
        return database.run(CALLS, Tuple.of(job, MAX_CALLS))
                .map(rows -> rows.stream()
                        .map(row -> new Call(
                                Optional.ofNullable(row.getString("step")),
                                row.getInteger("attempt") == null
                                        ? OptionalInt.empty()
                                        : OptionalInt.of(row.getInteger("attempt")),
                                Optional.ofNullable(row.getString("model")),
                                row.getLong("input_tokens"),
                                row.getLong("output_tokens"),
                                row.getInteger("images"),
                                Optional.ofNullable(row.getBigDecimal("cost")),
                                Optional.ofNullable(row.getString("currency")),
                                row.getOffsetDateTime("created_at")))
                        .toList());
    }
}
