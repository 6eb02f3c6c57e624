package dev.pressroom.bench;

import dev.pressroom.support.Await;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.DoubleStream;

/**
 * Ten thousand streams of one node: what they cost to open, to hold and to feed.
 *
 * <p>What a stream keeps of the memory is measured as heap in use after a collection, and resident memory outside of the
 * heap; their sum is what a node must be given for it. How much of the heap is resident says nothing about streams: it
 * is what garbage has ever touched. So both sides get the same heap, all of which is resident from the beginning, and
 * what the process grows by is outside of it.
 *
 * <p>Before, streams are opened and closed, few at a time and many times: so what is hot gets compiled, and yet no more
 * memory is touched than those few need.
 */
final class StreamsFigure implements Figure {
    private static final UUID USER = BenchEnvironment.USERS.get(0);
    private static final int AT_ONCE = 64;
    private static final int WARM_ROUNDS = 250;
    private static final int TOLD = 15;
    private static final long SETTLE_MILLIS = 1000;
    private static final List<String> HEAP = List.of("-Xms1g", "-Xmx1g", "-XX:+AlwaysPreTouch");
    private static final int EVENT_BYTES = 500;
    private static final int PIECE_BYTES = 40;
    private static final int PIECES_A_SECOND = 20;

    @Override
    public String name() {
        return "streams";
    }

    @Override
    public String says() {
        return "10,000 streams of one node: opening them, their memory, and events to all of them";
    }

    @Override
    public List<ResultRow> measure(BenchEnvironment ground) {
        int streams = ground.setup().streams();
        int jobs = streams / 10;
        Map<String, String> roomy = Map.of("PRESSROOM_WORKERS", Integer.toString(jobs + 1));
        List<Measured> ours;
        List<Measured> limits;
        try (ChildProcess node = ground.node(ground.freshDatabase(), roomy, HEAP)) {
            ours = new StreamsRun(ground, node, count -> held(ground, node, count)).measure();
        }
        try (ChildProcess bare = ground.bare(HEAP)) {
            limits = new StreamsRun(ground, bare, StreamsFigure::anyPaths).measure();
        }
        List<ResultRow> lines = new ArrayList<>();
        for (int i = 0; i < ours.size(); i++) {
            lines.add(ours.get(i).against(limits.get(i)));
        }
        return lines;
    }

    private static List<String> held(BenchEnvironment ground, ChildProcess node, int count) {
        if (node.ask("held").getInteger("jobs") > 0) {
            node.ask("release");
        }
        List<String> jobs = Runs.jobs(ground, node, USER, count, new JsonObject().put(BenchPipeline.HELD, true));
        Await.until(Duration.ofSeconds(60), () -> node.ask("held").getInteger("jobs") == count);
        return Runs.paths(jobs, "stream");
    }

    private static List<String> anyPaths(int count) {
        return Collections.nCopies(count, "/api/v1/jobs/any/stream");
    }

    /** What both sides measure; the two are compared by one of these. */
    private interface Measured {
        ResultRow against(Measured limit);

        double value();
    }

    private record Rate(String figure, double value, double least) implements Measured {
        @Override
        public ResultRow against(Measured limit) {
            return ResultRow.rate(figure, value, limit.value(), least, 0);
        }
    }

    private record Cost(String figure, double value, String unit, double most) implements Measured {
        @Override
        public ResultRow against(Measured limit) {
            return ResultRow.cost(figure, value, limit.value(), unit, most);
        }
    }

    private record StreamsRun(BenchEnvironment ground, ChildProcess server, Function<Integer, List<String>> paths) {
        List<Measured> measure() {
            int streams = ground.setup().streams();
            List<Measured> all = new ArrayList<>();
            List<String> one = paths.apply(1);
            warm(one);
            long heap = server.heap();
            long resident = Memory.resident(server.pid());
            all.add(new Rate("opening streams", open(streams, one), 0.5));
            PollUntil.of(SETTLE_MILLIS);
            double kept = perStream(server.heap() - heap);
            all.add(new Cost("heap per stream", kept, "KB", 1.15));
            all.add(new Cost(
                    "memory per stream, heap and resident outside of it",
                    kept + perStream(Memory.resident(server.pid()) - resident),
                    "KB",
                    1.15));
            all.add(new Cost("one event to all streams of a job", toldWhenWarm(), "ms", 1));
            close();
            open(streams, paths.apply(streams / 10));
            write(ground.setup().warmupMillis());
            all.addAll(write(ground.setup().millis()));
            close();
            return all;
        }

        private void warm(List<String> jobs) {
            Setup setup = ground.setup();
            for (int round = 0; round < setup.of(WARM_ROUNDS, 1); round++) {
                open(setup.streams() / 20, jobs);
                close();
            }
            PollUntil.of(SETTLE_MILLIS);
        }

        private double perStream(long bytes) {
            return bytes / 1024.0 / ground.setup().streams();
        }

        private double open(int streams, List<String> jobs) {
            return ground.load()
                    .ask(new JsonObject()
                            .put("do", "open")
                            .put("port", server.port())
                            .put("streams", streams)
                            .put("atOnce", AT_ONCE)
                            .put("token", BenchEnvironment.token(USER))
                            .put("paths", new JsonArray(jobs)))
                    .getDouble("rate");
        }

        private void close() {
            ground.load().ask("close");
        }

        /** The median of some, after as many again: the first times run code that is not compiled yet. */
        private double toldWhenWarm() {
            int times = ground.setup().of(TOLD, 1);
            for (int i = 0; i < times; i++) {
                told();
            }
            return DoubleStream.generate(this::told)
                    .limit(times)
                    .sorted()
                    .skip(times / 2)
                    .findFirst()
                    .orElseThrow();
        }

        /** Milliseconds until the last stream has an event. */
        private double told() {
            marks(0, 0, true);
            JsonObject told = server.ask(new JsonObject().put("do", "tell").put("bytes", EVENT_BYTES));
            int streams = ground.setup().streams();
            JsonObject seen = marks(streams, 60_000, false);
            if (seen.getLong("marks") < streams) {
                throw new IllegalStateException("only " + seen + " of " + streams + " streams were told");
            }
            return (seen.getLong("lastMicros") - told.getLong("beganMicros")) / 1000.0;
        }

        private List<Measured> write(long millis) {
            marks(0, 0, true);
            int times = (int) (millis * PIECES_A_SECOND / 1000);
            Duration before = server.processorTime();
            JsonObject began = server.ask(new JsonObject()
                    .put("do", "write")
                    .put("times", times)
                    .put("everyMillis", 1000 / PIECES_A_SECOND)
                    .put("bytes", PIECE_BYTES));
            JsonObject seen = marks((long) times * ground.setup().streams(), 3_000, false);
            Duration used = server.processorTime().minus(before);
            double seconds = (seen.getLong("lastMicros") - began.getLong("beganMicros")) / 1e6;
            return List.of(
                    new Rate("text to streams of many jobs, pieces", seen.getLong("marks") / seconds, 0),
                    new Cost(
                            "processor time per piece",
                            used.toNanos() / 1000.0 / Math.max(1, seen.getLong("marks")),
                            "µs",
                            1));
        }

        private JsonObject marks(long atLeast, long millis, boolean anew) {
            return ground.load()
                    .ask(new JsonObject()
                            .put("do", "marks")
                            .put("atLeast", atLeast)
                            .put("millis", millis)
                            .put("anew", anew));
        }
    }
}
