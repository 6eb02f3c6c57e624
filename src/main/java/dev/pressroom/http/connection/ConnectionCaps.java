package dev.pressroom.http.connection;

import dev.pressroom.base.IpAddress;
import dev.pressroom.config.HttpSettings;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Limits the open HTTP connections of a node, over all its event loops: in total, and per network address. The limit
 * per address does not apply to trusted proxies, since each forwards the requests of many clients.
 */
public final class ConnectionCaps {
    /** Why this node refused or closed a connection. The lower-case name is the label of the metric. */
    enum CloseReason {
        TOO_MANY,
        TOO_MANY_OF_ADDRESS,
        HEAD_TOO_SLOW,
        ANSWER_NOT_READ;

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final HttpSettings settings;
    private final AtomicInteger open = new AtomicInteger();
    private final Map<String, Integer> byAddress = new ConcurrentHashMap<>();
    private final Map<CloseReason, Counter> closed;

    public ConnectionCaps(HttpSettings settings, MeterRegistry metrics) {
        this.settings = settings;
        Gauge.builder("pressroom.http.connections", open, AtomicInteger::get)
                .description("Open connections to the HTTP port")
                .register(metrics);
        this.closed = Stream.of(CloseReason.values())
                .collect(Collectors.toUnmodifiableMap(
                        Function.identity(),
                        reason -> Counter.builder("pressroom.http.connections.refused")
                                .description("Connections that this node refused or closed")
                                .tag("reason", reason.label())
                                .register(metrics)));
    }

    /** Counts a new connection. Returns the limit that it exceeds; such a connection is not counted. */
    Optional<CloseReason> admit(Optional<IpAddress> peer) {
        if (open.incrementAndGet() > settings.connections().max()) {
            open.decrementAndGet();
            return Optional.of(CloseReason.TOO_MANY);
        }
        if (isLimitedByAddress(peer)
                && byAddress.merge(peer.get().network(), 1, Integer::sum)
                        > settings.connections().maxPerAddress().getAsInt()) {
            release(peer);
            return Optional.of(CloseReason.TOO_MANY_OF_ADDRESS);
        }
        return Optional.empty();
    }

    /** Stops counting an admitted connection; called when it is closed. */
    void release(Optional<IpAddress> peer) {
        open.decrementAndGet();
        if (isLimitedByAddress(peer)) {
            byAddress.computeIfPresent(peer.get().network(), (address, count) -> count == 1 ? null : count - 1);
        }
    }

    private boolean isLimitedByAddress(Optional<IpAddress> peer) {
        return settings.connections().maxPerAddress().isPresent()
                && peer.isPresent()
                && settings.proxies().hops() == 0
                && settings.proxies().networks().stream().noneMatch(network -> network.contains(peer.get()));
    }

    void recordClosed(CloseReason reason) {
        closed.get(reason).increment();
    }
}
