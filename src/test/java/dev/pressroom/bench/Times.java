package dev.pressroom.bench;

import io.vertx.core.json.JsonObject;

/** Durations, counted in classes of 10 µs up to 2 s. */
final class Times {
    private static final int MICROS = 10;
    private static final int CLASSES = 200_000;

    private final int[] counts = new int[CLASSES];
    private long all;

    void add(long nanos) {
        long index = Math.max(0, nanos) / 1000 / MICROS;
        counts[(int) Math.min(CLASSES - 1, index)]++;
        all++;
    }

    long count() {
        return all;
    }

    /** In milliseconds; 0 when there are none. */
    double quantile(double share) {
        long wanted = (long) Math.ceil(share * all);
        long seen = 0;
        for (int i = 0; i < CLASSES && all > 0; i++) {
            seen += counts[i];
            if (seen >= wanted) {
                return (i + 0.5) * MICROS / 1000.0;
            }
        }
        return 0;
    }

    JsonObject json() {
        return new JsonObject()
                .put("count", all)
                .put("p50", quantile(0.5))
                .put("p99", quantile(0.99))
                .put("max", quantile(1));
    }
}
