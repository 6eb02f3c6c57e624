package dev.pressroom.http.request;

import dev.pressroom.config.HttpSettings;
import dev.pressroom.limit.LimitDecision;
import dev.pressroom.limit.TokenBuckets;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.LongSupplier;

/**
 * Limits the requests of any kind per minute and network address on this node. It is the first check of each request,
 * including those for pages and unknown paths. Health and metrics have a limit of their own, so that probes are served
 * when the address exceeds the other limit. Shared by all event loops.
 */
final class AddressLimit {
    private static final int MAX_ADDRESSES = 50_000;

    /**
     * Delay of a refusal: a client that repeats requests at once gets at most ten responses per second and connection.
     */
    private static final long REFUSAL_DELAY_MILLIS = 100;

    private final Optional<TokenBuckets> requests;
    private final Optional<TokenBuckets> probes;
    private final Counter refused;

    AddressLimit(HttpSettings.Rates rates, LongSupplier nanoTime, MeterRegistry metrics) {
        this.requests = buckets(rates.address(), nanoTime);
        this.probes = buckets(rates.probe(), nanoTime);
        this.refused = RateLimit.refusedCounter(metrics, "any", "address");
        Gauge.builder("pressroom.http.limit.remembered", this, AddressLimit::size)
                .description("Users and network addresses in the memory of this node, per limit")
                .tag("limit", "any")
                .register(metrics);
    }

    private static Optional<TokenBuckets> buckets(OptionalInt perMinute, LongSupplier nanoTime) {
        return perMinute.isPresent()
                ? Optional.of(new TokenBuckets(perMinute.getAsInt(), MAX_ADDRESSES, nanoTime))
                : Optional.empty();
    }

    private int size() {
        return requests.map(TokenBuckets::size).orElse(0)
                + probes.map(TokenBuckets::size).orElse(0);
    }

    /**
     * A handler: passes the request on, or fails it with {@code RATE_LIMITED} and the time to wait. It fails after a pause:
     * a client that ignores refusals would otherwise use as much processor time as one that is served.
     */
    void check(RoutingContext context) {
        Optional<TokenBuckets> buckets = isProbe(context.request().path()) ? probes : requests;
        if (buckets.isEmpty()) {
            context.next();
            return;
        }
        LimitDecision decision = buckets.get().take(Client.of(context).address().network());
        if (decision.admitted()) {
            context.next();
        } else {
            refused.increment();
            context.vertx().setTimer(REFUSAL_DELAY_MILLIS, paused -> context.fail(RateLimit.rateLimited(decision)));
        }
    }

    private static boolean isProbe(String path) {
        return path != null && (path.equals("/metrics") || path.startsWith("/health"));
    }
}
