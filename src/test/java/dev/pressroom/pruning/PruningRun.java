package dev.pressroom.pruning;

import dev.pressroom.config.Settings;
import dev.pressroom.config.SettingsLoader;
import dev.pressroom.job.JobPartitions;
import dev.pressroom.job.PostgresRescueStore;
import dev.pressroom.job.UsageRetention;
import dev.pressroom.pruning.TableSizes.Size;
import dev.pressroom.store.Database;
import dev.pressroom.support.Api;
import dev.pressroom.support.Await;
import dev.pressroom.support.Servers;
import dev.pressroom.support.Service;
import dev.pressroom.support.Sql;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Creates jobs at a steady rate on a real node, deletes old ones with the statements of the retention, and samples the sizes
 * of all tables once a day. A day lasts a few seconds.
 *
 * @param days from the beginning to the end
 * @param kept days for which jobs are kept
 * @param day its duration
 * @param jobsPerDay in batches of {@link #BATCH}
 */
record PruningRun(int days, int kept, Duration day, int jobsPerDay) {
    static final int BATCH = 100;

    /** Kept as long as their users: they grow with the jobs. */
    static final Set<String> LEDGER = Set.of("credit_entries", "credit_sums");

    /** At most. */
    private static final int PRUNED_PER_DAY = 24;

    private static final int PAGE = 500;
    private static final long IGNORED_BYTES = 1 << 20;
    private static final double MAX_GROWTH = 1.15;

    /**
     * What a run found.
     *
     * @param jobs that were created
     * @param stored jobs at the end
     */
    record Result(List<Map<String, Size>> samples, long jobs, long stored, Map<String, Size> reindexed) {
        /** The largest size of a table within a part of the samples, in bytes. */
        long largest(String table, double from, double to) {
            return samples.subList((int) (samples.size() * from), (int) (samples.size() * to)).stream()
                    .mapToLong(
                            sample -> sample.getOrDefault(table, new Size(0, 0)).total())
                    .max()
                    .orElse(0);
        }

        /** The size in the last third in relation to the middle third. */
        double growth(String table) {
            return (double) largest(table, 2 / 3.0, 1) / Math.max(1, largest(table, 1 / 3.0, 2 / 3.0));
        }

        /** Tables that grew although their rows are pruned; those below 1 MB are ignored. */
        List<String> growing() {
            return samples.get(samples.size() - 1).keySet().stream()
                    .filter(table -> !LEDGER.contains(table))
                    .filter(table -> largest(table, 2 / 3.0, 1) > IGNORED_BYTES)
                    .filter(table -> growth(table) > MAX_GROWTH)
                    .toList();
        }
    }

    Result run(Consumer<String> progress) {
        Vertx vertx = Vertx.vertx();
        try (Service service =
                Service.start(Map.of("PRESSROOM_WORKERS", "100", "PRESSROOM_LEASE_SECONDS", "20"), node -> {
                    PrunedJobs pipeline = new PrunedJobs();
                    return Map.of(pipeline.type(), pipeline);
                })) {
            Map<String, String> env = new HashMap<>(Service.environment());
            env.put("DATABASE_URL", service.databaseUrl());
            Settings settings = SettingsLoader.load(env, Optional.empty());
            Database database = Database.open(vertx, service.databaseUrl(), settings.database());
            Result result = days(service, database, progress);
            database.close().await();
            return result;
        } finally {
            vertx.close().await();
        }
    }

    private Result days(Service service, Database database, Consumer<String> progress) {
        List<Map<String, Size>> samples = new ArrayList<>();
        Api api = service.api(UUID.randomUUID());
        takeRetention(service.databaseUrl());
        long lastNanos = System.nanoTime();
        double now = 0;
        long batches = 0;
        long pruned = 0;
        while (samples.size() < days) {
            // A pause of the machine counts as a day at most.
            long nanos = System.nanoTime();
            now += Math.min(1, (nanos - lastNanos) / (double) day.toNanos());
            lastNanos = nanos;
            if (now >= samples.size() + 1) {
                samples.add(TableSizes.read(service.databaseUrl()));
                progress.accept("day " + samples.size() + ": " + batches * BATCH + " jobs created, "
                        + Sql.number(service.databaseUrl(), "select count(*) from jobs") + " stored, "
                        + samples.get(samples.size() - 1).values().stream()
                                        .mapToLong(Size::total)
                                        .sum()
                                / (1 << 20) + " MB");
            } else if (now * jobsPerDay >= (batches + 1) * BATCH) {
                batches++;
                create(api);
            } else if (now * PRUNED_PER_DAY >= pruned + 1) {
                // Those that were due while the last one ran are left out.
                pruned = (long) (now * PRUNED_PER_DAY);
                prune(database).await();
            } else {
                LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
            }
        }
        return new Result(
                samples,
                batches * BATCH,
                Sql.number(service.databaseUrl(), "select count(*) from jobs"),
                reindexed(service.databaseUrl()));
    }

    private static void create(Api api) {
        JsonObject job = Api.order("Pruned").put("type", "content_generation");
        HttpResponse<String> answer = api.post(
                "/api/v1/jobs/batch",
                new JsonObject().put("jobs", new JsonArray(Collections.nCopies(BATCH, job))),
                "Idempotency-Key",
                UUID.randomUUID().toString());
        if (answer.statusCode() != 201) {
            throw new IllegalStateException(answer.statusCode() + " " + answer.body());
        }
    }

    /** Takes the retention and its partitions, which are too long for such days, from the node. */
    private static void takeRetention(String url) {
        Await.until(
                Duration.ofSeconds(60),
                () -> Sql.number(
                                url, "select count(*) from job_partitions where upper_at - lower_at > interval '1 day'")
                        >= 8);
        Servers.execute(
                url,
                "update duties set holder = gen_random_uuid(), held_until = now() + interval '1 day'"
                        + " where name = 'retention'");
        Servers.execute(url, "select drop_job_partition(name) from job_partitions");
    }

    private Future<Void> prune(Database database) {
        PostgresRescueStore store = new PostgresRescueStore(database);
        Duration age = day.multipliedBy(kept);
        return new JobPartitions(database)
                .maintain(age, PAGE)
                .compose(newest -> page(store, age, newest))
                .compose(done -> store.deleteLeftovers(day, PAGE))
                .compose(done -> UsageRetention.deleteOld(database, age, PAGE));
    }

    private static Future<Void> page(PostgresRescueStore store, Duration age, UUID newest) {
        return store.deleteJobs(age, newest, PAGE)
                .compose(deleted -> deleted == 0 ? Future.succeededFuture() : page(store, age, newest));
    }

    /** The sizes after all indexes were built anew. */
    private static Map<String, Size> reindexed(String url) {
        Servers.execute(url, "reindex schema public");
        return new TreeMap<>(TableSizes.read(url));
    }
}
