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
 * Shares out the lookups of names. Each name is looked up once at a time, however many ask for it; each site (a domain
 * that is registered as one) and each caller has few lookups running; and a site that let a lookup run past the deadline
 * is not asked again for a while. A lookup that runs past its deadline goes on holding its thread, so it counts until it
 * ends. Used by several event loops at once.
 */
final class DnsLookups {
    static final int MOST_RUNNING = 48;
    static final int MOST_OF_A_SITE = 2;
    static final int MOST_OF_A_CALLER = 4;
    static final int MOST_WAITING = 256;
    static final int MOST_WAITING_OF_A_CALLER = 32;

    private static final Duration SILENT_FOR = Duration.ofSeconds(30);
    private static final int MOST_SILENT_SITES = 1000;

    private final Function<String, Future<List<InetAddress>>> system;
    private final Clock clock;
    private final Duration deadline;
    private final Map<String, Lookup> byHost = new HashMap<>();
    private final Deque<Lookup> waiting = new ArrayDeque<>();
    private final Map<String, Integer> running = new HashMap<>();
    private final Map<String, Instant> silentUntil = new LinkedHashMap<>();
    private int allRunning;

    /** @param system looks a name up, on a thread of its own */
    DnsLookups(Function<String, Future<List<InetAddress>>> system, Clock clock, Duration deadline) {
        this.system = system;
        this.clock = clock;
        this.deadline = deadline;
    }

    private record Lookup(String host, String site, String caller, Promise<List<InetAddress>> addresses) {}

    void measure(MeterRegistry registry) {
        Gauge.builder("pressroom.lookups.running", this, DnsLookups::running)
                .description("Lookups of names that hold a thread, at most " + MOST_RUNNING)
                .register(registry);
        Gauge.builder("pressroom.lookups.waiting", this, DnsLookups::waiting)
                .description("Lookups of names that wait for a thread, at most " + MOST_WAITING)
                .register(registry);
    }

    synchronized int running() {
        return allRunning;
    }

    synchronized int waiting() {
        return waiting.size();
    }

    /** Starts no more; what waits runs into its deadline. */
    synchronized void close() {
        waiting.clear();
    }

    Future<List<InetAddress>> resolve(String host, String caller) {
        Lookup lookup = join(host, caller);
        if (lookup == null) {
            return Future.failedFuture(new TimeoutException("too many names are being looked up"));
        }
        startAll();
        return lookup.addresses
                .future()
                .timeout(deadline.toMillis(), TimeUnit.MILLISECONDS)
                .onFailure(cause -> {
                    if (cause instanceof TimeoutException) {
                        timedOut(lookup);
                    }
                });
    }

    /** The lookup of that name that is there already, or a new one in the queue; null when there is no room for one. */
    private synchronized Lookup join(String host, String caller) {
        Lookup shared = byHost.get(host);
        if (shared != null) {
            return shared;
        }
        String site = site(host);
        long ofCaller =
                waiting.stream().filter(other -> other.caller.equals(caller)).count();
        if (isSilent(site) || waiting.size() >= MOST_WAITING || ofCaller >= MOST_WAITING_OF_A_CALLER) {
            return null;
        }
        Lookup lookup = new Lookup(host, site, caller, Promise.promise());
        byHost.put(host, lookup);
        waiting.add(lookup);
        return lookup;
    }

    private void startAll() {
        for (Lookup next = next(); next != null; next = next()) {
            Lookup started = next;
            system.apply(started.host)
                    .andThen(found -> ended(started))
                    .onComplete(started.addresses::tryComplete, started.addresses::tryFail)
                    .onComplete(done -> startAll());
        }
    }

    /** The first in the queue whose site and caller have room; null when there is none. */
    private synchronized Lookup next() {
        for (Iterator<Lookup> each = waiting.iterator(); each.hasNext() && allRunning < MOST_RUNNING; ) {
            Lookup lookup = each.next();
            if (of(lookup.site) < MOST_OF_A_SITE && of(callerKey(lookup)) < MOST_OF_A_CALLER) {
                each.remove();
                allRunning++;
                running.merge(lookup.site, 1, Integer::sum);
                running.merge(callerKey(lookup), 1, Integer::sum);
                return lookup;
            }
        }
        return null;
    }

    private synchronized void ended(Lookup lookup) {
        allRunning--;
        byHost.remove(lookup.host, lookup);
        running.computeIfPresent(lookup.site, (site, count) -> count == 1 ? null : count - 1);
        running.computeIfPresent(callerKey(lookup), (caller, count) -> count == 1 ? null : count - 1);
    }

    /** One that waits is dropped; one that runs makes its site silent. */
    private synchronized void timedOut(Lookup lookup) {
        if (waiting.remove(lookup)) {
            byHost.remove(lookup.host, lookup);
        } else if (byHost.get(lookup.host) == lookup) {
            silentUntil.put(lookup.site, clock.instant().plus(SILENT_FOR));
            if (silentUntil.size() > MOST_SILENT_SITES) {
                silentUntil.remove(silentUntil.keySet().iterator().next());
            }
        }
    }

    private boolean isSilent(String site) {
        Instant until = silentUntil.get(site);
        return until != null && clock.instant().isBefore(until);
    }

    private int of(String key) {
        return running.getOrDefault(key, 0);
    }

    /** No site has a blank in its name. */
    private static String callerKey(Lookup lookup) {
        return "caller " + lookup.caller;
    }

    /**
     * The part of a name that somebody registers: its last two labels, or three where the second is as short as in
     * {@code co.uk}. Names that somebody can make up below his own domain are all of one site.
     */
    static String site(String host) {
        int last = host.lastIndexOf('.');
        int second = host.lastIndexOf('.', last - 1);
        boolean shared = host.length() - last - 1 == 2 && last - second - 1 <= 3;
        int third = shared && second > 0 ? host.lastIndexOf('.', second - 1) : second;
        return second < 0 ? host : host.substring(third + 1);
    }
}
