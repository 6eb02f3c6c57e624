package dev.pressroom.page.fetch;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Asks the system, as every other program of the machine does. That blocks its thread until name servers answer or the
 * system gives up, often 20 s, so lookups have threads of their own, and {@link DnsLookups} shares them out: names that are
 * never answered must not hold all of them.
 */
public final class SystemResolver implements Resolver {
    /** From the request for a name to its addresses, waiting for a thread included. */
    static final Duration DEADLINE = Duration.ofSeconds(5);

    private static final long WARNED_AFTER_SECONDS = 60;

    private final Vertx vertx;
    private final WorkerExecutor threads;
    private final Lookup lookup;
    private final DnsLookups dnsLookups;

    public SystemResolver(Vertx vertx, Clock clock) {
        this(vertx, InetAddress::getAllByName, clock, DEADLINE);
    }

    SystemResolver(Vertx vertx, Lookup lookup, Clock clock, Duration deadline) {
        this.vertx = vertx;
        this.lookup = lookup;
        threads = vertx.createSharedWorkerExecutor(
                "page-names", DnsLookups.MOST_RUNNING, WARNED_AFTER_SECONDS, TimeUnit.SECONDS);
        dnsLookups = new DnsLookups(this::all, clock, deadline);
    }

    /** Asks, and blocks meanwhile. */
    @FunctionalInterface
    interface Lookup {
        InetAddress[] all(String host) throws UnknownHostException;
    }

    @Override
    public Future<List<InetAddress>> resolve(String host) {
        return resolve(host, "");
    }

    /** Fails with a {@link java.util.concurrent.TimeoutException} at the deadline, and at once when there is no room. */
    @Override
    public Future<List<InetAddress>> resolve(String host, String caller) {
        Context context = vertx.getOrCreateContext();
        Promise<List<InetAddress>> addresses = Promise.promise();
        dnsLookups
                .resolve(host, caller)
                .onComplete(
                        found -> context.runOnContext(v -> addresses.tryComplete(found)),
                        cause -> context.runOnContext(v -> addresses.tryFail(cause)));
        return addresses.future();
    }

    @Override
    public void measure(MeterRegistry registry) {
        dnsLookups.measure(registry);
    }

    private Future<List<InetAddress>> all(String host) {
        return threads.executeBlocking(() -> List.of(lookup.all(host)), false);
    }

    @Override
    public Future<Void> close() {
        dnsLookups.close();
        return threads.close();
    }
}
