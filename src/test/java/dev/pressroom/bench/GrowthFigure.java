package dev.pressroom.bench;

import dev.pressroom.bench.AlternatingRuns.Turn;
import dev.pressroom.store.Migrations;
import dev.pressroom.support.Servers;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Compares the speed of creates and jobs with few and with millions of finished jobs in the database. */
final class GrowthFigure implements Figure {
    private static final List<Integer> FINISHED = List.of(1_000_000, 5_000_000);
    private static final List<Integer> FINISHED_IN_SMOKE = List.of(1_000);
    private static final int TURNS = 3;
    private static final int CONNECTIONS = 64;

    @Override
    public String name() {
        return "growth";
    }

    @Override
    public String says() {
        return "create requests and complete jobs beside 1 and 5 million finished ones (10 GB of disk, some minutes); the limit is an "
                + "empty database";
    }

    @Override
    public List<ResultRow> measure(BenchEnvironment ground) {
        List<ResultRow> lines = new ArrayList<>();
        Side empty = new Side(ground, migrated(ground), 1);
        Side full = new Side(ground, migrated(ground), 2);
        int before = 0;
        for (int finished : ground.setup().smoke() ? FINISHED_IN_SMOKE : FINISHED) {
            FinishedJobs.fill(full.database, before, finished);
            String beside = ", beside " + ResultRow.whole(finished);
            lines.addAll(created(ground, empty, full).told("create", beside));
            lines.addAll(lived(ground, empty, full).told("jobs", beside));
            before = finished;
        }
        return lines;
    }

    private static String migrated(BenchEnvironment ground) {
        String database = ground.freshDatabase();
        Migrations.run(database);
        return database;
    }

    private static AlternatingRuns created(BenchEnvironment ground, Side empty, Side full) {
        Map<String, String> serving = Map.of("PRESSROOM_ROLES", "http");
        JsonArray requests = BenchEnvironment.creates(BenchEnvironment.USERS, new JsonObject());
        try (ChildProcess one = empty.node(serving);
                ChildProcess other = full.node(serving)) {
            Stream.of(one, other).forEach(node -> Runs.warmUp(ground, node, CONNECTIONS, 201, requests));
            return AlternatingRuns.take(
                    turns(ground),
                    () -> {
                        empty.clear();
                        return created(ground, one, requests);
                    },
                    () -> created(ground, other, requests));
        } finally {
            full.dropQueued();
        }
    }

    private static Turn created(BenchEnvironment ground, ChildProcess node, JsonArray requests) {
        Duration before = ground.postgresTime();
        JsonObject result = Runs.measured(ground, node, CONNECTIONS, 201, requests);
        double micros = ground.postgresTime().minus(before).toNanos() / 1000.0;
        return new Turn(result.getDouble("rate"), result.getDouble("processor"), micros / result.getLong("sent"));
    }

    private static AlternatingRuns lived(BenchEnvironment ground, Side empty, Side full) {
        Map<String, String> working = Map.of("PRESSROOM_WORKERS", Integer.toString(JobsFigure.AT_ONCE));
        empty.clear();
        try (ChildProcess one = empty.node(working);
                ChildProcess other = full.node(working)) {
            JobLifeCycles ones = new JobLifeCycles(ground, empty.database, List.of(one));
            JobLifeCycles others = new JobLifeCycles(ground, full.database, List.of(other));
            int jobs = ones.inTime(ones.warmedUp());
            others.warmedUp();
            return AlternatingRuns.take(
                    turns(ground),
                    () -> {
                        empty.clear();
                        return lived(ground, one, ones, jobs);
                    },
                    () -> lived(ground, other, others, jobs));
        }
    }

    private static Turn lived(BenchEnvironment ground, ChildProcess node, JobLifeCycles lives, int jobs) {
        Duration before = ground.postgresTime();
        Duration nodeBefore = node.processorTime();
        JobLifeCycles.Life life = lives.lived(jobs);
        double nodeMicros = node.processorTime().minus(nodeBefore).toNanos() / 1000.0;
        double micros = ground.postgresTime().minus(before).toNanos() / 1000.0;
        return new Turn(life.rate(), nodeMicros / life.jobs(), micros / life.jobs());
    }

    private static int turns(BenchEnvironment ground) {
        return ground.setup().of(TURNS, 1);
    }

    /** A database with a queue of its own. */
    private record Side(BenchEnvironment ground, String database, int queue) {
        ChildProcess node(Map<String, String> settings) {
            Map<String, String> all = new HashMap<>(ground.queue(queue));
            all.putAll(settings);
            return ground.node(database, all);
        }

        /** What the turn before has left would make it less empty. */
        void clear() {
            Servers.execute(
                    database,
                    "truncate jobs, job_inputs, job_results, job_steps, job_events, job_traces, credit_entries");
        }

        /** Nobody is to run what was only ordered. */
        void dropQueued() {
            Servers.execute(database, "delete from jobs where status = 'queued'");
            Servers.execute(database, "vacuum analyze jobs");
        }
    }
}
