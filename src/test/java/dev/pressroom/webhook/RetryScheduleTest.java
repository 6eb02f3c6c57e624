package dev.pressroom.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RetryScheduleTest {
    private static final RandomGenerator NO_JITTER = () -> 0L;

    private final RetrySchedule schedule = new RetrySchedule(NO_JITTER);

    @Test
    void theWaitsAreThoseOfTheContract() {
        assertThat(IntStream.rangeClosed(1, 9)
                        .mapToObj(failed ->
                                schedule.after(failed, Optional.empty()).orElseThrow()))
                .containsExactly(
                        Duration.ofSeconds(5),
                        Duration.ofMinutes(5),
                        Duration.ofMinutes(30),
                        Duration.ofHours(2),
                        Duration.ofHours(5),
                        Duration.ofHours(10),
                        Duration.ofHours(14),
                        Duration.ofHours(20),
                        Duration.ofHours(24));
    }

    @Test
    void nothingFollowsTheTenthAttempt() {
        assertThat(schedule.after(10, Optional.of(Duration.ofSeconds(1)))).isEmpty();
    }

    @Test
    void jitterNeverShortensAWaitAndAddsAtMostATenth() {
        RetrySchedule random = new RetrySchedule(new Random(7));
        assertThat(IntStream.range(0, 1000)
                        .mapToObj(i -> random.after(2, Optional.empty()).orElseThrow()))
                .allMatch(wait -> !wait.minusSeconds(300).isNegative()
                        && wait.minusSeconds(330).isNegative())
                .anyMatch(wait -> wait.toSeconds() > 310);
    }

    @Test
    void aLongerRetryAfterIsHonoured() {
        assertThat(schedule.after(1, Optional.of(Duration.ofMinutes(2)))).contains(Duration.ofMinutes(2));
    }

    @Test
    void aShorterRetryAfterDoesNotShortenTheWait() {
        assertThat(schedule.after(2, Optional.of(Duration.ofSeconds(1)))).contains(Duration.ofMinutes(5));
    }

    @Test
    void aRetryAfterOfYearsIsBoundedToADay() {
        assertThat(schedule.after(1, Optional.of(Duration.ofDays(3650)))).contains(Duration.ofHours(24));
    }
}
