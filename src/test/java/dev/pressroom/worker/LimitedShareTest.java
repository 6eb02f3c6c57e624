package dev.pressroom.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LimitedShareTest {
    private long now = Long.MAX_VALUE - 1_000_000;
    private Promise<Void> done;
    private int runs;

    private final LimitedShare share = new LimitedShare(() -> now, () -> {
        runs++;
        done = Promise.promise();
        return done.future();
    });

    private void pass(long millis) {
        now += Duration.ofMillis(millis).toNanos();
    }

    private void runFor(long millis) {
        share.run();
        pass(millis);
        done.complete();
    }

    @Test
    void aShortRunIsFollowedByTheNext() {
        runFor(10);
        pass(190);
        share.run();

        assertThat(runs).isEqualTo(2);
    }

    @Test
    void aRunTakesATwentiethOfTheTimeAtMost() {
        runFor(600);
        pass(19 * 600 - 1);
        share.run();

        assertThat(runs).isEqualTo(1);

        pass(1);
        share.run();

        assertThat(runs).isEqualTo(2);
    }

    @Test
    void thePauseIsAMinuteAtMost() {
        runFor(100_000);
        pass(60_000);
        share.run();

        assertThat(runs).isEqualTo(2);
    }

    @Test
    void runsDoNotOverlap() {
        share.run();
        pass(3_600_000);

        Future<Void> second = share.run();

        assertThat(second.succeeded()).isTrue();
        assertThat(runs).isEqualTo(1);
    }

    @Test
    void aRunThatFailsIsFollowedByTheNext() {
        share.run();
        done.fail("no database");
        share.run();

        assertThat(runs).isEqualTo(2);
    }

    /** {@link System#nanoTime} may be negative. */
    @Test
    void theFirstRunBeginsAtOnceWhateverTheClockShows() {
        now = -Duration.ofHours(1).toNanos();
        share.run();

        assertThat(runs).isEqualTo(1);
    }

    @Test
    void aRunThatThrowsIsFollowedByTheNext() {
        List<Integer> begun = new ArrayList<>();
        LimitedShare failing = new LimitedShare(() -> now, () -> {
            begun.add(1);
            throw new IllegalStateException("no database");
        });

        assertThat(failing.run().failed()).isTrue();
        failing.run();

        assertThat(begun).hasSize(2);
    }
}
