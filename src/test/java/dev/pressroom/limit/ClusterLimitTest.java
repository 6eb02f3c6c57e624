package dev.pressroom.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ClusterLimitTest {
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000_000);
    private final AtomicInteger alone = new AtomicInteger();
    private final Answers window = new Answers();
    private final ClusterLimit limit =
            new ClusterLimit("read", 60, 16_000, Optional.of(window), nanos::get, alone::incrementAndGet);

    /** A window that answers when the test says so. */
    private static final class Answers implements SlidingWindow {
        private final List<Integer> waiting = new ArrayList<>();
        private final List<Integer> debts = new ArrayList<>();
        private Promise<Allowance> next = Promise.promise();

        @Override
        public Future<Allowance> allowance(String key, int limit, int waiting, int debt) {
            this.waiting.add(waiting);
            debts.add(debt);
            return next.future();
        }

        void gives(int requests, int left, Duration until) {
            Promise<Allowance> answered = next;
            next = Promise.promise();
            answered.complete(new Allowance(requests, left, until));
        }

        void fails() {
            Promise<Allowance> answered = next;
            next = Promise.promise();
            answered.fail("no answer");
        }
    }

    private void passes(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private LimitDecision now() {
        Future<LimitDecision> verdict = limit.take("ann");
        assertThat(verdict.succeeded()).isTrue();
        return verdict.result();
    }

    private void given(int requests, int left) {
        Future<LimitDecision> first = limit.take("ann");
        window.gives(requests, left, Duration.ofSeconds(60));
        assertThat(first.result().admitted()).isTrue();
    }

    @Test
    void anAllowanceIsUsedUpWithoutAskingAgain() {
        given(6, 54);

        assertThat(IntStream.range(0, 5).allMatch(i -> now().admitted())).isTrue();

        assertThat(window.waiting).hasSize(1);
        assertThat(limit.take("ann").isComplete()).isFalse();
        assertThat(window.waiting).hasSize(2);
    }

    @Test
    void aVerdictCountsWhatIsLeftHereAndElsewhere() {
        given(6, 54);

        assertThat(now().remaining()).isEqualTo(58);
    }

    @Test
    void whoIsRefusedIsNotAskedForAgainUntilTheTimeIsOver() {
        Future<LimitDecision> first = limit.take("ann");
        window.gives(0, 0, Duration.ofMillis(2500));
        assertThat(first.result())
                .isEqualTo(LimitDecision.refused(Duration.ofMillis(2500).toNanos()));

        passes(Duration.ofMillis(2499));
        assertThat(now().admitted()).isFalse();
        assertThat(window.waiting).hasSize(1);

        passes(Duration.ofMillis(2));
        limit.take("ann");
        assertThat(window.waiting).hasSize(2);
    }

    @Test
    void anAllowanceThatWasNotUsedEndsWithItsWindow() {
        given(6, 54);
        passes(SlidingWindow.LENGTH);

        assertThat(limit.take("ann").isComplete()).isFalse();
    }

    @Test
    void requestsAtTheSameTimeWaitForOneAnswerThatIsLargeEnough() {
        limit.take("ann");
        List<Future<LimitDecision>> waiting =
                IntStream.range(0, 9).mapToObj(i -> limit.take("ann")).toList();
        assertThat(window.waiting).containsExactly(1);

        window.gives(6, 54, Duration.ofSeconds(60));
        assertThat(waiting.stream().filter(Future::isComplete)).hasSize(5);
        window.gives(5, 49, Duration.ofSeconds(60));

        assertThat(waiting).allMatch(verdict -> verdict.result().admitted());
        assertThat(window.waiting).hasSize(2);
    }

    @Test
    void requestsBeyondTheAllowanceAreReportedAtOnce() {
        given(6, 54);

        limit.takeMore("ann", 99);

        assertThat(window.debts).containsExactly(0, 94);
        Future<LimitDecision> next = limit.take("ann");
        window.gives(0, 0, Duration.ofSeconds(90));
        assertThat(next.result().admitted()).isFalse();
    }

    @Test
    void whileTheWindowDoesNotAnswerThisNodeCountsAlone() {
        Future<LimitDecision> first = limit.take("ann");
        window.fails();

        assertThat(first.result().admitted()).isTrue();
        assertThat(IntStream.range(0, 100).filter(i -> now().admitted())).hasSize(59);
        assertThat(alone.get()).isEqualTo(101);
        assertThat(window.waiting).hasSize(1);
    }

    @Test
    void aMomentAfterAFailureTheWindowIsAskedAgain() {
        limit.take("ann");
        window.fails();
        passes(Duration.ofSeconds(1));

        given(6, 54);
        assertThat(now().admitted()).isTrue();
    }

    @Test
    void aMillionMadeUpCallersAreForgottenAgain() {
        for (int i = 0; i < 1_000_000; i++) {
            Future<LimitDecision> verdict = limit.take("caller " + i);
            window.gives(6, 54, Duration.ofSeconds(60));
            assertThat(verdict.result().admitted()).isTrue();
            if (i % 1000 == 0) {
                window.waiting.clear();
                window.debts.clear();
            }
        }

        assertThat(limit.size()).isLessThanOrEqualTo(16_000);
    }
}
