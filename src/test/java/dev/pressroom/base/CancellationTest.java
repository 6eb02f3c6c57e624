package dev.pressroom.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CancellationTest {
    private final Cancellation cancellation = new Cancellation();
    private final AtomicInteger told = new AtomicInteger();

    @Test
    void everybodyIsToldOnceHoweverOftenItIsCancelled() {
        cancellation.onCancel(told::incrementAndGet);
        cancellation.onCancel(told::incrementAndGet);

        cancellation.cancel();
        cancellation.cancel();

        assertThat(told).hasValue(2);
        assertThat(cancellation.isCancelled()).isTrue();
    }

    @Test
    void whoComesLateIsToldAtOnce() {
        cancellation.cancel();

        cancellation.onCancel(told::incrementAndGet);

        assertThat(told).hasValue(1);
    }

    @Test
    void whoCancelsFromWithinAnActionDoesNotGoRound() {
        cancellation.onCancel(() -> {
            told.incrementAndGet();
            cancellation.cancel();
        });

        cancellation.cancel();

        assertThat(told).hasValue(1);
    }

    @Test
    void nobodyIsMissedWhenManyRegisterWhileItIsCancelled() {
        IntStream.range(0, 2000).parallel().forEach(i -> {
            if (i == 1000) {
                cancellation.cancel();
            }
            cancellation.onCancel(told::incrementAndGet);
        });

        assertThat(told).hasValue(2000);
    }

    @Test
    void oneActionThatThrowsKeepsNobodyElseFromBeingTold() {
        cancellation.onCancel(() -> {
            throw new IllegalStateException("broken");
        });
        cancellation.onCancel(told::incrementAndGet);

        cancellation.cancel();

        assertThat(told).hasValue(1);
    }
}
