package dev.pressroom;

import dev.pressroom.job.JobType;
import dev.pressroom.job.QueueMonitor;
import dev.pressroom.job.RedisJobQueue;
import dev.pressroom.store.Database;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.io.File;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Gauges that a node reads every ten seconds: the queue and the workers of the whole cluster, and whether the servers and
 * the disk that this node uses are available. A value that is unknown is NaN.
 */
final class NodeGauges {
    private static final long PERIOD_MILLIS = 10_000;

    /** Reads a bounded number of index entries, however long the queue is. */
    private static final String OLDEST = """
            select type, extract(epoch from now() - min(queued_at))::float8 as seconds
            from (
                select type, queued_at from jobs where status = 'queued' order by id limit 10000
            ) oldest
            group by type
            """;

    private static final String WORKERS = """
            select count(*)::integer as workers from cluster_members
            where seen_at > now() - interval '10 seconds' and not leaving and 'worker' = any(roles)
            """;

    private final Vertx vertx;
    private final Database database;
    private final Optional<RedisJobQueue> queue;
    private final MeterRegistry registry;
    private final Map<JobType, Value> depth = new EnumMap<>(JobType.class);
    private final Map<JobType, Value> oldest = new EnumMap<>(JobType.class);
    private final Value workers = new Value();
    private long timer;

    /** A number that other threads read. */
    private static final class Value implements Supplier<Number> {
        private volatile double number = Double.NaN;

        @Override
        public Number get() {
            return number;
        }
    }

    NodeGauges(Vertx vertx, Database database, Optional<RedisJobQueue> queue, MeterRegistry registry) {
        this.vertx = vertx;
        this.database = database;
        this.queue = queue;
        this.registry = registry;
    }

    /** @param folder whose disk is measured; the working folder where it does not exist */
    void start(QueueMonitor monitor, Path folder) {
        JobType.known().forEach(this::registerQueue);
        gauge("pressroom.cluster.workers", "Nodes of the cluster that accept jobs", workers)
                .register(registry);
        gauge(
                        "pressroom.database.up",
                        "1 while PostgreSQL can read and write, else 0",
                        () -> database.fault().isEmpty() ? 1 : 0)
                .register(registry);
        queue.ifPresent(configured -> gauge(
                        "pressroom.redis.up",
                        "1 while the job queue in Redis answers, else 0",
                        () -> monitor.isUp() ? 1 : 0)
                .register(registry));
        registerDisk(folder.toFile());
        timer = vertx.setPeriodic(PERIOD_MILLIS, tick -> read());
        read();
    }

    void stop() {
        vertx.cancelTimer(timer);
    }

    private void registerQueue(JobType type) {
        depth.put(type, new Value());
        oldest.put(type, new Value());
        gauge("pressroom.queue.depth", "Jobs in the queue of the cluster that wait for a worker", depth.get(type))
                .tag("type", type.wireName())
                .register(registry);
        gauge("pressroom.queue.oldest", "Age of the oldest queued job, among 10,000", oldest.get(type))
                .baseUnit("seconds")
                .tag("type", type.wireName())
                .register(registry);
    }

    private void registerDisk(File folder) {
        File disk = folder.exists() ? folder : new File(".");
        gauge("pressroom.disk.free", "Free space on the disk of the data folder", disk::getUsableSpace)
                .baseUnit("bytes")
                .register(registry);
        gauge("pressroom.disk.size", "Size of the disk of the data folder", disk::getTotalSpace)
                .baseUnit("bytes")
                .register(registry);
    }

    private static Gauge.Builder<Supplier<Number>> gauge(String name, String description, Supplier<Number> value) {
        return Gauge.builder(name, value).strongReference(true).description(description);
    }

    private void read() {
        database.run(OLDEST, Tuple.tuple())
                .onSuccess(this::setOldest)
                .onFailure(cause -> oldest.values().forEach(value -> value.number = Double.NaN));
        database.run(WORKERS, Tuple.tuple())
                .onSuccess(rows -> workers.number = rows.iterator().next().getInteger("workers"))
                .onFailure(cause -> workers.number = Double.NaN);
        queue.ifPresent(redis -> depth.forEach((type, value) ->
                redis.size(type).onSuccess(size -> value.number = size).onFailure(cause -> value.number = Double.NaN)));
    }

    private void setOldest(RowSet<Row> rows) {
        Map<JobType, Double> found = new EnumMap<>(JobType.class);
        rows.forEach(row -> found.put(JobType.of(row.getString("type")), row.getDouble("seconds")));
        oldest.forEach((type, value) -> value.number = found.getOrDefault(type, 0.0));
    }
}
