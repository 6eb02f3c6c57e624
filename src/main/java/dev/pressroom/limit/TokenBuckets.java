package dev.pressroom.limit;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * A token bucket per key, on this node only. A full bucket has the tokens of one minute, and is refilled continuously. The
 * least recently used keys are dropped. Thread-safe.
 */
public final class TokenBuckets {
    private static final long MINUTE_NANOS = Duration.ofMinutes(1).toNanos();

    private final int capacity;
    private final double tokensPerNano;
    private final LongSupplier nanoTime;
    private final LruCache<Bucket> buckets;

    /**
     * @param perMinute tokens per key and minute
     * @param maxKeys in memory
     */
    public TokenBuckets(int perMinute, int maxKeys, LongSupplier nanoTime) {
        this.capacity = perMinute;
        this.tokensPerNano = perMinute / (double) MINUTE_NANOS;
        this.nanoTime = nanoTime;
        this.buckets = new LruCache<>(maxKeys, () -> new Bucket(capacity, nanoTime.getAsLong()));
    }

    /** Takes a token; refuses if there is none. */
    public LimitDecision take(String key) {
        return buckets.with(key, this::take);
    }

    /**
     * Takes further tokens for an admitted request. The number of tokens may become negative: later requests are then
     * refused for longer.
     */
    public void takeMore(String key, int tokens) {
        buckets.with(key, bucket -> bucket.tokens -= tokens);
    }

    /** Number of keys in memory. */
    public int size() {
        return buckets.size();
    }

    private LimitDecision take(Bucket bucket) {
        long now = nanoTime.getAsLong();
        bucket.tokens = Math.min(capacity, bucket.tokens + (now - bucket.filledNanos) * tokensPerNano);
        bucket.filledNanos = now;
        if (bucket.tokens < 1) {
            return LimitDecision.refused((long) Math.ceil((1 - bucket.tokens) / tokensPerNano) + 1);
        }
        bucket.tokens--;
        double missing = Math.floor(bucket.tokens) + 1 - bucket.tokens;
        return LimitDecision.admitted((long) bucket.tokens, (long) Math.ceil(missing / tokensPerNano));
    }

    private static final class Bucket {
        private double tokens;
        private long filledNanos;

        Bucket(double tokens, long filledNanos) {
            this.tokens = tokens;
            this.filledNanos = filledNanos;
        }
    }
}
