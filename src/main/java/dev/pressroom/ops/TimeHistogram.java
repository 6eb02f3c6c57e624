package dev.pressroom.ops;

import java.util.OptionalLong;

/**
 * Counts of times in buckets of a quarter of a power of two: bucket {@code n} has the times above 2^((n-1)/4) and up to
 * 2^(n/4) milliseconds. A quantile is at most 19 % above the true one.
 */
public final class TimeHistogram {
    private static final int BUCKETS = 121;

    private final long[] counts = new long[BUCKETS];
    private long total;

    /** Adds times to a bucket; a bucket beyond the last one counts as the last one. */
    public void add(int bucket, long times) {
        counts[Math.max(0, Math.min(bucket, BUCKETS - 1))] += times;
        total += times;
    }

    /** Adds all times of another histogram. */
    public void add(TimeHistogram other) {
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
            add(bucket, other.counts[bucket]);
        }
    }

    /** The upper end, in milliseconds, of the bucket with this quantile; empty without times. */
    public OptionalLong quantile(double quantile) {
        long rank = Math.max(1, (long) Math.ceil(quantile * total));
        long seen = 0;
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
            seen += counts[bucket];
            if (seen >= rank) {
                return OptionalLong.of(Math.round(Math.pow(2, bucket / 4.0)));
            }
        }
        return OptionalLong.empty();
    }
}
