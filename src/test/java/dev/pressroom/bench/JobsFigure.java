package dev.pressroom.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Whole lives of jobs: ordered by batch, run two hundred at once, all of it durable. */
final class JobsFigure implements Figure {
    static final int AT_ONCE = 200;

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
                + ", 200 at once: 4 progress updates and a result of 5 KB each";
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
        double progressWrites = lives.updates() - OTHER_UPDATES;
        try (PostgresAlone postgres = new PostgresAlone(database, JobLifeCycles.RESULT)) {
            postgres.rate(ground.setup().warmupMillis());
            lines.add(ResultRow.rate("jobs", rate, postgres.rate(ground.setup().millis()), RATIO, LEAST));
        }
        lines.add(ResultRow.told(
                "jobs, progress writes of 6 per job", ResultRow.decimal(progressWrites) + ", the rest coalesced"));
        return lines;
    }
}
