package dev.pressroom.http.connection;

import dev.pressroom.base.IpAddress;
import dev.pressroom.config.Settings;
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
 * Counts the HTTP connections of a node, for all its event loops: how many there may be in all, and from one network
 * address. The networks of trusted proxies stand for many clients, so only the first limit holds for them.
 */
public final class ConnectionCaps {
    /** Why a connection was not taken, or was closed by this node. */
    enum Reason {
        TOO_MANY,
        TOO_MANY_OF_ADDRESS,
        HEAD_TOO_SLOW,
        ANSWER_NOT_READ;

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Settings.Http settings;
    private final AtomicInteger open = new AtomicInteger();
    private final Map<String, Integer> byAddress = new ConcurrentHashMap<>();
    private final Map<Reason, Counter> closed;

    public ConnectionCaps(Settings.Http settings, MeterRegistry metrics) {
        this.settings = settings;
        Gauge.builder("pressroom.http.connections", open, AtomicInteger::get)
                .description("Open connections to the HTTP port")
                .register(metrics);
        this.closed = Stream.of(Reason.values())
                .collect(Collectors.toUnmodifiableMap(
                        Function.identity(),
                        reason -> Counter.builder("pressroom.http.connections.refused")
                                .description("Connections that this node did not take or closed")
                                .tag("reason", reason.label())
                                .register(metrics)));
    }

    /** Counts a new connection. Why it may not stay, if so; then it is not counted. */
    Optional<Reason> admit(Optional<IpAddress> peer) {
        if (open.incrementAndGet() > settings.connections().most()) {
            open.decrementAndGet();
            return Optional.of(Reason.TOO_MANY);
        }
        if (isCounted(peer)
                && byAddress.merge(peer.get().network(), 1, Integer::sum)
                        > settings.connections().perAddress().getAsInt()) {
            leave(peer);
            return Optional.of(Reason.TOO_MANY_OF_ADDRESS);
        }
        return Optional.empty();
    }

    /** A connection that was admitted is closed. */
    void leave(Optional<IpAddress> peer) {
        open.decrementAndGet();
        if (isCounted(peer)) {
            byAddress.computeIfPresent(peer.get().network(), (address, count) -> count == 1 ? null : count - 1);
        }
    }

    private boolean isCounted(Optional<IpAddress> peer) {
        return settings.connections().perAddress().isPresent()
                && peer.isPresent()
                && settings.proxies().hops() == 0
                && settings.proxies().networks().stream().noneMatch(network -> network.holds(peer.get()));
    }

    void count(Reason reason) {
        closed.get(reason).increment();
    }
}
