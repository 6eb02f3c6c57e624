package dev.pressroom.http.request;

import dev.pressroom.config.Settings;
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
 * How many requests of any kind a network address may make in a minute at this node: the first check of all, also for
 * pages and for addresses that there are not. Health and metrics are counted apart, so that probes are answered while
 * others ask too much. One for all event loops.
 */
final class AddressLimit {
    private static final int MOST_ADDRESSES = 50_000;

    private final Optional<TokenBuckets> requests;
    private final Optional<TokenBuckets> probes;
    private final Counter refused;

    AddressLimit(Settings.Rates rates, LongSupplier nanoTime, MeterRegistry metrics) {
        this.requests = buckets(rates.address(), nanoTime);
        this.probes = buckets(rates.probe(), nanoTime);
        this.refused = RateLimit.refusals(metrics, "any", "address");
        Gauge.builder("pressroom.http.limit.remembered", this, AddressLimit::size)
                .description("Callers and network addresses that this node remembers for a limit")
                .tag("limit", "any")
                .register(metrics);
    }

    private static Optional<TokenBuckets> buckets(OptionalInt perMinute, LongSupplier nanoTime) {
        return perMinute.isPresent()
                ? Optional.of(new TokenBuckets(perMinute.getAsInt(), MOST_ADDRESSES, nanoTime))
                : Optional.empty();
    }

    private int size() {
        return requests.map(TokenBuckets::size).orElse(0)
                + probes.map(TokenBuckets::size).orElse(0);
    }

    /** Lets the request on, or fails it with {@code RATE_LIMITED} and the time to wait. */
    void check(RoutingContext context) {
        Optional<TokenBuckets> buckets = isProbe(context.request().path()) ? probes : requests;
        if (buckets.isEmpty()) {
            context.next();
            return;
        }
        LimitDecision verdict = buckets.get().take(Client.of(context).address().network());
        if (verdict.admitted()) {
            context.next();
        } else {
            refused.increment();
            context.fail(RateLimit.tooMany(verdict));
        }
    }

    private static boolean isProbe(String path) {
        return path != null && (path.equals("/metrics") || path.startsWith("/health"));
    }
}
