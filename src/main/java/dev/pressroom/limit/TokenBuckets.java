package dev.pressroom.limit;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * A token bucket for each key, counted by this node alone: a minute's worth of requests at once, then as they trickle in.
 * The least recently seen keys are forgotten. Safe to use from any thread.
 */
public final class TokenBuckets {
    private static final long MINUTE_NANOS = Duration.ofMinutes(1).toNanos();

    private final int burst;
    private final double perNano;
    private final LongSupplier nanoTime;
    private final LruCache<Bucket> buckets;

    /**
     * @param perMinute requests of one key
     * @param most keys that are remembered
     */
    public TokenBuckets(int perMinute, int most, LongSupplier nanoTime) {
        this.burst = perMinute;
        this.perNano = perMinute / (double) MINUTE_NANOS;
        this.nanoTime = nanoTime;
        this.buckets = new LruCache<>(most, () -> new Bucket(burst, nanoTime.getAsLong()));
    }

    /** Takes a token, if there is one. */
    public LimitDecision take(String key) {
        return buckets.with(key, this::take);
    }

    /** Takes more tokens for a request that was let on, also such as are not there yet: the key's next requests wait. */
    public void takeMore(String key, int tokens) {
        buckets.with(key, bucket -> bucket.tokens -= tokens);
    }

    /** How many keys are remembered. */
    public int size() {
        return buckets.size();
    }

    private LimitDecision take(Bucket bucket) {
        long now = nanoTime.getAsLong();
        bucket.tokens = Math.min(burst, bucket.tokens + (now - bucket.filledNanos) * perNano);
        bucket.filledNanos = now;
        if (bucket.tokens < 1) {
            return LimitDecision.refused((long) Math.ceil((1 - bucket.tokens) / perNano) + 1);
        }
        bucket.tokens--;
        return LimitDecision.admitted((long) bucket.tokens, (long) (bucket.tokens / perNano));
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
