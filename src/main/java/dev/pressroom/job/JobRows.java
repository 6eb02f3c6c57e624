package dev.pressroom.job;

import dev.pressroom.base.ErrorCode;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads rows of {@code jobs} into {@link JobView}s. */
final class JobRows {
    /** The columns that {@link #view} reads, of a table with the alias {@code j}. */
    static final String COLUMNS = """
            j.id, j.type, j.status, j.attempt, j.user_id, j.session_id, j.second_session, j.progress, j.current_step,
            j.phase, j.eta_seconds, j.last_event, j.error, j.error_code, j.retryable, j.lease_owner, j.created_at, j.updated_at,
            j.title, j.tags
            """;

    private JobRows() {}

    static List<JobView> views(RowSet<Row> rows) {
        return rows.stream().map(row -> view(row, Optional.empty())).toList();
    }

    static JobView view(Row row, Optional<String> result) {
        Integer eta = row.getInteger("eta_seconds");
        return new JobView(
                row.getUUID("id"),
                JobType.of(row.getString("type")),
                JobStatus.of(row.getString("status")),
                row.getInteger("attempt"),
                new Owner(
                        Optional.ofNullable(row.getUUID("user_id")), Optional.ofNullable(row.getString("session_id"))),
                Optional.ofNullable(row.getString("second_session")),
                row.getInteger("progress"),
                Optional.ofNullable(row.getString("current_step")),
                Optional.ofNullable(row.getString("phase")),
                eta == null ? OptionalInt.empty() : OptionalInt.of(eta),
                row.getInteger("last_event"),
                Optional.ofNullable(row.getString("error"))
                        .map(message -> new JobView.JobError(
                                ErrorCode.named(row.getString("error_code")), message, row.getBoolean("retryable"))),
                result,
                Optional.ofNullable(row.getUUID("lease_owner")),
                Optional.ofNullable(row.getString("title")),
                tags(row),
                row.getOffsetDateTime("created_at"),
                row.getOffsetDateTime("updated_at"));
    }

    private static List<String> tags(Row row) {
        String[] tags = row.getArrayOfStrings("tags");
        return tags == null ? List.of() : List.of(tags);
    }
}
