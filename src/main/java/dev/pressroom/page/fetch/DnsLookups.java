package dev.pressroom.page.fetch;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * Limits the DNS lookups that run at once. Concurrent lookups of one name share one query; each site (a registered
 * domain) and each client has few queries running; and a site whose query ran past the deadline is not queried for a
 * while. A query past its deadline still holds its thread, so it counts until it ends. Used by several event loops at
 * once.
 */
final class DnsLookups {
    static final int MAX_RUNNING = 48;
    static final int MAX_RUNNING_PER_SITE = 2;
    static final int MAX_RUNNING_PER_CLIENT = 4;
    static final int MAX_WAITING = 256;
    static final int MAX_WAITING_PER_CLIENT = 32;

    private static final Duration BLOCK_DURATION = Duration.ofSeconds(30);
    private static final int MAX_BLOCKED_SITES = 1000;

    private final Function<String, Future<List<InetAddress>>> system;
    private final Clock clock;
    private final Duration deadline;
    private final Map<String, Lookup> byHost = new HashMap<>();
    private final Deque<Lookup> waiting = new ArrayDeque<>();
    private final Map<String, Integer> running = new HashMap<>();
    private final Map<String, Instant> blockedUntil = new LinkedHashMap<>();
    private int allRunning;

    /**
     * @param system queries one name, on a thread of its own
     * @param deadline from the request to its result, waiting included
     */
    DnsLookups(Function<String, Future<List<InetAddress>>> system, Clock clock, Duration deadline) {
        this.system = system;
        this.clock = clock;
        this.deadline = deadline;
    }

    private record Lookup(String host, String site, String client, Promise<List<InetAddress>> addresses) {}

    void measure(MeterRegistry registry) {
        Gauge.builder("pressroom.lookups.running", this, DnsLookups::running)
                .description("DNS lookups that hold a thread, at most " + MAX_RUNNING)
                .register(registry);
        Gauge.builder("pressroom.lookups.waiting", this, DnsLookups::waiting)
                .description("DNS lookups that wait for a thread, at most " + MAX_WAITING)
                .register(registry);
    }

    synchronized int running() {
        return allRunning;
    }

    synchronized int waiting() {
        return waiting.size();
    }

    /** Starts no more queries; waiting lookups time out. */
    synchronized void close() {
        waiting.clear();
    }

    /** Fails with a {@link TimeoutException} at the deadline, and at once when the limits are reached. */
    Future<List<InetAddress>> resolve(String host, String client) {
        Lookup lookup = join(host, client);
        if (lookup == null) {
            return Future.failedFuture(new TimeoutException("too many DNS lookups at once"));
        }
        startAll();
        return lookup.addresses
                .future()
                .timeout(deadline.toMillis(), TimeUnit.MILLISECONDS)
                .onFailure(cause -> {
                    if (cause instanceof TimeoutException) {
                        onTimeout(lookup);
                    }
                });
    }

    /** The unfinished lookup of that name, or a new one in the queue; null when the limits allow none. */
    private synchronized Lookup join(String host, String client) {
        Lookup shared = byHost.get(host);
        if (shared != null) {
            return shared;
        }
        String site = site(host);
        long waitingOfClient =
                waiting.stream().filter(other -> other.client.equals(client)).count();
        if (isBlocked(site) || waiting.size() >= MAX_WAITING || waitingOfClient >= MAX_WAITING_PER_CLIENT) {
            return null;
        }
        Lookup lookup = new Lookup(host, site, client, Promise.promise());
        byHost.put(host, lookup);
        waiting.add(lookup);
        return lookup;
    }

    private void startAll() {
        for (Lookup next = next(); next != null; next = next()) {
            Lookup started = next;
            system.apply(started.host)
                    .andThen(found -> onEnd(started))
                    .onComplete(started.addresses::tryComplete, started.addresses::tryFail)
                    .onComplete(done -> startAll());
        }
    }

    /** The first in the queue whose site and client are below their limits; null when there is none. */
    private synchronized Lookup next() {
        for (Iterator<Lookup> each = waiting.iterator(); each.hasNext() && allRunning < MAX_RUNNING; ) {
            Lookup lookup = each.next();
            if (runningOf(lookup.site) < MAX_RUNNING_PER_SITE
                    && runningOf(clientKey(lookup)) < MAX_RUNNING_PER_CLIENT) {
                each.remove();
                allRunning++;
                running.merge(lookup.site, 1, Integer::sum);
                running.merge(clientKey(lookup), 1, Integer::sum);
                return lookup;
            }
        }
        return null;
    }

    private synchronized void onEnd(Lookup lookup) {
        allRunning--;
        byHost.remove(lookup.host, lookup);
        running.computeIfPresent(lookup.site, (site, count) -> count == 1 ? null : count - 1);
        running.computeIfPresent(clientKey(lookup), (client, count) -> count == 1 ? null : count - 1);
    }

    /** Drops a waiting lookup; a running one blocks its site for a while. */
    private synchronized void onTimeout(Lookup lookup) {
        if (waiting.remove(lookup)) {
            byHost.remove(lookup.host, lookup);
        } else if (byHost.get(lookup.host) == lookup) {
            blockedUntil.put(lookup.site, clock.instant().plus(BLOCK_DURATION));
            if (blockedUntil.size() > MAX_BLOCKED_SITES) {
                blockedUntil.remove(blockedUntil.keySet().iterator().next());
            }
        }
    }

    private boolean isBlocked(String site) {
        Instant until = blockedUntil.get(site);
        return until != null && clock.instant().isBefore(until);
    }

    private int runningOf(String key) {
        return running.getOrDefault(key, 0);
    }

    /** The key of a client among the keys of sites: no host name has a space. */
    private static String clientKey(Lookup lookup) {
        return "client " + lookup.client;
    }

    /**
     * The registered domain of a name: its last two labels, or three where the second-last has at most three
     * characters, as in {@code co.uk}. All names below one registered domain are one site, since its owner can create
     * any number of them.
     */
    static String site(String host) {
        int last = host.lastIndexOf('.');
        int second = host.lastIndexOf('.', last - 1);
        boolean shared = host.length() - last - 1 == 2 && last - second - 1 <= 3;
        int third = shared && second > 0 ? host.lastIndexOf('.', second - 1) : second;
        return second < 0 ? host : host.substring(third + 1);
    }
}
