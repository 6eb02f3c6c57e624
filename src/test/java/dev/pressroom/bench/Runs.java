package dev.pressroom.bench;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** What several figures have the load do. */
final class Runs {
    /** After so many requests the JVM has compiled what is hot, also where it gets little time. */
    private static final int WARM = 60_000;

    private Runs() {}

    /**
     * Requests for the time that the setup says, after a warm-up. The result also says what processor time the server
     * used for one, in microseconds: that depends less on what else the machine does.
     */
    static JsonObject requests(
            BenchEnvironment ground, ChildProcess server, int connections, int status, JsonArray requests) {
        warmUp(ground, server, connections, status, requests);
        return measured(ground, server, connections, status, requests);
    }

    static void warmUp(BenchEnvironment ground, ChildProcess server, int connections, int status, JsonArray requests) {
        ground.load()
                .ask(order(server, connections, status, requests)
                        .put("millis", ground.setup().warmupMillis())
                        .put("least", ground.setup().of(WARM, 0)));
    }

    /** As {@link #requests}, with a server that is warm already. */
    static JsonObject measured(
            BenchEnvironment ground, ChildProcess server, int connections, int status, JsonArray requests) {
        Duration before = server.processorTime();
        JsonObject result = ground.load()
                .ask(order(server, connections, status, requests)
                        .put("millis", ground.setup().millis()));
        double micros = server.processorTime().minus(before).toNanos() / 1000.0;
        if (result.getLong("refused") > 0) {
            throw new IllegalStateException(result.getLong("refused") + " answers were not " + status);
        }
        return result.put("processor", micros / result.getLong("sent"));
    }

    private static JsonObject order(ChildProcess server, int connections, int status, JsonArray requests) {
        return new JsonObject()
                .put("do", "requests")
                .put("port", server.port())
                .put("connections", connections)
                .put("status", status)
                .put("requests", requests);
    }

    /** Makes so many jobs of one user; their ids. */
    static List<String> jobs(BenchEnvironment ground, ChildProcess node, UUID user, int count, JsonObject fields) {
        JsonObject result = ground.load()
                .ask(new JsonObject()
                        .put("do", "requests")
                        .put("port", node.port())
                        .put("connections", Math.min(count, 32))
                        .put("status", 201)
                        .put("millis", 120_000)
                        .put("most", count)
                        .put("keep", true)
                        .put("requests", BenchEnvironment.creates(List.of(user), fields)));
        return result.getJsonArray("kept").stream()
                .map(each -> new JsonObject((String) each).getString("jobId"))
                .toList();
    }

    static List<String> paths(List<String> jobs, String what) {
        return jobs.stream().map(job -> "/api/v1/jobs/" + job + "/" + what).toList();
    }
}
