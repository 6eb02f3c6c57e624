package dev.pressroom.model.draw;

import dev.pressroom.image.Chart;
import java.util.ArrayList;
import java.util.List;

/**
 * An axis with round numbers.
 *
 * @param ticks ascending, at equal distances; all values lie between the first and the last
 */
record Axis(List<Double> ticks) {
    private static final int INTERVALS = 5;

    /**
     * The axis for the values of a chart. It includes zero, unless all values are positive and the smallest exceeds 60
     * % of the largest.
     */
    static Axis of(Chart chart) {
        double low =
                chart.points().stream().mapToDouble(Chart.Point::value).min().orElse(0);
        double high =
                chart.points().stream().mapToDouble(Chart.Point::value).max().orElse(0);
        boolean farFromZero = low > 0 && high > low && low > 0.6 * high;
        return farFromZero ? round(low - (high - low) * 0.1, high) : round(Math.min(0, low), Math.max(0, high));
    }

    private static Axis round(double low, double high) {
        double top = high > low ? high : low + 1;
        double step = step((top - low) / INTERVALS);
        double first = Math.floor(low / step + 1e-9);
        double last = Math.max(first + 1, Math.ceil(top / step - 1e-9));
        List<Double> ticks = new ArrayList<>();
        for (double i = first; i <= last; i++) {
            ticks.add(i * step);
        }
        return new Axis(List.copyOf(ticks));
    }

    /** The next of 1, 2, 2.5, 5 times a power of ten. */
    private static double step(double rough) {
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        double factor = rough / power;
        return power * (factor <= 1 ? 1 : factor <= 2 ? 2 : factor <= 2.5 ? 2.5 : factor <= 5 ? 5 : 10);
    }

    double low() {
        return ticks.get(0);
    }

    double high() {
        return ticks.get(ticks.size() - 1);
    }

    /** The position of a value: 0 at the low end, 1 at the high end. */
    double share(double value) {
        return (value - low()) / (high() - low());
    }
}
