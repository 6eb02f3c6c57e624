package dev.pressroom.http;

import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.LongSupplier;

/**
 * A token bucket for each caller: a minute's worth of requests at once, then as they trickle in. Counted per HTTP
 * verticle, so a node admits up to that many times its verticles. The least recently seen callers are forgotten.
 */
final class RateLimit {
    private static final int MOST_CALLERS = 10_000;

    private final double perNano;
    private final int burst;
    private final LongSupplier nanoTime;
    private final Map<String, Bucket> buckets = new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
            return size() > MOST_CALLERS;
        }
    };

    /** @param perMinute requests of one caller; empty is no limit */
    RateLimit(OptionalInt perMinute, LongSupplier nanoTime) {
        this.burst = perMinute.orElse(Integer.MAX_VALUE);
        this.perNano = burst / (double) Duration.ofMinutes(1).toNanos();
        this.nanoTime = nanoTime;
    }

    /** The limit of a network address, before it is known who calls. */
    void checkAddress(RoutingContext context) {
        context.next();
    }

    /** Lets the request on, or fails it with {@code RATE_LIMITED} and the time to wait. */
    void check(RoutingContext context) {
        if (burst == Integer.MAX_VALUE) {
            context.next();
            return;
        }
        Optional<Duration> wait = take(caller(context));
        if (wait.isEmpty()) {
            context.next();
        } else {
            context.fail(new Failure(
                    ErrorCode.RATE_LIMITED, "Too many requests: slow down, and try again shortly.", wait, null));
        }
    }

    /** Takes more tokens for a request that was let on, also such as are not there yet: the caller's next ones wait. */
    void takeMore(RoutingContext context, int tokens) {
        takeMore(caller(context), tokens);
    }

    void takeMore(String caller, int tokens) {
        if (burst != Integer.MAX_VALUE) {
            buckets.computeIfAbsent(caller, c -> new Bucket(burst, nanoTime.getAsLong())).tokens -= tokens;
        }
    }

    /** Takes a token of the caller; the time until there is one, when there is none. */
    Optional<Duration> take(String caller) {
        long now = nanoTime.getAsLong();
        Bucket bucket = buckets.computeIfAbsent(caller, c -> new Bucket(burst, now));
        bucket.tokens = Math.min(burst, bucket.tokens + (now - bucket.filledNanos) * perNano);
        bucket.filledNanos = now;
        if (bucket.tokens >= 1) {
            bucket.tokens--;
            return Optional.empty();
        }
        return Optional.of(Duration.ofNanos((long) ((1 - bucket.tokens) / perNano)));
    }

    /** By credentials where there are some, unchecked: a forged one has a bucket of its own and gets its 401. */
    private static String caller(RoutingContext context) {
        String authorization = context.request().getHeader("authorization");
        if (authorization != null) {
            return "token:" + authorization.hashCode();
        }
        return "address:" + Client.of(context).address().network();
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
