package dev.pressroom.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/**
 * Runs thousands of seeds. {@code -Dsimulation.seed=7 -Dsimulation.seeds=1} runs the seventh alone and prints its events.
 */
class SimulationTest {
    private static final long FIRST = Long.getLong("simulation.seed", 1);
    private static final long SEEDS = Long.getLong("simulation.seeds", 6000);
    private static final int SEEDS_FOR_ALL_FAULTS = 500;

    private static final List<String> FAULTS = List.of(
            "message dropped",
            "message doubled",
            "message late",
            "message to a dead node",
            "machine crashed",
            "machine frozen",
            "machine switched off",
            "poison",
            "node told to stop",
            "redis flushed",
            "statement refused",
            "statement slow",
            "statement whose answer is lost",
            "statements refused for a while",
            "command refused",
            "command slow",
            "command whose answer is lost",
            "commands refused for a while");

    private static final List<String> RECOVERY = List.of(
            "claim, in vain",
            "claim without a heartbeat",
            "renew",
            "unknown leases",
            "give up unused",
            "record, in vain",
            "narrate, in vain",
            "succeed, in vain",
            "stale write refused",
            "acquire locks, in vain",
            "queued jobs",
            "queued suspects",
            "record lost nodes",
            "rescue",
            "give back",
            "hand back",
            "cancel",
            "retry",
            "job ended SUCCEEDED",
            "job ended CANCELLED",
            "job ended MODEL_REFUSED",
            "job ended MODEL_UNAVAILABLE",
            "job ended WORKER_LOST");

    private static final Logger LOG = (Logger) LoggerFactory.getLogger("dev.pressroom");

    private static List<Simulation.Result> results = List.of();

    /** In parallel: seeds share nothing. */
    @BeforeAll
    static void runAll() {
        LOG.setLevel(Level.OFF);
        results = LongStream.range(FIRST, FIRST + SEEDS)
                .parallel()
                .mapToObj(seed -> Simulation.run(seed, SEEDS == 1))
                .toList();
        if (SEEDS == 1) {
            results.get(0).story().forEach(System.out::println);
        }
    }

    @AfterAll
    static void restoreLogging() {
        LOG.setLevel(null);
    }

    @Test
    void theInvariantsHoldUnderAllFaults() {
        List<String> broken = results.stream()
                .filter(result -> result.broken().isPresent())
                .map(result ->
                        "\nseed " + result.seed() + ": " + result.broken().get()
                                + "\n  again: ./mvnw -o test -Dtest=SimulationTest -Dsimulation.seeds=1 -Dsimulation.seed="
                                + result.seed())
                .toList();

        assertThat(broken.stream().limit(5))
                .as(broken.size() + " of " + SEEDS + " seeds")
                .isEmpty();
    }

    @Test
    void aSeedRunsTheSameEachTime() {
        for (long seed = FIRST; seed < FIRST + Math.min(SEEDS, 50); seed++) {
            assertThat(Simulation.run(seed, false).hash())
                    .as("seed " + seed)
                    .isEqualTo(results.get((int) (seed - FIRST)).hash());
        }
    }

    @Test
    void allKindsOfFaultsAndRecoveriesOccur() {
        assumeTrue(SEEDS >= SEEDS_FOR_ALL_FAULTS);
        Map<String, Integer> tally = new TreeMap<>();
        results.forEach(result -> result.tally().forEach((what, times) -> tally.merge(what, times, Integer::sum)));

        assertThat(tally.keySet())
                .as("what happened: " + tally)
                .containsAll(FAULTS)
                .containsAll(RECOVERY);
    }
}
