package dev.pressroom.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class HistogramTest {
    @Test
    void percentilesAreRightToWithinTwoPercent() {
        Histogram times = new Histogram();
        for (int millis = 1; millis <= 1000; millis++) {
            times.add(millis);
        }

        assertThat(times.percentile(0.5)).isCloseTo(500, within(500 * 0.021));
        assertThat(times.percentile(0.99)).isCloseTo(990, within(990 * 0.021));
        assertThat(times.percentile(1)).isEqualTo(1000);
        assertThat(times.largest()).isEqualTo(1000);
    }

    @Test
    void oneThatIsAddedToAnotherCountsInFull() {
        Histogram slow = new Histogram();
        slow.add(4_000_000);
        Histogram times = new Histogram();
        times.add(0.05);

        times.add(slow);

        assertThat(times.total()).isEqualTo(2);
        assertThat(times.percentile(0.5)).isEqualTo(0.1);
        assertThat(times.largest()).isEqualTo(4_000_000);
    }

    @Test
    void adjoiningClassesCountEveryTimeOnce() {
        Histogram times = new Histogram();
        for (int millis = 1; millis <= 1000; millis++) {
            times.add(millis);
        }

        assertThat(times.between(0.5, 30) + times.between(30, 300) + times.between(300, 1100))
                .isEqualTo(1000);
    }
}
