package dev.pressroom.load;

import java.util.ArrayList;
import java.util.List;

/**
 * A scale from values to pixels, with round numbers to write at it.
 *
 * @param from the value at {@code start}
 * @param to the value at {@code end}
 */
record Axis(double from, double to, double start, double end) {
    private static final int[] ROUND = {1, 2, 5, 10};

    double at(double value) {
        return start + (value - from) / (to - from) * (end - start);
    }

    /** From zero, or from a bit below where nothing is near zero, to a round number that is no less than the largest. */
    static Axis upwards(double smallest, double largest, double start, double end) {
        double low = smallest > largest * 0.6 ? smallest - (largest - smallest) * 0.5 - largest * 0.02 : 0;
        double step = step(Math.max(largest - low, 1e-9), 5);
        double from = Math.floor(low / step) * step;
        return new Axis(from, Math.max(from + step, Math.ceil(largest / step - 1e-9) * step), start, end);
    }

    /** Round values, about so many. */
    List<Double> ticks(int about) {
        double step = step(to - from, about);
        List<Double> ticks = new ArrayList<>();
        for (double i = Math.ceil(from / step - 1e-9); i * step <= to + step * 1e-9; i++) {
            ticks.add(i * step + 0.0);
        }
        return ticks;
    }

    private static double step(double span, int about) {
        double raw = span / about;
        double power = Math.pow(10, Math.floor(Math.log10(raw)));
        for (int round : ROUND) {
            if (round * power >= raw * (1 - 1e-9)) {
                return round * power;
            }
        }
        return 10 * power;
    }
}
