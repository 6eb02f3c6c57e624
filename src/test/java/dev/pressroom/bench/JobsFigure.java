package dev.pressroom.bench;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Whole lives of jobs: ordered by batch, run two hundred at once, all of it durable. */
final class JobsFigure implements Figure {
    static final int AT_ONCE = 200;

    private static final int MOST_AT_ONCE = 5_000;

    /** Progress is stored every 500 ms at most. */
    private static final int SPREAD_MILLIS = 520;

    /** Of a job's row, that do not tell how far it is: claimed, settled. */
    private static final int OTHER_UPDATES = 2;

    private static final double RATIO = 0.35;
    private static final double LEAST = 3_000;

    @Override
    public String name() {
        return "jobs";
    }

    @Override
    public String says() {
        return "jobs from creation to end, created in batches of " + JobLifeCycles.BATCH
                + ", 200 at once: 4 progress updates and a result of 5 KB each; also with every update written";
    }

    @Override
    public List<ResultRow> measure(BenchEnvironment ground) {
        List<ResultRow> lines = new ArrayList<>();
        String database = ground.freshDatabase();
        JobLifeCycles lives;
        double rate;
        try (ChildProcess node = ground.node(database, Map.of("PRESSROOM_WORKERS", Integer.toString(AT_ONCE)))) {
            lives = new JobLifeCycles(ground, database, List.of(node));
            rate = lives.measured().rate();
        }
        try (PostgresAlone postgres = new PostgresAlone(database, JobLifeCycles.RESULT)) {
            postgres.rate(ground.setup().warmupMillis());
            lines.add(ResultRow.rate("jobs", rate, postgres.rate(ground.setup().millis()), RATIO, LEAST));
        }
        lines.add(ResultRow.told("jobs, progress writes per job", writes(lives)));
        lines.addAll(keptProgress(ground));
        return lines;
    }

    /** Jobs that are long enough that none of their progress updates is left out; with more at once the node leaves out some. */
    private static List<ResultRow> keptProgress(BenchEnvironment ground) {
        String database = ground.freshDatabase();
        int slots = ground.setup().of(MOST_AT_ONCE, AT_ONCE);
        JobLifeCycles lives;
        double rate;
        try (ChildProcess node = ground.node(database, Map.of("PRESSROOM_WORKERS", Integer.toString(slots)))) {
            lives = new JobLifeCycles(
                    ground, database, List.of(node), new JsonObject().put(BenchPipeline.SPREAD, SPREAD_MILLIS));
            rate = lives.measured().rate();
        }
        String figure = "jobs, every progress update written";
        return List.of(
                ResultRow.told(figure, ResultRow.whole(rate) + "/s"),
                ResultRow.told(figure + ", writes per job", writes(lives)));
    }

    private static String writes(JobLifeCycles lives) {
        return ResultRow.decimal(lives.updates() - OTHER_UPDATES);
    }
}
