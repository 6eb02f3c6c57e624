package dev.pressroom.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RateLimitTest {
    private final AtomicLong nanos = new AtomicLong(1);
    private final RateLimit limit = new RateLimit(OptionalInt.of(60), nanos::get);

    private void passes(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private int admitted(String caller, int tries) {
        int admitted = 0;
        for (int i = 0; i < tries; i++) {
            admitted += limit.take(caller).isEmpty() ? 1 : 0;
        }
        return admitted;
    }

    @Test
    void aMinutesWorthMayComeAtOnce() {
        assertThat(admitted("ann", 100)).isEqualTo(60);
    }

    @Test
    void callersDoNotCountForEachOther() {
        admitted("ann", 100);

        assertThat(admitted("bob", 100)).isEqualTo(60);
    }

    @Test
    void whoHasTakenMoreThanThereIsWaitsForIt() {
        admitted("ann", 1);
        limit.takeMore("ann", 99);
        passes(Duration.ofSeconds(39));
        assertThat(admitted("ann", 1)).isZero();

        passes(Duration.ofSeconds(3));

        assertThat(admitted("ann", 1)).isEqualTo(1);
    }

    @Test
    void afterwardsRequestsAreAdmittedAsTheyTrickleIn() {
        admitted("ann", 100);
        passes(Duration.ofSeconds(10));

        assertThat(admitted("ann", 100)).isEqualTo(10);
    }

    @Test
    void theTimeToWaitIsTrue() {
        admitted("ann", 60);
        Duration wait = limit.take("ann").orElseThrow();
        assertThat(wait).isBetween(Duration.ofMillis(900), Duration.ofMillis(1100));

        passes(wait.plusMillis(1));

        assertThat(limit.take("ann")).isEmpty();
    }

    @Test
    void aLongPauseSavesUpNoMoreThanAMinutesWorth() {
        admitted("ann", 60);
        passes(Duration.ofHours(1));

        assertThat(admitted("ann", 200)).isEqualTo(60);
    }

    @Test
    void whoAsksAllTheTimeIsNotForgottenForAThousandOthers() {
        admitted("ann", 60);
        for (int i = 0; i < 20_000; i++) {
            limit.take("caller " + i);
            if (i % 1000 == 0) {
                assertThat(limit.take("ann")).isPresent();
            }
        }
    }
}
