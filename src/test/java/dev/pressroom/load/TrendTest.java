package dev.pressroom.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TrendTest {
    private static final Gauge HEAP = Gauge.megabytes("heap", 1);

    /** Ten minutes, a sample every ten seconds, five jobs a second. */
    private static Trend of(IntToDoubleFunction value) {
        return of(60, value);
    }

    private static Trend of(int samples, IntToDoubleFunction value) {
        List<Sampler.Sample> all = IntStream.range(0, samples)
                .mapToObj(i -> new Sampler.Sample(i * 10, value.applyAsDouble(i), i * 50L))
                .toList();
        return Trend.of(all);
    }

    @Test
    void whatGoesUpAndDownIsFlat() {
        assertThat(of(i -> i % 2 == 0 ? 20 : 40).isFlat(HEAP)).isTrue();
    }

    @Test
    void whatGrowsWithEveryJobIsNotFlat() {
        Trend trend = of(i -> 25 + i * 50 * 0.001 + i % 3);

        assertThat(trend.isFlat(HEAP)).isFalse();
        assertThat(trend.perJob()).isCloseTo(0.001, within(0.0003));
        assertThat(trend.last()).isGreaterThan(trend.first());
    }

    @Test
    void whatGrowsOnlyAtTheBeginningIsFlat() {
        assertThat(of(i -> Math.min(i, 12) * 10).isFlat(HEAP)).isTrue();
    }

    @Test
    void oneOddSampleTiltsNothing() {
        assertThat(of(i -> i == 58 ? 9000 : 25).drift()).isZero();
    }

    @Test
    void whatShrinksIsFlat() {
        assertThat(of(i -> 500 - i).isFlat(HEAP)).isTrue();
    }

    @Test
    void fewSamplesTellNothing() {
        assertThat(of(8, i -> 25).isTelling()).isFalse();
        assertThat(of(12, i -> 25).isTelling()).isTrue();
    }
}
