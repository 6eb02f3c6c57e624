package dev.pressroom.job;

import dev.pressroom.bus.Addresses;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Publishes signals on the event bus. The first one is published at once; those that follow within a millisecond go
 * together, one message per shard. Use an instance from one Vert.x context only.
 */
public final class Signals {
    private static final long GATHER_MILLIS = 1;

    private final Vertx vertx;
    private final Map<Integer, List<Signal>> pending = new HashMap<>();
    private boolean flushScheduled;

    public Signals(Vertx vertx) {
        this.vertx = vertx;
    }

    /** Publishes a signal, at most about a millisecond later. */
    public void publish(Signal signal) {
        pending.computeIfAbsent(Addresses.shardOf(signal.jobId()), shard -> new ArrayList<>())
                .add(signal);
        if (!flushScheduled) {
            flushScheduled = true;
            vertx.runOnContext(now -> flush());
        }
    }

    private void flush() {
        if (pending.isEmpty()) {
            flushScheduled = false;
            return;
        }
        pending.forEach((shard, signals) ->
                vertx.eventBus().publish(Addresses.progress(shard), new Signal.Batch(List.copyOf(signals))));
        pending.clear();
        vertx.setTimer(GATHER_MILLIS, timer -> flush());
    }
}
