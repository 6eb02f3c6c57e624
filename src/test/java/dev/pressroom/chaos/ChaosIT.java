package dev.pressroom.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.support.Servers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A short run of each harm: {@code scripts/chaos} does the long ones. */
class ChaosIT {
    private static final Setup SHORT =
            new Setup(2, 80, 10, Duration.ofSeconds(3), Duration.ofSeconds(2), Duration.ofSeconds(3), 150, 20_261_124);

    private static Servers.Own servers;

    /** Jobs that end their workers, and workers that end again and again: see {@code CrashLoopIT}. */
    private static final Set<String> ELSEWHERE = Set.of("poison", "crash-loop", "hostile");

    static List<String> harms() {
        return Harms.names().stream().filter(name -> !ELSEWHERE.contains(name)).toList();
    }

    @BeforeAll
    static void start() {
        servers = Servers.own();
    }

    @AfterAll
    static void stop() {
        servers.close();
    }

    /** The bound for latency is very wide, since a build machine is busy; {@code scripts/chaos} has the real one. */
    @Test
    void attacksEndNoNodeAndLeaveNoMemoryBehindWhileUsersAreServed() throws InterruptedException {
        Setup setup = new Setup(
                1, 400, 20, Duration.ofSeconds(10), Duration.ofSeconds(2), Duration.ofSeconds(3), 0, 20_261_128);
        Path logs = Path.of("target", "chaos", "logs", "short-hostile");

        try (ChaosRun run = new ChaosRun(new Hostile(100), setup, servers, logs, told -> {})) {
            Verdict verdict = run.run();

            assertThat(verdict.faults()).isEmpty();
            assertThat(verdict.jobs()).isGreaterThanOrEqualTo(setup.jobs());
        }
    }

    @ParameterizedTest
    @MethodSource("harms")
    void nothingIsLostDoubledDoubleChargedOrStaleUnder(String name) throws InterruptedException {
        Harm harm = Harms.ALL.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
        Path logs = Path.of("target", "chaos", "logs", "short-" + name);

        try (ChaosRun run = new ChaosRun(harm, SHORT, servers, logs, told -> {})) {
            Verdict verdict = run.run();

            assertThat(verdict.faults()).isEmpty();
            assertThat(verdict.jobs()).isGreaterThanOrEqualTo(SHORT.jobs());
            assertThat(verdict.times()).isPositive();
        }
    }
}
