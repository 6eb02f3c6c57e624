package dev.pressroom.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TokenBucketsTest {
    private final AtomicLong nanos = new AtomicLong(1);
    private final TokenBuckets buckets = new TokenBuckets(60, 16_000, nanos::get);

    private void passes(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private int admitted(String key, int tries) {
        int admitted = 0;
        for (int i = 0; i < tries; i++) {
            admitted += buckets.take(key).admitted() ? 1 : 0;
        }
        return admitted;
    }

    @Test
    void aMinutesWorthMayComeAtOnce() {
        assertThat(admitted("ann", 100)).isEqualTo(60);
    }

    @Test
    void keysDoNotCountForEachOther() {
        admitted("ann", 100);

        assertThat(admitted("bob", 100)).isEqualTo(60);
    }

    @Test
    void whoHasTakenMoreThanThereIsWaitsForIt() {
        admitted("ann", 1);
        buckets.takeMore("ann", 99);
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
        Duration wait = buckets.take("ann").reset();
        passes(wait.minusMillis(1));
        assertThat(buckets.take("ann").admitted()).isFalse();

        passes(Duration.ofMillis(1));

        assertThat(buckets.take("ann").admitted()).isTrue();
    }

    @Test
    void whoWaitsTheRoundedSecondsIsAlwaysAdmitted() {
        Random random = new Random(7);
        for (int i = 0; i < 2000; i++) {
            passes(Duration.ofMillis(random.nextInt(3000)));
            LimitDecision decision = buckets.take("ann");
            if (decision.admitted() && random.nextInt(10) == 0) {
                buckets.takeMore("ann", random.nextInt(100));
            }
            if (!decision.admitted()) {
                passes(Duration.ofSeconds(decision.resetSeconds()));
                assertThat(buckets.take("ann").admitted()).isTrue();
            }
        }
    }

    @Test
    void whileThereAreTokensTheTimeIsThatUntilTheNextOne() {
        admitted("ann", 10);
        passes(Duration.ofMillis(300));

        LimitDecision decision = buckets.take("ann");

        assertThat(decision.remaining()).isEqualTo(49);
        assertThat(decision.reset()).isCloseTo(Duration.ofMillis(700), Duration.ofMillis(1));
    }

    @Test
    void secondsToWaitAreRoundedUp() {
        assertThat(LimitDecision.refused(Duration.ofMillis(1001).toNanos()).resetSeconds())
                .isEqualTo(2);
        assertThat(LimitDecision.refused(Duration.ofSeconds(1).toNanos()).resetSeconds())
                .isEqualTo(1);
        assertThat(LimitDecision.refused(1).resetSeconds()).isEqualTo(1);
    }

    @Test
    void aVerdictSaysHowManyRequestsAreLeft() {
        assertThat(buckets.take("ann").remaining()).isEqualTo(59);
        admitted("ann", 100);
        assertThat(buckets.take("ann").remaining()).isZero();
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
        for (int i = 0; i < 100_000; i++) {
            buckets.take("key " + i);
            if (i % 100 == 0) {
                assertThat(buckets.take("ann").admitted()).isFalse();
            }
        }
    }

    @Test
    void aMillionMadeUpKeysAreForgottenAgain() {
        for (int i = 0; i < 1_000_000; i++) {
            buckets.take("key " + i);
        }

        assertThat(buckets.size()).isLessThanOrEqualTo(16_000);
    }
}
