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
 * Resolves names with the resolver of the operating system. A query blocks its thread until name servers answer or the
 * system gives up, often after 20 s. So queries run on threads of their own, and {@link DnsLookups} limits them, so
 * that names that are never answered cannot occupy all threads.
 */
public final class SystemResolver implements Resolver {
    /** From the request to its result, waiting for a thread included. */
    static final Duration DEADLINE = Duration.ofSeconds(5);

    private static final long BLOCKED_WARNING_SECONDS = 60;

    private final Vertx vertx;
    private final WorkerExecutor threads;
    private final SystemLookup lookup;
    private final DnsLookups dnsLookups;

    public SystemResolver(Vertx vertx, Clock clock) {
        this(vertx, "page-names", clock);
    }

    /** @param threads name of the threads; resolvers with different names do not delay each other */
    public SystemResolver(Vertx vertx, String threads, Clock clock) {
        this(vertx, threads, InetAddress::getAllByName, clock, DEADLINE);
    }

    SystemResolver(Vertx vertx, SystemLookup lookup, Clock clock, Duration deadline) {
        this(vertx, "page-names", lookup, clock, deadline);
    }

    private SystemResolver(Vertx vertx, String threads, SystemLookup lookup, Clock clock, Duration deadline) {
        this.vertx = vertx;
        this.lookup = lookup;
        this.threads = vertx.createSharedWorkerExecutor(
                threads, DnsLookups.MAX_RUNNING, BLOCKED_WARNING_SECONDS, TimeUnit.SECONDS);
        dnsLookups = new DnsLookups(this::lookUp, clock, deadline);
    }

    /** A blocking query of the system. */
    @FunctionalInterface
    interface SystemLookup {
        InetAddress[] lookUp(String host) throws UnknownHostException;
    }

    @Override
    public Future<List<InetAddress>> resolve(String host) {
        return resolve(host, "");
    }

    /**
     * Fails with a {@link java.util.concurrent.TimeoutException} at the deadline, and at once when the limits are
     * reached.
     */
    @Override
    public Future<List<InetAddress>> resolve(String host, String client) {
        Context context = vertx.getOrCreateContext();
        Promise<List<InetAddress>> addresses = Promise.promise();
        dnsLookups
                .resolve(host, client)
                .onComplete(
                        found -> context.runOnContext(v -> addresses.tryComplete(found)),
                        cause -> context.runOnContext(v -> addresses.tryFail(cause)));
        return addresses.future();
    }

    @Override
    public void measure(MeterRegistry registry) {
        dnsLookups.measure(registry);
    }

    private Future<List<InetAddress>> lookUp(String host) {
        return threads.executeBlocking(() -> List.of(lookup.lookUp(host)), false);
    }

    @Override
    public Future<Void> close() {
        dnsLookups.close();
        return threads.close();
    }
}
