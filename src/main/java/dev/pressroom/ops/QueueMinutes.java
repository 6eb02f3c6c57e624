package dev.pressroom.ops;

import dev.pressroom.job.JobType;
import dev.pressroom.store.Database;
import dev.pressroom.store.PagedDelete;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;

/** The largest values of {@link QueueStates} per minute and type. One node samples them every few seconds. */
public final class QueueMinutes {
    private static final Duration RETENTION = Duration.ofDays(8);

    private static final String ADD = """
            insert into queue_minutes as m (minute, type, depth, oldest_seconds, running)
            select date_trunc('minute', $1::timestamptz), t.type, t.depth, t.oldest_seconds, t.running
            from unnest($2::text[], $3::bigint[], $4::bigint[], $5::bigint[]) t(type, depth, oldest_seconds, running)
            on conflict (minute, type) do update
                set depth = greatest(m.depth, excluded.depth),
                    oldest_seconds = greatest(m.oldest_seconds, excluded.oldest_seconds),
                    running = greatest(m.running, excluded.running)
                where excluded.depth > m.depth or excluded.oldest_seconds > m.oldest_seconds or excluded.running > m.running
            returning set_config('synchronous_commit', 'off', true)
            """;

    private static final String READ = """
            select minute, type, depth, oldest_seconds, running from queue_minutes
            where minute > now() - $1 * interval '1 minute' order by minute, type
            """;

    private static final PagedDelete DELETE = new PagedDelete("""
            delete from queue_minutes where (minute, type) in (
                select minute, type from queue_minutes where minute < now() - $1 * interval '1 second' order by minute limit $2
            )
            """, 500);

    private final Database database;

    public QueueMinutes(Database database) {
        this.database = database;
    }

    /**
     * The largest values of a minute.
     *
     * @param depth queued jobs
     * @param oldestSeconds how long the oldest queued job has been queued; 0 when none was
     */
    public record Minute(OffsetDateTime minute, JobType type, long depth, long oldestSeconds, long running) {}

    /** Adds a sample to its minute. */
    public Future<Void> add(QueueStates.State state) {
        List<QueueStates.OfType> types = state.types();
        return database.run(
                        ADD,
                        Tuple.of(state.at())
                                .addArrayOfString(types.stream()
                                        .map(type -> type.type().wireName())
                                        .toArray(String[]::new))
                                .addArrayOfLong(types.stream()
                                        .map(QueueStates.OfType::depth)
                                        .toArray(Long[]::new))
                                .addArrayOfLong(types.stream()
                                        .map(type -> seconds(type, state.at()))
                                        .toArray(Long[]::new))
                                .addArrayOfLong(types.stream()
                                        .map(QueueStates.OfType::running)
                                        .toArray(Long[]::new)))
                .mapEmpty();
    }

    private static long seconds(QueueStates.OfType type, OffsetDateTime at) {
        return type.oldest()
                .map(oldest -> Math.max(0, Duration.between(oldest, at).toSeconds()))
                .orElse(0L);
    }

    /** The last {@code minutes}, oldest first. */
    public Future<List<Minute>> read(int minutes) {
        return database.run(READ, Tuple.of(minutes))
                .map(rows -> rows.stream().map(QueueMinutes::minute).toList());
    }

    private static Minute minute(Row row) {
        return new Minute(
                row.getOffsetDateTime("minute"),
                JobType.of(row.getString("type")),
                row.getLong("depth"),
                row.getLong("oldest_seconds"),
                row.getLong("running"));
    }

    /** Deletes minutes that are older than 8 days. */
    public Future<Void> deleteOld(int limit) {
        return DELETE.run(database, RETENTION, limit);
    }
}
