package dev.pressroom.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CancellationTest {
    private final Cancellation cancellation = new Cancellation();
    private final AtomicInteger runs = new AtomicInteger();

    @Test
    void eachActionRunsOnceAlsoWhenCancelledTwice() {
        cancellation.onCancel(runs::incrementAndGet);
        cancellation.onCancel(runs::incrementAndGet);

        cancellation.cancel();
        cancellation.cancel();

        assertThat(runs).hasValue(2);
        assertThat(cancellation.isCancelled()).isTrue();
    }

    @Test
    void anActionRegisteredAfterCancellationRunsAtOnce() {
        cancellation.cancel();

        cancellation.onCancel(runs::incrementAndGet);

        assertThat(runs).hasValue(1);
    }

    @Test
    void cancellingFromWithinAnActionDoesNotRunTheActionsAgain() {
        cancellation.onCancel(() -> {
            runs.incrementAndGet();
            cancellation.cancel();
        });

        cancellation.cancel();

        assertThat(runs).hasValue(1);
    }

    @Test
    void actionsRegisteredDuringCancellationAllRun() {
        IntStream.range(0, 2000).parallel().forEach(i -> {
            if (i == 1000) {
                cancellation.cancel();
            }
            cancellation.onCancel(runs::incrementAndGet);
        });

        assertThat(runs).hasValue(2000);
    }

    @Test
    void anActionThatThrowsDoesNotStopTheOthers() {
        cancellation.onCancel(() -> {
            throw new IllegalStateException("broken");
        });
        cancellation.onCancel(runs::incrementAndGet);

        cancellation.cancel();

        assertThat(runs).hasValue(1);
    }
}
