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
    private static final int CALM_RATE = 40;
    private static final int CALM_JOBS = 400;

    @Override
    public String name() {
        return "nodes";
    }

    @Override
    public String says() {
        return "the same jobs by 1, 2 and 3 clustered nodes, 200 at once over all of them, then 40 a second: what a job costs; "
                + "the limit is one node";
    }

    @Override
    public List<ResultRow> measure(BenchEnvironment ground) {
        List<ResultRow> lines = new ArrayList<>();
        Cost one = measured(ground, 1);
        lines.addAll(told(1, one, one));
        for (int nodes = 2; nodes <= ground.setup().of(3, 2); nodes++) {
            lines.addAll(told(nodes, measured(ground, nodes), one));
        }
        return lines;
    }

    private static List<ResultRow> told(int count, Cost cost, Cost one) {
        String nodes = count == 1 ? ", 1 node" : ", " + count + " nodes";
        String perJobs = " per " + JOBS + " jobs" + nodes;
        String perJobsAlone = " per " + JOBS + " jobs, each alone" + nodes;
        return List.of(
                ResultRow.rate("jobs" + nodes, cost.rate, one.rate, 0, 0),
                ResultRow.cost("rows written" + perJobs, cost.rows, one.rows, "", MOST),
                ResultRow.cost("Postgres statements" + perJobs, cost.busy.statements, one.busy.statements, "", MOST),
                ResultRow.cost("bus messages" + perJobs, cost.busy.messages, one.busy.messages, "", MOST),
                ResultRow.cost(
                        "Postgres statements" + perJobsAlone, cost.calm.statements, one.calm.statements, "", MOST),
                ResultRow.cost("bus messages" + perJobsAlone, cost.calm.messages, one.calm.messages, "", MOST),
                ResultRow.beside("processor time of the JVMs" + perJobs, cost.millis, one.millis, "ms"));
    }

    /**
     * What {@value #JOBS} jobs cost, all nodes together.
     *
     * @param rate jobs a second
     * @param rows written in the database, the warm-up included
     * @param busy with as many jobs as the nodes can take: what they write at the same time goes together
     * @param calm with jobs that meet no other, so that nothing is shared; with what nodes send by
     *     themselves meanwhile
     * @param millis of the processors, when they were busy
     */
    private record Cost(double rate, double rows, Sent busy, Sent calm, double millis) {}

    /**
     * @param statements that the nodes have sent, a batch of rows being one
     * @param messages sent and published on the event bus
     */
    private record Sent(double statements, double messages) {
        static Sent since(Counters before, List<ChildProcess> nodes, long jobs) {
            Counters after = Counters.of(nodes);
            double share = JOBS / (double) jobs;
            return new Sent(
                    share * after.since(before, "vertx_sql_processing_time_seconds_count"),
                    share
                            * (after.since(before, "vertx_eventbus_sent_total")
                                    + after.since(before, "vertx_eventbus_published_total")));
        }
    }

    private static Cost measured(BenchEnvironment ground, int count) {
        String database = ground.freshDatabase();
        List<ChildProcess> nodes = started(ground, database, count);
        JobLifeCycles lives = new JobLifeCycles(ground, database, nodes);
        int jobs = lives.inTime(lives.warmedUp());
        Counters before = Counters.of(nodes);
        Duration used = processorTime(nodes);
        JobLifeCycles.Life life = lives.lived(jobs);
        double millis = processorTime(nodes).minus(used).toNanos() / 1e6;
        Sent busy = Sent.since(before, nodes, life.jobs());
        Sent calm = calm(ground, nodes);
        nodes.forEach(ChildProcess::close);
        return new Cost(life.rate(), lives.rows() * JOBS, busy, calm, millis * JOBS / life.jobs());
    }

    /** Ordered from the first node, and watched there. */
    private static Sent calm(BenchEnvironment ground, List<ChildProcess> nodes) {
        int jobs = ground.setup().of(CALM_JOBS, 10);
        Counters before = Counters.of(nodes);
        LatencyFigure.watched(ground, nodes.get(0), CALM_RATE, jobs);
        return Sent.since(before, nodes, jobs + LatencyFigure.SKIPPED);
    }

    /** Each has its share of the slots. */
    private static List<ChildProcess> started(BenchEnvironment ground, String database, int count) {
        int slots = JobsFigure.AT_ONCE / count;
        Map<String, String> settings = Map.of("PRESSROOM_WORKERS", Integer.toString(slots), "PRESSROOM_CLUSTER", "on");
        return Stream.generate(() -> ground.node(database, settings))
                .limit(count)
                .toList();
    }

    private static Duration processorTime(List<ChildProcess> nodes) {
        return nodes.stream().map(ChildProcess::processorTime).reduce(Duration.ZERO, Duration::plus);
    }
}
