package dev.pressroom.bench;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Orders that are stored for good before their 201. */
final class CreateFigure implements Figure {
    private static final double RATIO = 0.12;
    private static final double LEAST = 10_000;
    private static final double MAX_P99 = 20;

    @Override
    public String name() {
        return "create";
    }

    @Override
    public String says() {
        return "create requests over HTTP, each durable before its 201; no worker runs";
    }

    @Override
    public List<ResultRow> measure(BenchEnvironment ground) {
        List<JsonObject> ours = new ArrayList<>();
        List<JsonObject> limits = new ArrayList<>();
        try (ChildProcess node = ground.node(ground.freshDatabase(), Map.of("PRESSROOM_ROLES", "http"))) {
            both(ground, node, ours);
        }
        try (ChildProcess bare = ground.bare()) {
            both(ground, bare, limits);
        }
        return List.of(
                ResultRow.rate("create, 64 connections", rate(ours.get(0)), rate(limits.get(0)), RATIO, LEAST),
                ResultRow.atMost("create, 64 connections, p99", ours.get(0).getDouble("p99"), "ms", MAX_P99),
                ResultRow.rate("create, 256 connections", rate(ours.get(1)), rate(limits.get(1)), RATIO, LEAST),
                ResultRow.beside(
                        "create, processor time of the JVM",
                        ours.get(1).getDouble("processor"),
                        limits.get(1).getDouble("processor"),
                        "µs"));
    }

    private static void both(BenchEnvironment ground, ChildProcess server, List<JsonObject> results) {
        JsonArray requests = BenchEnvironment.creates(BenchEnvironment.USERS, new JsonObject());
        results.add(Runs.requests(ground, server, 64, 201, requests));
        results.add(Runs.requests(ground, server, 256, 201, requests));
    }

    private static double rate(JsonObject result) {
        return result.getDouble("rate");
    }
}
