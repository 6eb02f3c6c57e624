package dev.pressroom.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The same jobs by one, two and three nodes of a cluster. On one machine more nodes bring no more jobs a second: what is
 * looked at is whether a job costs more where there are more nodes.
 */
final class NodesFigure implements Figure {
    private static final double MOST = 1.1;
    private static final int JOBS = 100;

    @Override
    public String name() {
        return "nodes";
    }

    @Override
    public String says() {
        return "the same jobs by 1, 2 and 3 clustered nodes, 200 at once over all of them: what a job costs; the limit is "
                + "one node";
    }

    @Override
    public List<Line> measure(Ground ground) {
        List<Line> lines = new ArrayList<>();
        Cost one = measured(ground, 1);
        lines.addAll(told(1, one, one));
        for (int nodes = 2; nodes <= ground.setup().of(3, 2); nodes++) {
            lines.addAll(told(nodes, measured(ground, nodes), one));
        }
        return lines;
    }

    private static List<Line> told(int count, Cost cost, Cost one) {
        String nodes = count == 1 ? ", 1 node" : ", " + count + " nodes";
        String perJobs = " per " + JOBS + " jobs" + nodes;
        return List.of(
                Line.rate("jobs" + nodes, cost.rate, one.rate, 0, 0),
                Line.cost("rows written" + perJobs, cost.rows, one.rows, "", MOST),
                Line.cost("Postgres statements" + perJobs, cost.statements, one.statements, "", MOST),
                Line.cost("bus messages" + perJobs, cost.messages, one.messages, "", MOST),
                Line.beside("processor time of the JVMs" + perJobs, cost.millis, one.millis, "ms"));
    }

    /**
     * What {@value #JOBS} jobs cost, all nodes together.
     *
     * @param rate jobs a second
     * @param rows written in the database, the warm-up included
     * @param statements that the nodes have sent, a batch of rows being one
     * @param messages sent and published on the event bus
     * @param millis of the processors
     */
    private record Cost(double rate, double rows, double statements, double messages, double millis) {}

    private static Cost measured(Ground ground, int count) {
        String database = ground.freshDatabase();
        List<Child> nodes = started(ground, database, count);
        Lives lives = new Lives(ground, database, nodes);
        int jobs = lives.inTime(lives.warmedUp());
        Counters before = Counters.of(nodes);
        Duration used = processorTime(nodes);
        Lives.Life life = lives.lived(jobs);
        double millis = processorTime(nodes).minus(used).toNanos() / 1e6;
        Counters after = Counters.of(nodes);
        nodes.forEach(Child::close);
        double share = JOBS / (double) life.jobs();
        return new Cost(
                life.rate(),
                lives.rows() * JOBS,
                share * after.since(before, "vertx_sql_processing_time_seconds_count"),
                share
                        * (after.since(before, "vertx_eventbus_sent_total")
                                + after.since(before, "vertx_eventbus_published_total")),
                share * millis);
    }

    /** Each has its share of the slots. */
    private static List<Child> started(Ground ground, String database, int count) {
        int slots = JobsFigure.AT_ONCE / count;
        Map<String, String> settings = Map.of("PRESSROOM_WORKERS", Integer.toString(slots), "PRESSROOM_CLUSTER", "on");
        return Stream.generate(() -> ground.node(database, settings))
                .limit(count)
                .toList();
    }

    private static Duration processorTime(List<Child> nodes) {
        return nodes.stream().map(Child::processorTime).reduce(Duration.ZERO, Duration::plus);
    }
}
