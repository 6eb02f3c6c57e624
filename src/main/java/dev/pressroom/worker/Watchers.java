package dev.pressroom.worker;

import dev.pressroom.job.Signal;
import dev.pressroom.job.Signals;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.LongSupplier;

/**
 * The nodes whose streams watch one run, at most 1,000. They get its transient signals. A node that has not repeated its
 * registration for 10 s is removed.
 */
final class Watchers {
    static final int MAX_NODES = 1000;
    static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final Signals signals;
    private final LongSupplier nanoTime;
    /** By node: when it was last registered. */
    private final Map<UUID, Long> registeredNanos = new HashMap<>();

    private List<UUID> nodes = List.of();

    /** No registration is older than this. */
    private long oldestNanos;

    Watchers(Signals signals, LongSupplier nanoTime) {
        this.signals = signals;
        this.nanoTime = nanoTime;
    }

    /** Whether anyone receives a transient signal that is sent now. */
    boolean isEmpty() {
        return current().isEmpty() && !signals.needsCopies();
    }

    void send(Signal signal) {
        signals.send(current(), signal);
        if (signals.needsCopies()) {
            signals.publishCopy(signal);
        }
    }

    /** Sends a signal to one node only. */
    void sendTo(UUID node, Signal signal) {
        signals.send(List.of(node), signal);
    }

    /** Registers a node, or renews its registration. Returns whether it was not registered before. */
    boolean add(UUID node) {
        current();
        long now = nanoTime.getAsLong();
        if (registeredNanos.isEmpty()) {
            oldestNanos = now;
        }
        if (registeredNanos.containsKey(node)) {
            registeredNanos.put(node, now);
            return false;
        }
        if (registeredNanos.size() >= MAX_NODES) {
            return false;
        }
        registeredNanos.put(node, now);
        changed();
        return true;
    }

    void remove(UUID node) {
        if (registeredNanos.remove(node) != null) {
            changed();
        }
    }

    private List<UUID> current() {
        if (!nodes.isEmpty() && nanoTime.getAsLong() - oldestNanos > TIMEOUT.toNanos()) {
            removeExpired();
        }
        return nodes;
    }

    private void removeExpired() {
        long now = nanoTime.getAsLong();
        boolean expired = registeredNanos.values().removeIf(since -> now - since > TIMEOUT.toNanos());
        oldestNanos = now
                - registeredNanos.values().stream()
                        .mapToLong(since -> now - since)
                        .max()
                        .orElse(0);
        if (expired) {
            changed();
        }
    }

    private void changed() {
        signals.sendPending();
        nodes = List.copyOf(registeredNanos.keySet());
    }
}
