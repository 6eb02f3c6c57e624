package dev.pressroom.job;

import dev.pressroom.bus.Addresses;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Sends signals to whoever watches, those of a shard that come within a few milliseconds in one message. To be used
 * from one Vert.x context only.
 */
public final class Signals {
    private static final long GATHER_MILLIS = 3;

    private final Vertx vertx;
    private final Map<Integer, List<Signal>> gathered = new HashMap<>();

    public Signals(Vertx vertx) {
        this.vertx = vertx;
    }

    public void send(Signal signal) {
        if (gathered.isEmpty()) {
            vertx.setTimer(GATHER_MILLIS, timer -> flush());
        }
        gathered.computeIfAbsent(Addresses.shardOf(signal.jobId()), shard -> new ArrayList<>())
                .add(signal);
    }

    private void flush() {
        gathered.forEach((shard, signals) ->
                vertx.eventBus().publish(Addresses.progress(shard), new Signal.Batch(List.copyOf(signals))));
        gathered.clear();
    }
}
