package dev.pressroom.http;

import dev.pressroom.limit.Buckets;
import dev.pressroom.limit.Verdict;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.ext.web.RoutingContext;
import java.util.function.LongSupplier;

/**
 * How many requests of any kind a network address may make in a minute at this node: the first check of all, also for
 * pages and for addresses that there are not. Health and metrics are counted apart, so that probes are answered while
 * others ask too much. One for all event loops.
 */
final class AddressLimit {
    private static final int MOST_ADDRESSES = 50_000;
    private static final int FEWEST_PROBES = 60;

    private final Buckets requests;
    private final Buckets probes;
    private final Counter refused;

    AddressLimit(int perMinute, LongSupplier nanoTime, MeterRegistry metrics) {
        this.requests = new Buckets(perMinute, MOST_ADDRESSES, nanoTime);
        this.probes = new Buckets(Math.max(FEWEST_PROBES, perMinute / 10), MOST_ADDRESSES, nanoTime);
        this.refused = RateLimit.refusals(metrics, "any", "address");
        Gauge.builder("pressroom.http.limit.remembered", this, AddressLimit::size)
                .description("Callers and network addresses that this node remembers for a limit")
                .tag("limit", "any")
                .register(metrics);
    }

    private int size() {
        return requests.size() + probes.size();
    }

    /** Lets the request on, or fails it with {@code RATE_LIMITED} and the time to wait. */
    void check(RoutingContext context) {
        String network = Client.of(context).address().network();
        Verdict verdict = (isProbe(context.request().path()) ? probes : requests).take(network);
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
