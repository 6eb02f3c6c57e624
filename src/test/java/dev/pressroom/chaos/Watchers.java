package dev.pressroom.chaos;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/** A client for each accepted order, all on one event loop. */
final class Watchers implements Watcher.Scissors {
    private static final int SHORTEST_MILLIS = 20;
    private static final int LONGEST_MILLIS = 250;

    private final Vertx vertx;
    private final Client client;
    private final Random random;
    private final AtomicInteger cutsLeft;
    private final AtomicInteger cuts = new AtomicInteger();
    private final List<Watcher> watchers = new ArrayList<>();

    /** @param cuts how many connections are cut, each after a time by chance */
    Watchers(Vertx vertx, Client client, Random random, int cuts) {
        this.vertx = vertx;
        this.client = client;
        this.random = random;
        this.cutsLeft = new AtomicInteger(cuts);
    }

    /** Watches an order. To be called on the event loop, as all the rest. */
    void add(ChaosJob order) {
        Watcher watcher = new Watcher(vertx, client, order, this);
        watchers.add(watcher);
        watcher.watch();
    }

    int unfinished() {
        return (int) watchers.stream().filter(watcher -> !watcher.isDone()).count();
    }

    /** How many connections were cut. Safe to call anywhere. */
    int cuts() {
        return cuts.get();
    }

    /** Ends the watching and gives what all of them found. */
    Watcher.Findings close() {
        List<Fault> faults = new ArrayList<>();
        List<Duration> gaps = new ArrayList<>();
        for (Watcher watcher : watchers) {
            Watcher.Findings findings = watcher.close();
            faults.addAll(findings.faults());
            gaps.addAll(findings.gaps());
        }
        return new Watcher.Findings(faults, gaps);
    }

    @Override
    public long cutAfter() {
        return cutsLeft.get() > 0 ? random.nextInt(SHORTEST_MILLIS, LONGEST_MILLIS) : 0;
    }

    @Override
    public void cut() {
        cutsLeft.decrementAndGet();
        cuts.incrementAndGet();
    }
}
