package dev.pressroom.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/**
 * Costs must not grow with the number of nodes or live jobs, but for those that are allowed to. Counts calls of the simulated
 * cluster; what a statement reads in Postgres is not in it. {@code -Dscaling.live=100000} runs more live jobs.
 */
class ScalingTest {
    private static final int LIVE = Integer.getInteger("scaling.live", 10_000);

    /** The share by which a cost may differ, because nodes happen to do some things at the same time. */
    private static final double MARGIN = 1.15;

    /** Of a node in a second: each of two job types is polled four times, and the queue is pinged twice. */
    private static final int POLLS_AND_PINGS = 10;

    /** Of the cluster in a second. */
    private static final int COMMANDS_OF_RELAY = 4;

    private static final Logger LOG = (Logger) LoggerFactory.getLogger("dev.pressroom");

    private static SteadyCluster.Measured few;
    private static SteadyCluster.Measured manyNodes;
    private static SteadyCluster.Measured manyJobs;
    private static SteadyCluster.Measured manyOfBoth;

    @BeforeAll
    static void measure() {
        LOG.setLevel(Level.OFF);
        few = SteadyCluster.measure(2, 100);
        SteadyCluster.Measured some = SteadyCluster.measure(8, 1000);
        manyNodes = SteadyCluster.measure(64, 100);
        manyJobs = SteadyCluster.measure(2, Math.min(LIVE, 10_000));
        manyOfBoth = SteadyCluster.measure(64, LIVE);
        List.of(few, some, manyNodes, manyJobs, manyOfBoth).forEach(System.out::println);
    }

    @AfterAll
    static void restoreLogging() {
        LOG.setLevel(null);
    }

    @Test
    void theStatementsOfAJobDoNotGrow() {
        aJobCostsTheSame(SteadyCluster.Cost::statements);
    }

    @Test
    void theRowsOfAJobDoNotGrow() {
        aJobCostsTheSame(SteadyCluster.Cost::rows);
    }

    @Test
    void theRedisCommandsOfAJobDoNotGrow() {
        aJobCostsTheSame(SteadyCluster.Cost::commands);
    }

    @Test
    void theMessagesOfAJobDoNotGrow() {
        aJobCostsTheSame(SteadyCluster.Cost::messages);
    }

    /** With many live jobs more nodes are full. */
    @Test
    void theMessageOfANewJobIsForwardedAtMostThreeTimes() {
        assertThat(List.of(few, manyNodes, manyJobs, manyOfBoth))
                .allSatisfy(
                        measured -> assertThat(measured.perJob().forwarded()).isLessThanOrEqualTo(3));
    }

    /** Signals about stored events go to each node that has a subscriber in the shard. */
    @Test
    void aMessageIsReceivedAtMostOncePerNode() {
        assertThat(manyOfBoth.perJob().deliveries())
                .isLessThanOrEqualTo(manyOfBoth.nodes() * manyOfBoth.perJob().messages());
    }

    @Test
    void theStatementsOfANodeDoNotGrow() {
        aNodeCostsNoMore(SteadyCluster.Cost::statements);
    }

    @Test
    void theRowsOfANodeDoNotGrow() {
        aNodeCostsNoMore(SteadyCluster.Cost::rows);
    }

    /** A node without a free slot does not poll, so nodes cannot be compared with each other. */
    @Test
    void theRedisCommandsOfANodeDoNotGrow() {
        assertThat(List.of(few, manyNodes, manyJobs, manyOfBoth))
                .allSatisfy(measured -> assertThat(measured.idle().commands())
                        .isLessThanOrEqualTo(1.05 * (POLLS_AND_PINGS * measured.nodes() + COMMANDS_OF_RELAY)));
    }

    @Test
    void textAndProgressAreNotPublishedToShards() {
        assertThat(manyOfBoth.perJob().transientPublished()).isZero();
    }

    @Test
    void nodesWithoutNewJobsSendNoMessages() {
        assertThat(List.of(few, manyNodes, manyJobs, manyOfBoth))
                .allSatisfy(measured -> assertThat(measured.idle().messages()).isZero());
    }

    private static void aJobCostsTheSame(ToDoubleFunction<SteadyCluster.Cost> cost) {
        double most = MARGIN * cost.applyAsDouble(few.perJob());
        assertThat(List.of(manyNodes, manyJobs, manyOfBoth))
                .allSatisfy(measured -> assertThat(cost.applyAsDouble(measured.perJob()))
                        .as(measured + "\nbeside " + few + "\n" + measured.details() + "\n" + few.details())
                        .isLessThanOrEqualTo(most));
    }

    /** What one node does for all is shared by more nodes, so a node of many costs less. */
    private static void aNodeCostsNoMore(ToDoubleFunction<SteadyCluster.Cost> cost) {
        double most = MARGIN * cost.applyAsDouble(few.idle()) / few.nodes();
        assertThat(List.of(manyNodes, manyJobs, manyOfBoth))
                .allSatisfy(measured -> assertThat(cost.applyAsDouble(measured.idle()) / measured.nodes())
                        .as(measured + "\nbeside " + few + "\n" + measured.details() + "\n" + few.details())
                        .isLessThanOrEqualTo(most));
    }
}
