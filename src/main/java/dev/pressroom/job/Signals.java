package dev.pressroom.job;

import dev.pressroom.bus.Addresses;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Sends signals to whoever watches: at once where all is quiet, and those of a shard that come within a millisecond in
 * one message. To be used from one Vert.x context only.
 */
public final class Signals {
    private static final long GATHER_MILLIS = 1;

    private final Vertx vertx;
    private final Map<Integer, List<Signal>> gathered = new HashMap<>();
    private boolean gathering;

    public Signals(Vertx vertx) {
        this.vertx = vertx;
    }

    public void send(Signal signal) {
        gathered.computeIfAbsent(Addresses.shardOf(signal.jobId()), shard -> new ArrayList<>())
                .add(signal);
        if (!gathering) {
            gathering = true;
            vertx.runOnContext(now -> flush());
        }
    }

    private void flush() {
        if (gathered.isEmpty()) {
            gathering = false;
            return;
        }
        gathered.forEach((shard, signals) ->
                vertx.eventBus().publish(Addresses.progress(shard), new Signal.Batch(List.copyOf(signals))));
        gathered.clear();
        vertx.setTimer(GATHER_MILLIS, timer -> flush());
    }
}
