package dev.pressroom.bench;

import dev.pressroom.support.Sql;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Whole lives of jobs: ordered over HTTP, run two hundred at once, all of it durable. */
final class JobsFigure implements Figure {
    static final int RESULT = 5_000;

    /** The statistics of Postgres come a second late. */
    private static final long STATISTICS_MILLIS = 1500;

    private static final int WARM = 15_000;
    private static final int AT_ONCE = 200;
    private static final double RATIO = 0.35;
    private static final double LEAST = 3_000;

    @Override
    public String name() {
        return "jobs";
    }

    @Override
    public String says() {
        return "jobs from order to end, 200 at once: 4 progress updates and a result of 5 KB each";
    }

    @Override
    public List<Line> measure(Ground ground) {
        List<Line> lines = new ArrayList<>();
        double ours;
        String database = ground.freshDatabase();
        try (Child node = ground.node(database, Map.of("PRESSROOM_WORKERS", Integer.toString(AT_ONCE)))) {
            lived(
                    ground,
                    database,
                    List.of(node),
                    ground.setup().warmupMillis(),
                    ground.setup().of(WARM, 0));
            Life life = lived(ground, database, List.of(node), ground.setup().millis(), 0);
            ours = life.rate();
            lines.add(Line.told(
                    "jobs, progress writes of 6 per job",
                    Line.decimal(life.progressWrites()) + ", the rest coalesced"));
        }
        try (PostgresAlone postgres = new PostgresAlone(database, RESULT)) {
            postgres.rate(ground.setup().warmupMillis());
            lines.add(0, Line.rate("jobs", ours, postgres.rate(ground.setup().millis()), RATIO, LEAST));
        }
        return lines;
    }

    /**
     * @param rate jobs a second, from the first order to the last end
     * @param progressWrites of a job's row that only told how far it is
     * @param commits of the database per job
     */
    record Life(double rate, double progressWrites, double commits) {}

    /** Orders for half of the time, and at least so many, and waits until all are done. */
    static Life lived(Ground ground, String database, List<Child> nodes, long millis, int least) {
        long before = count(database, "true");
        long updatesBefore = updates(database);
        long commitsBefore = commits(database);
        long began = System.nanoTime();
        JsonObject ordered = ground.load()
                .ask(new JsonObject()
                        .put("do", "requests")
                        .put("port", nodes.get(0).port())
                        .put("connections", 64)
                        .put("status", 201)
                        .put("millis", millis / 2)
                        .put("least", least)
                        .put(
                                "requests",
                                Ground.creates(
                                        Ground.USERS, new JsonObject().put(BenchPipeline.RESULT_BYTES, RESULT))));
        long jobs = ordered.getLong("sent");
        Pause.until(() -> count(database, "status in ('queued', 'running')") == 0);
        double seconds = (System.nanoTime() - began) / 1e9;
        if (count(database, "status = 'succeeded'") != before + jobs) {
            throw new IllegalStateException("not all jobs have succeeded");
        }
        Pause.of(STATISTICS_MILLIS);
        double updatesPerJob = (updates(database) - updatesBefore) / (double) jobs;
        return new Life(jobs / seconds, updatesPerJob - 2, (commits(database) - commitsBefore) / (double) jobs);
    }

    private static long count(String database, String condition) {
        return Sql.number(database, "select count(*) from jobs where " + condition);
    }

    private static long updates(String database) {
        return Sql.number(database, "select n_tup_upd from pg_stat_user_tables where relname = 'jobs'");
    }

    private static long commits(String database) {
        return Sql.number(database, "select xact_commit from pg_stat_database where datname = current_database()");
    }
}
