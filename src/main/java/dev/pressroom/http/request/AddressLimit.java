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

    private final Optional<Limit> requests;
    private final Optional<Limit> probes;
    private final Counter refused;

    AddressLimit(HttpSettings.Rates rates, LongSupplier nanoTime, MeterRegistry metrics) {
        this.requests = limit("address", rates.address(), nanoTime);
        this.probes = limit("probe", rates.probe(), nanoTime);
        this.refused = RateLimit.refusedCounter(metrics, "any", "address");
        Gauge.builder("pressroom.http.limit.remembered", this, AddressLimit::size)
                .description("Users and network addresses in the memory of this node, per limit")
                .tag("limit", "any")
                .register(metrics);
    }

    private static Optional<Limit> limit(String name, OptionalInt perMinute, LongSupplier nanoTime) {
        return perMinute.isPresent()
                ? Optional.of(new Limit(
                        new TokenBuckets(perMinute.getAsInt(), MAX_ADDRESSES, nanoTime),
                        RateLimit.policy(name, perMinute.getAsInt()),
                        RateLimit.limitPrefix(name)))
                : Optional.empty();
    }

    private int size() {
        return requests.map(limit -> limit.buckets().size()).orElse(0)
                + probes.map(limit -> limit.buckets().size()).orElse(0);
    }

    /**
     * A handler: passes the request on, or fails it with {@code RATE_LIMITED} and the time to wait. It fails after a pause:
     * a client that ignores refusals would otherwise use as much processor time as one that is served.
     */
    void check(RoutingContext context) {
        Optional<Limit> limit = isProbe(context.request().path()) ? probes : requests;
        if (limit.isEmpty()) {
            context.next();
            return;
        }
        LimitDecision decision =
                limit.get().buckets().take(Client.of(context).address().network());
        if (decision.admitted()) {
            context.next();
        } else {
            refused.increment();
            RateLimit.putHeaders(context, limit.get().policy(), limit.get().limitPrefix(), decision);
            context.vertx().setTimer(REFUSAL_DELAY_MILLIS, paused -> context.fail(RateLimit.rateLimited(decision)));
        }
    }

    /** @param policy the header RateLimit-Policy; see {@link RateLimit#putHeaders} for the prefix */
    private record Limit(TokenBuckets buckets, CharSequence policy, String limitPrefix) {}

    private static boolean isProbe(String path) {
        return path != null && (path.equals("/metrics") || path.startsWith("/health"));
    }
}
