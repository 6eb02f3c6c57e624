package dev.pressroom.load;

/**
 * Counts times in classes that are 2 % wide, from a tenth of a millisecond to more than an hour: exact enough for
 * percentiles, and of one size however many there are.
 */
final class Histogram {
    private static final double SMALLEST_MILLIS = 0.1;
    private static final double STEP = Math.log(1.02);
    private static final int CLASSES = 900;

    private final int[] counts = new int[CLASSES];
    private long total;
    private double largest;

    void add(double millis) {
        counts[classOf(millis)]++;
        total++;
        largest = Math.max(largest, millis);
    }

    void add(Histogram other) {
        for (int i = 0; i < CLASSES; i++) {
            counts[i] += other.counts[i];
        }
        total += other.total;
        largest = Math.max(largest, other.largest);
    }

    long total() {
        return total;
    }

    double largest() {
        return largest;
    }

    /** Milliseconds below or at which that share of all times lies, or 0 when there are none. */
    double percentile(double share) {
        long wanted = Math.max(1, (long) Math.ceil(share * total));
        long seen = 0;
        for (int i = 0; i < CLASSES; i++) {
            seen += counts[i];
            if (seen >= wanted && total > 0) {
                return Math.min(largest, upperEdge(i));
            }
        }
        return largest;
    }

    /** How many times lie above {@code from} and not above {@code to} milliseconds, to the class's width. */
    long between(double from, double to) {
        long count = 0;
        for (int i = classOf(from) + 1; i <= classOf(to); i++) {
            count += counts[i];
        }
        return count;
    }

    private static int classOf(double millis) {
        if (millis <= SMALLEST_MILLIS) {
            return 0;
        }
        return (int) Math.min(CLASSES - 1, Math.ceil(Math.log(millis / SMALLEST_MILLIS) / STEP - 1e-9));
    }

    private static double upperEdge(int index) {
        return SMALLEST_MILLIS * Math.exp(index * STEP);
    }
}
