package dev.pressroom.bench;

import dev.pressroom.base.Sources;
import dev.pressroom.config.Settings;
import dev.pressroom.config.SettingsLoader;
import dev.pressroom.job.JobQueue;
import dev.pressroom.job.Lease;
import dev.pressroom.job.LeaseStore;
import dev.pressroom.job.LeasedJob;
import dev.pressroom.job.RescueStore;
import dev.pressroom.store.Database;
import dev.pressroom.store.Migrations;
import dev.pressroom.worker.WorkerStores;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Compares what a worker and the maintenance do all the time with few and with very many running jobs in the database. */
final class ScaleFigure implements Figure {
    private static final List<Integer> LIVE = List.of(100, 10_000, 100_000);
    private static final int MOST = 1_000_000;
    private static final List<Integer> LIVE_IN_SMOKE = List.of(10, 100);
    private static final int ROUNDS = 31;

    /** Rounds that are not measured: plans are made, and buffers read. */
    private static final int WARM_UP = 5;

    private static final int CLAIMED = 10;
    private static final int HELD = 50;
    private static final int PAGE = 500;
    private static final double MOST_RATIO = 2;
    private static final Duration AGE = Duration.ofDays(30);

    /** Greater than the ids of all jobs that have finished. */
    private static final UUID AFTER_FINISHED = UUID.fromString("00000000-0000-7000-8000-ffffffffffff");

    @Override
    public String name() {
        return "scale";
    }

    @Override
    public String says() {
        return "claims, heartbeat, reaper and retention beside 100, 10,000 and 100,000 running jobs of a hundred other nodes; "
                + "1,000,000 with --most";
    }

    @Override
    public List<ResultRow> measure(BenchEnvironment ground) {
        List<Integer> sizes = sizes(ground.setup());
        String database = ground.freshDatabase();
        Migrations.run(database);
        Map<String, List<Double>> medians = new LinkedHashMap<>();
        try (Worker worker = new Worker(ground, database)) {
            int before = 0;
            for (int live : sizes) {
                LiveJobs.run(database, before, live);
                before = live;
                worker.measured(ground.setup().of(ROUNDS, 2), ground.setup().of(WARM_UP, 0))
                        .forEach((what, millis) -> medians.computeIfAbsent(what, any -> new ArrayList<>())
                                .add(millis));
            }
        }
        return medians.entrySet().stream()
                .map(each -> row(each.getKey(), sizes, each.getValue()))
                .toList();
    }

    private static List<Integer> sizes(Setup setup) {
        if (setup.smoke()) {
            return LIVE_IN_SMOKE;
        }
        return setup.most() ? Stream.concat(LIVE.stream(), Stream.of(MOST)).toList() : LIVE;
    }

    private static ResultRow row(String what, List<Integer> sizes, List<Double> millis) {
        int last = sizes.size() - 1;
        ResultRow cost = ResultRow.cost(
                what + ", beside " + ResultRow.whole(sizes.get(last)) + " and " + ResultRow.whole(sizes.get(0)),
                millis.get(last),
                millis.get(0),
                "ms",
                MOST_RATIO);
        String all = String.join(", ", millis.stream().map(ResultRow::decimal).toList());
        return new ResultRow(cost.figure(), all + " ms", cost.limit(), cost.ratio(), cost.target(), cost.met());
    }

    /** A node's stores over the database, without the rest of the node. */
    private static final class Worker implements AutoCloseable {
        private final String url;
        private final Vertx vertx = Vertx.vertx();
        private final Context context = vertx.getOrCreateContext();
        private final Sources sources = Sources.system();
        private final Database database;
        private final LeaseStore leases;
        private final RescueStore rescue;
        private final RescueStore retention;
        private final RescueStore.LossRules rules;
        private final List<Lease> held = new ArrayList<>();

        Worker(BenchEnvironment ground, String url) {
            this.url = url;
            Settings settings = SettingsLoader.load(ground.environment(url), Optional.empty());
            this.rules = RescueStore.LossRules.of(settings.workers());
            this.database = Database.open(vertx, url, settings.database());
            WorkerStores stores = WorkerStores.in(database, UUID.randomUUID(), settings, Optional.empty());
            this.leases = done(() -> Future.succeededFuture(stores.leases()));
            this.rescue = stores.rescueStore();
            this.retention = stores.retentionStore();
            beAlive();
            while (held.size() < HELD) {
                List<JobQueue.Claimed> entries = queued();
                held.addAll(claim(entries));
            }
        }

        /** The median of each call, in milliseconds. */
        Map<String, Double> measured(int rounds, int warmUp) {
            Map<String, double[]> times = new LinkedHashMap<>();
            for (int round = -warmUp; round < rounds; round++) {
                LiveJobs.finish(url, PAGE);
                beAlive();
                List<JobQueue.Claimed> entries = queued();
                List<Lease> claimed = new ArrayList<>();
                note(times, "claim of " + CLAIMED + " jobs", round, rounds, () -> claimed.addAll(claim(entries)));
                note(times, "heartbeat with " + HELD + " jobs", round, rounds, () -> done(() -> leases.renew(held)));
                note(times, "reaper, nothing to do", round, rounds, this::reap);
                note(times, "retention, " + PAGE + " jobs", round, rounds, this::delete);
                done(() -> leases.handBack(claimed));
            }
            Map<String, Double> medians = new LinkedHashMap<>();
            times.forEach((what, millis) -> {
                Arrays.sort(millis);
                medians.put(what, millis[millis.length / 2]);
            });
            return medians;
        }

        private static void note(Map<String, double[]> times, String what, int round, int rounds, Runnable call) {
            long began = System.nanoTime();
            call.run();
            if (round >= 0) {
                times.computeIfAbsent(what, any -> new double[rounds])[round] = (System.nanoTime() - began) / 1e6;
            }
        }

        /** Only nodes that send heartbeats may claim. */
        private void beAlive() {
            done(() -> leases.renew(List.of()));
        }

        private List<JobQueue.Claimed> queued() {
            List<UUID> ids = Stream.generate(sources.ids()).limit(CLAIMED).toList();
            LiveJobs.queue(url, ids);
            return ids.stream().map(id -> new JobQueue.Claimed(id, 1)).toList();
        }

        private List<Lease> claim(List<JobQueue.Claimed> entries) {
            List<Lease> claimed = done(() -> leases.claim(entries)).stream()
                    .map(LeasedJob::lease)
                    .toList();
            require(claimed.size() == entries.size(), "claimed " + claimed.size());
            return claimed;
        }

        private void reap() {
            done(() -> rescue.recordLostNodes(rules));
            int rescued = done(() -> rescue.rescue(rules, PAGE)).size();
            done(() -> rescue.relaxSuspects(PAGE));
            require(rescued == 0, "rescued " + rescued);
        }

        private void delete() {
            int deleted = done(() -> retention.deleteJobs(AGE, AFTER_FINISHED, PAGE));
            require(deleted == PAGE, "deleted " + deleted);
        }

        private static void require(boolean condition, String found) {
            if (!condition) {
                throw new IllegalStateException("unexpected number of jobs: " + found);
            }
        }

        private <T> T done(Supplier<Future<T>> call) {
            Promise<T> answer = Promise.promise();
            context.runOnContext(go -> call.get().onComplete(answer));
            try {
                return answer.future().await(60, TimeUnit.SECONDS);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void close() {
            database.close();
            vertx.close();
        }
    }
}
