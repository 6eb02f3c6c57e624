package dev.pressroom.chaos;

import dev.pressroom.support.Api;
import dev.pressroom.support.NodeProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;

/** A user who lists jobs at each node again and again, and how long the answers take. */
final class Pulse implements AutoCloseable {
    private static final long PAUSE_NANOS = 20_000_000;

    private final Cluster cluster;
    private final UUID user = UUID.randomUUID();
    private final Thread thread = new Thread(this::ask, "pulse");
    private List<Long> nanos = new ArrayList<>();
    private long refused;
    private volatile boolean closed;

    Pulse(Cluster cluster) {
        this.cluster = cluster;
        thread.setDaemon(true);
        thread.start();
    }

    private void ask() {
        while (!closed) {
            for (Member member : cluster.up()) {
                ask(NodeProcess.api("http://127.0.0.1:" + member.port().getAsInt(), user));
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private void ask(Api api) {
        long began = System.nanoTime();
        boolean answered;
        try {
            answered = api.get("/api/v1/jobs").statusCode() == 200;
        } catch (RuntimeException broken) {
            answered = false;
        }
        synchronized (this) {
            nanos.add(System.nanoTime() - began);
            refused += answered ? 0 : 1;
        }
    }

    /** The slowest answer but for one in a hundred, in milliseconds, since this was last asked for; 0 without any. */
    synchronized double p99Millis() {
        List<Long> sorted = nanos.stream().sorted().toList();
        nanos = new ArrayList<>();
        return sorted.isEmpty() ? 0 : sorted.get((int) Math.ceil(sorted.size() * 0.99) - 1) / 1e6;
    }

    /** Requests without a good answer so far. */
    synchronized long refused() {
        return refused;
    }

    @Override
    public void close() {
        closed = true;
    }
}
