package dev.pressroom.ops;

import dev.pressroom.job.JobType;
import dev.pressroom.job.RedisJobQueue;
import dev.pressroom.store.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** How many jobs of each type are queued and running. The cost does not depend on the number of queued jobs. */
public final class QueueStates {
    /** Queued jobs that are read at most. */
    private static final int MAX_QUEUED = 2000;

    private static final long QUEUE_TIMEOUT_MILLIS = 500;

    /** The comparisons of rows leave the planner one index: see {@code JobSearch}. Parameter 3: smaller than every id. */
    private static final String BY_TYPE = """
            with queued as materialized (
                select type, queued_at from jobs
                where status in ('queued', 'running') and (status, id) >= ('queued', $3::uuid) and (status, id) < ('running', $3)
                order by status, id limit $1
            ), running as materialized (
                select type, count(*) as jobs from jobs where status = 'running' group by type
            ), depths as materialized (
                select type, count(*) as jobs, min(queued_at) as oldest from queued group by type
            )
            select t.type, coalesce(d.jobs, 0) as queued, d.oldest, coalesce(r.jobs, 0) as running,
                   (select count(*) from queued) as read, now() as at
            from unnest($2::text[]) t(type)
            left join depths d on d.type = t.type left join running r on r.type = t.type
            """;

    /** For a type whose jobs are all newer than the oldest jobs of other types. */
    private static final String OLDEST_OF =
            "select min(queued_at) as oldest from jobs where id = any($1) and status = 'queued'";

    private final Database database;
    private final Optional<RedisJobQueue> queue;

    /** @param queue empty without Redis */
    public QueueStates(Database database, Optional<RedisJobQueue> queue) {
        this.database = database;
        this.queue = queue;
    }

    /** The state at a time by the database's clock. */
    public record State(OffsetDateTime at, List<OfType> types) {}

    /**
     * The jobs of a type.
     *
     * @param depth queued jobs
     * @param isMinimum whether there may be more queued jobs
     * @param oldest since when the oldest job has been queued; empty when none is
     */
    public record OfType(JobType type, long depth, boolean isMinimum, Optional<OffsetDateTime> oldest, long running) {}

    public Future<State> read() {
        String[] types = JobType.known().stream().map(JobType::wireName).toArray(String[]::new);
        return database.run(
                        BY_TYPE, Tuple.of(MAX_QUEUED).addArrayOfString(types).addUUID(new UUID(0, 0)))
                .compose(read -> {
                    List<Row> rows = read.stream().toList();
                    return Future.all(rows.stream().map(this::ofType).toList())
                            .map(all -> new State(rows.get(0).getOffsetDateTime("at"), all.list()));
                });
    }

    private Future<OfType> ofType(Row row) {
        JobType type = JobType.of(row.getString("type"));
        long queued = row.getLong("queued");
        long running = row.getLong("running");
        Optional<OffsetDateTime> oldest = Optional.ofNullable(row.getOffsetDateTime("oldest"));
        if (row.getLong("read") < MAX_QUEUED) {
            return Future.succeededFuture(new OfType(type, queued, false, oldest, running));
        }
        return ask(redis -> redis.size(type), 0)
                .compose(size -> (oldest.isPresent() || size == 0
                                ? Future.succeededFuture(oldest)
                                : oldestInQueue(type))
                        .map(found -> new OfType(type, Math.max(queued, size), true, found, running)));
    }

    private Future<Optional<OffsetDateTime>> oldestInQueue(JobType type) {
        return ask(redis -> redis.first(type, MAX_QUEUED / 10), List.<UUID>of())
                .compose(ids -> database.run(OLDEST_OF, Tuple.of(ids.toArray(UUID[]::new))))
                .map(rows -> Optional.ofNullable(rows.iterator().next().getOffsetDateTime("oldest")));
    }

    /** The answer of Redis, or {@code fallback} without one. */
    private <T> Future<T> ask(Function<RedisJobQueue, Future<T>> call, T fallback) {
        return queue.map(redis -> call.apply(redis)
                        .timeout(QUEUE_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)
                        .otherwise(fallback))
                .orElseGet(() -> Future.succeededFuture(fallback));
    }
}
