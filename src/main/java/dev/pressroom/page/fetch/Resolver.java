package dev.pressroom.page.fetch;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import java.net.InetAddress;
import java.util.List;

/** Finds the addresses of a name. */
@FunctionalInterface
public interface Resolver {
    /** Fails, or gives none, when the name has none. */
    Future<List<InetAddress>> resolve(String host);

    /** @param caller on whose behalf: its lookups share their bounds */
    default Future<List<InetAddress>> resolve(String host, String caller) {
        return resolve(host);
    }

    /** Registers gauges, where there is something to measure. */
    default void measure(MeterRegistry registry) {}

    default Future<Void> close() {
        return Future.succeededFuture();
    }
}
