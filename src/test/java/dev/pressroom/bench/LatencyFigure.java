package dev.pressroom.bench;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** How long a job waits where there is nothing to wait for. */
final class LatencyFigure implements Figure {
    /** The first jobs open what is used. */
    static final int SKIPPED = 20;

    private static final int RATE = 20;
    private static final int WARM_RATE = 300;
    private static final int WARM_JOBS = 9000;
    private static final UUID USER = BenchEnvironment.USERS.get(0);

    @Override
    public String name() {
        return "latency";
    }

    @Override
    public String says() {
        return "20 jobs a second: from the 201 to the start of the step, and to the final event at a streaming client";
    }

    @Override
    public List<ResultRow> measure(BenchEnvironment ground) {
        try (ChildProcess node = ground.node(ground.freshDatabase(), Map.of())) {
            if (!ground.setup().smoke()) {
                warmUp(ground, node);
            }
            JsonObject result = watched(
                    ground, node, RATE, (int) Math.max(10, RATE * ground.setup().millis() / 1000));
            JsonObject running = result.getJsonObject("running");
            JsonObject complete = result.getJsonObject("complete");
            return List.of(
                    ResultRow.atMost("201 to running, p50", running.getDouble("p50"), "ms", 1.5),
                    ResultRow.atMost("201 to running, p99", running.getDouble("p99"), "ms", 8),
                    ResultRow.atMost("201 to complete, p50", complete.getDouble("p50"), "ms", 4));
        }
    }

    /** What is hot is compiled before: a service that has just been started is not what is measured. */
    private static void warmUp(BenchEnvironment ground, ChildProcess node) {
        ordered(ground, node, WARM_RATE, WARM_JOBS);
    }

    /** Creates jobs at a steady rate and follows each to its end; fails when one does not end. */
    static JsonObject watched(BenchEnvironment ground, ChildProcess node, int rate, int jobs) {
        JsonObject result = ordered(ground, node, rate, jobs);
        if (result.getInteger("missing") > 0) {
            throw new IllegalStateException(result.getInteger("missing") + " jobs did not end: " + result);
        }
        return result;
    }

    /** A node that is cold does not keep up at first: then not all are ordered in time. */
    private static JsonObject ordered(BenchEnvironment ground, ChildProcess node, int rate, int jobs) {
        JsonObject fields = new JsonObject().put(BenchPipeline.RESULT_BYTES, JobLifeCycles.RESULT);
        return ground.load()
                .ask(new JsonObject()
                        .put("do", "latency")
                        .put("port", node.port())
                        .put("rate", rate)
                        .put("skipped", SKIPPED)
                        .put("jobs", jobs)
                        .put(
                                "request",
                                BenchEnvironment.creates(List.of(USER), fields).getJsonObject(0)));
    }
}
