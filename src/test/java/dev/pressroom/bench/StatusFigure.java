package dev.pressroom.bench;

import dev.pressroom.support.Await;
import dev.pressroom.support.Sql;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Polls of jobs that wait, run, and are done. */
final class StatusFigure implements Figure {
    private static final double RATIO = 0.25;
    private static final int RESULT = 10_000;
    private static final int SLOTS = 1000;
    private static final UUID USER = BenchEnvironment.USERS.get(0);
    private static final int[] CONNECTIONS = {64, 256};
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @Override
    public String name() {
        return "status";
    }

    @Override
    public String says() {
        return "status requests for a thousand jobs: running, done with 10 KB, unchanged (304), and queued";
    }

    @Override
    public List<ResultRow> measure(BenchEnvironment ground) {
        List<ResultRow> lines = new ArrayList<>();
        int jobs = ground.setup().of(SLOTS, 20);
        String database = ground.freshDatabase();
        try (ChildProcess node = ground.node(database, Map.of("PRESSROOM_WORKERS", Integer.toString(SLOTS)));
                ChildProcess bare = ground.bare()) {
            JsonArray done = made(ground, node, database, jobs, "succeeded", new JsonObject());
            JsonArray running =
                    made(ground, node, database, jobs, "running", new JsonObject().put(BenchPipeline.HELD, true));
            lines.addAll(compared(ground, node, bare, "running", running, 20_000));
            lines.addAll(compared(ground, node, bare, "done, 10 KB", done, 10_000));
            lines.addAll(unchanged(ground, node, bare, done));
            if (jobs == SLOTS) {
                JsonArray queued = made(ground, node, database, jobs, "queued", new JsonObject());
                lines.addAll(compared(ground, node, bare, "queued", queued, 20_000));
            }
        }
        return lines;
    }

    private static JsonArray made(
            BenchEnvironment ground, ChildProcess node, String database, int count, String status, JsonObject fields) {
        JsonObject order = fields.put(BenchPipeline.RESULT_BYTES, RESULT);
        List<String> jobs = Runs.jobs(ground, node, USER, count, order);
        Await.until(
                Duration.ofSeconds(60),
                () -> Sql.number(database, "select count(*) from jobs where status = '" + status + "'") >= count);
        return BenchEnvironment.gets(USER, Runs.paths(jobs, "status"));
    }

    private static List<ResultRow> compared(
            BenchEnvironment ground,
            ChildProcess node,
            ChildProcess bare,
            String what,
            JsonArray requests,
            double least) {
        bare.ask(new JsonObject().put("do", "answer").put("body", answer(ground, node, requests)));
        return compared(ground, node, bare, what, 200, requests, least);
    }

    /** Polls with the ETag of the last answer, which get a 304. */
    private static List<ResultRow> unchanged(
            BenchEnvironment ground, ChildProcess node, ChildProcess bare, JsonArray requests) {
        JsonArray conditional = new JsonArray();
        for (Object each : requests) {
            JsonObject request = (JsonObject) each;
            conditional.add(request.copy().put("etag", etag(node, request)));
        }
        bare.ask(new JsonObject()
                .put("do", "answer")
                .put("etag", conditional.getJsonObject(0).getString("etag")));
        return compared(ground, node, bare, "unchanged (304)", 304, conditional, 0);
    }

    private static String etag(ChildProcess node, JsonObject request) {
        HttpRequest get = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + node.port() + request.getString("path")))
                .header("authorization", "Bearer " + request.getString("token"))
                .build();
        try {
            return CLIENT.send(get, HttpResponse.BodyHandlers.discarding())
                    .headers()
                    .firstValue("etag")
                    .orElseThrow();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<ResultRow> compared(
            BenchEnvironment ground,
            ChildProcess node,
            ChildProcess bare,
            String what,
            int status,
            JsonArray requests,
            double least) {
        List<ResultRow> lines = new ArrayList<>();
        for (int connections : CONNECTIONS) {
            JsonObject ours = Runs.requests(ground, node, connections, status, requests);
            JsonObject limit = Runs.requests(ground, bare, connections, status, requests);
            lines.add(ResultRow.rate(
                    "status, " + what + ", " + connections + " connections",
                    ours.getDouble("rate"),
                    limit.getDouble("rate"),
                    RATIO,
                    least));
            lines.add(ResultRow.beside(
                    "status, " + what + ", processor time of the JVM",
                    ours.getDouble("processor"),
                    limit.getDouble("processor"),
                    "µs"));
        }
        return lines;
    }

    private static String answer(BenchEnvironment ground, ChildProcess node, JsonArray requests) {
        return ground.load()
                .ask(new JsonObject()
                        .put("do", "requests")
                        .put("port", node.port())
                        .put("connections", 1)
                        .put("status", 200)
                        .put("millis", 10_000)
                        .put("most", 1)
                        .put("keep", true)
                        .put("requests", requests))
                .getJsonArray("kept")
                .getString(0);
    }
}
