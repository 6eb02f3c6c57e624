package dev.pressroom.model.draw;

import dev.pressroom.image.Chart;
import dev.pressroom.image.Numbers;
import java.util.ArrayList;
import java.util.List;

/**
 * A scale with round numbers on it.
 *
 * @param low the first tick
 * @param high the last tick
 * @param ticks ascending
 */
record Axis(double low, double high, List<Double> ticks) {
    private static final int INTERVALS = 5;

    /** For bars, whose length is what counts: zero is on it. */
    static Axis withZero(Chart chart) {
        double low = values(chart).stream().mapToDouble(v -> v).min().orElse(0);
        double high = values(chart).stream().mapToDouble(v -> v).max().orElse(0);
        return round(Math.min(0, low), Math.max(0, high));
    }

    /** For lines: without zero, where the values lie close together and far from it. */
    static Axis near(Chart chart) {
        double low = values(chart).stream().mapToDouble(v -> v).min().orElse(0);
        double high = values(chart).stream().mapToDouble(v -> v).max().orElse(0);
        boolean farFromZero = low > 0 && high > low && low > 0.6 * high;
        return farFromZero ? round(low - (high - low) * 0.1, high) : withZero(chart);
    }

    private static List<Double> values(Chart chart) {
        return chart.points().stream().map(Chart.Point::value).toList();
    }

    private static Axis round(double low, double high) {
        double span = high > low ? high - low : 1;
        double step = step(span / INTERVALS);
        double first = Math.floor(low / step + 1e-9);
        double last = Math.max(first + 1, Math.ceil((high > low ? high : low + 1) / step - 1e-9));
        List<Double> ticks = new ArrayList<>();
        for (double i = first; i <= last; i++) {
            ticks.add(i * step);
        }
        return new Axis(first * step, last * step, List.copyOf(ticks));
    }

    /** The next of 1, 2, 2.5, 5 times a power of ten. */
    private static double step(double rough) {
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        double factor = rough / power;
        return power * (factor <= 1 ? 1 : factor <= 2 ? 2 : factor <= 2.5 ? 2.5 : factor <= 5 ? 5 : 10);
    }

    /** Where a value lies: 0 at the low end, 1 at the high one. */
    double share(double value) {
        return (value - low) / (high - low);
    }

    static String label(double tick) {
        return Numbers.brief(tick);
    }
}
