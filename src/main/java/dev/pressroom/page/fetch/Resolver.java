package dev.pressroom.page.fetch;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import java.net.InetAddress;
import java.util.List;

/** Resolves host names to IP addresses. */
@FunctionalInterface
public interface Resolver {
    /** Fails, or completes with an empty list, when the name has no address. */
    Future<List<InetAddress>> resolve(String host);

    /** @param client whose lookups share one limit */
    default Future<List<InetAddress>> resolve(String host, String client) {
        return resolve(host);
    }

    /** Registers the gauges of this resolver, if it has any. */
    default void measure(MeterRegistry registry) {}

    default Future<Void> close() {
        return Future.succeededFuture();
    }
}
