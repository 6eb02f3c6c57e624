package dev.pressroom.job;

import dev.pressroom.bus.Addresses;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/**
 * Publishes durable signals to shards of the event bus, and sends transient ones to the nodes that watch their jobs. The first
 * signal goes at once; those that follow within a millisecond go together, one message per shard and per set of nodes. Use an
 * instance from one Vert.x context only.
 *
 * <p>Nodes of the previous version receive transient signals from shards only. While there may be such nodes, a copy is
 * published there, which nodes of this version skip.
 */
public final class Signals {
    /** The header of messages with copies of signals that were sent to watching nodes. */
    public static final String COPY = "copy";

    private static final long GATHER_MILLIS = 1;

    private final Vertx vertx;
    private final BooleanSupplier previousVersion;
    private final Map<Integer, List<Signal>> published = new LinkedHashMap<>();
    private final Map<List<UUID>, List<Signal>> sent = new LinkedHashMap<>();
    private final Map<Integer, List<Signal>> copies = new LinkedHashMap<>();
    private boolean flushScheduled;

    /** For durable signals. */
    public Signals(Vertx vertx) {
        this(vertx, () -> false);
    }

    /** @param previousVersion whether there may be nodes of the previous version in the cluster */
    public Signals(Vertx vertx, BooleanSupplier previousVersion) {
        this.vertx = vertx;
        this.previousVersion = previousVersion;
    }

    /** Publishes a durable signal, at most about a millisecond later. */
    public void publish(Signal signal) {
        add(published, Addresses.shardOf(signal.jobId()), signal);
    }

    /** Sends a transient signal to nodes that watch its job, at most about a millisecond later. */
    public void send(List<UUID> nodes, Signal signal) {
        if (!nodes.isEmpty()) {
            add(sent, nodes, signal);
        }
    }

    /** Whether copies of transient signals must be published, as there may be nodes of the previous version. */
    public boolean needsCopies() {
        return previousVersion.getAsBoolean();
    }

    /** Publishes a copy of a transient signal for nodes of the previous version. */
    public void publishCopy(Signal signal) {
        add(copies, Addresses.shardOf(signal.jobId()), signal);
    }

    /** Sends what waits for other signals. Call it before the nodes that watch a job change, so that its signals stay in order. */
    public void sendPending() {
        sent.forEach((nodes, signals) -> {
            Signal.Batch message = new Signal.Batch(signals);
            nodes.forEach(node -> vertx.eventBus().send(Addresses.watch(node), message));
        });
        sent.clear();
    }

    private <K> void add(Map<K, List<Signal>> pending, K receiver, Signal signal) {
        pending.computeIfAbsent(receiver, any -> new ArrayList<>()).add(signal);
        if (!flushScheduled) {
            flushScheduled = true;
            vertx.runOnContext(now -> flush());
        }
    }

    /** Transient signals precede durable ones: the last text of a step comes before the event with its result. */
    private void flush() {
        if (published.isEmpty() && sent.isEmpty() && copies.isEmpty()) {
            flushScheduled = false;
            return;
        }
        sendPending();
        publish(copies, new DeliveryOptions().addHeader(COPY, "true"));
        publish(published, new DeliveryOptions());
        vertx.setTimer(GATHER_MILLIS, timer -> flush());
    }

    private void publish(Map<Integer, List<Signal>> pending, DeliveryOptions options) {
        pending.forEach((shard, signals) ->
                vertx.eventBus().publish(Addresses.progress(shard), new Signal.Batch(signals), options));
        pending.clear();
    }
}
