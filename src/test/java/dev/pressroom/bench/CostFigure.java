package dev.pressroom.bench;

import dev.pressroom.support.Api;
import dev.pressroom.support.Await;
import dev.pressroom.support.Sse;
import dev.pressroom.support.WebSite;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/** What a job of each type costs in all parts, with the demo model at its usual pace and one stream per job. */
final class CostFigure implements Figure {
    private static final int ROUNDS = 3;
    private static final int JOBS = 100;
    private static final int QUEUED = 20_000;
    private static final Duration LONGEST = Duration.ofMinutes(5);

    @Override
    public String name() {
        return "cost";
    }

    @Override
    public String says() {
        return "what an article and an analysis by the demo model cost: processor time, WAL, rows, Redis and bus, beside "
                + "what an idle node uses; median of " + ROUNDS + " rounds of " + JOBS + " jobs";
    }

    @Override
    public List<ResultRow> measure(BenchEnvironment ground) {
        String database = ground.freshDatabase();
        Map<String, String> settings = Map.of(
                "PRESSROOM_CLUSTER", "on",
                "PRESSROOM_FETCH_ALLOW_PRIVATE", "on",
                "PRESSROOM_DEMO_PACE_MS", ground.setup().smoke() ? "0" : "15");
        try (WebSite site = WebSite.open();
                ChildProcess node = ground.demoNode(database, settings)) {
            UUID user = BenchEnvironment.USERS.get(0);
            Api api = new Api("http://127.0.0.1:" + node.port(), BenchEnvironment.token(user), user);
            Function<Integer, UUID> article = number -> api.created(Api.order("Watering succulents, part " + number));
            Function<Integer, UUID> analysis = number -> api.analysing(site.garden() + "?part=" + number);
            run(api, article, ground.setup().of(JOBS, 2));
            run(api, analysis, ground.setup().of(JOBS, 2));
            Usage idle = idle(ground, database, node);
            List<ResultRow> rows = new ArrayList<>();
            rows.addAll(told(", article", measured(ground, database, node, api, article, idle)));
            rows.addAll(told(", analysis", measured(ground, database, node, api, analysis, idle)));
            idle.values()
                    .forEach((what, value) ->
                            rows.add(ResultRow.told(what + ", idle node, a second", ResultRow.decimal(value))));
            rows.add(ResultRow.told(
                    "Redis memory, bytes, queued job", ResultRow.decimal(memoryOfAQueuedJob(ground, database))));
            return rows;
        }
    }

    private static double memoryOfAQueuedJob(BenchEnvironment ground, String database) {
        int jobs = ground.setup().of(QUEUED, 100);
        Map<String, String> withQueueOfItsOwn =
                Map.of("PRESSROOM_ROLES", "http", "REDIS_URL", ground.queue(1).get("REDIS_URL"));
        try (ChildProcess node = ground.node(database, withQueueOfItsOwn)) {
            double before = Usage.redisMemory(ground);
            Runs.jobs(ground, node, BenchEnvironment.USERS.get(1), jobs, new JsonObject());
            return (Usage.redisMemory(ground) - before) / jobs;
        }
    }

    private static List<ResultRow> told(String type, List<Usage> rounds) {
        List<ResultRow> rows = new ArrayList<>();
        rounds.get(0).values().keySet().forEach(what -> {
            double[] sorted = rounds.stream()
                    .mapToDouble(round -> round.values().get(what))
                    .sorted()
                    .toArray();
            rows.add(ResultRow.told(
                    what + type,
                    ResultRow.decimal(sorted[sorted.length / 2]) + " (" + ResultRow.decimal(sorted[0]) + " to "
                            + ResultRow.decimal(sorted[sorted.length - 1]) + ")"));
        });
        return rows;
    }

    /** What an idle node uses in a second. */
    private static Usage idle(BenchEnvironment ground, String database, ChildProcess node) {
        pause(ground);
        Usage before = Usage.read(ground, database, node);
        long began = System.nanoTime();
        pause(ground);
        pause(ground);
        return Usage.read(ground, database, node).since(before, (System.nanoTime() - began) / 1e9);
    }

    private static List<Usage> measured(
            BenchEnvironment ground,
            String database,
            ChildProcess node,
            Api api,
            Function<Integer, UUID> create,
            Usage idle) {
        Usage[] rounds = new Usage[ground.setup().of(ROUNDS, 1)];
        int jobs = ground.setup().of(JOBS, 2);
        Arrays.setAll(rounds, round -> {
            Usage before = Usage.read(ground, database, node);
            long began = System.nanoTime();
            run(api, create, jobs);
            pause(ground);
            double seconds = (System.nanoTime() - began) / 1e9;
            return Usage.read(ground, database, node)
                    .since(before, idle, seconds)
                    .per(jobs);
        });
        return List.of(rounds);
    }

    /** The statistics of PostgreSQL are at most ten seconds late. */
    private static void pause(BenchEnvironment ground) {
        try {
            Thread.sleep(ground.setup().of(12_000, 100));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void run(Api api, Function<Integer, UUID> create, int count) {
        List<Sse> streams = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            streams.add(api.stream(create.apply(i)));
        }
        streams.forEach(stream -> {
            Await.until(LONGEST, stream::isOver);
            if (stream.events("complete").isEmpty()) {
                throw new IllegalStateException("a job did not succeed");
            }
        });
    }
}
