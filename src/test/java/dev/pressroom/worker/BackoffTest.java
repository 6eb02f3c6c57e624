package dev.pressroom.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private static final Duration BASE = Duration.ofMillis(200);
    private final Backoff backoff = new Backoff(BASE, new Random(1));

    @Test
    void thePauseGrowsWithTheTriesAndStaysWithinItsBounds() {
        for (int tries = 1; tries <= 6; tries++) {
            long ceiling = BASE.toMillis() + (BASE.toMillis() << tries);
            int n = tries;
            assertThat(IntStream.range(0, 1000)
                            .mapToLong(
                                    i -> backoff.afterTry(n, Optional.empty()).toMillis()))
                    .allMatch(millis -> millis >= BASE.toMillis() && millis < ceiling);
        }
    }

    @Test
    void pausesDifferSoThatNotAllComeBackAtOnce() {
        assertThat(IntStream.range(0, 100)
                        .mapToObj(i -> backoff.afterTry(3, Optional.empty()))
                        .distinct())
                .hasSizeGreaterThan(50);
    }

    @Test
    void itIsNeverShorterThanTheOtherSideAskedFor() {
        assertThat(backoff.afterTry(1, Optional.of(Duration.ofSeconds(20)))).isEqualTo(Duration.ofSeconds(20));
    }

    @Test
    void itIsNeverLongerThanAMinute() {
        RandomGenerator most = new Random() {
            @Override
            public long nextLong(long bound) {
                return bound - 1;
            }
        };

        assertThat(new Backoff(BASE, most).afterTry(40, Optional.empty())).isEqualTo(Duration.ofSeconds(60));
        assertThat(backoff.afterTry(1, Optional.of(Duration.ofHours(5)))).isEqualTo(Duration.ofSeconds(60));
    }
}
