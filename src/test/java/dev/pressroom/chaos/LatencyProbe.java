package dev.pressroom.chaos;

import dev.pressroom.support.Api;
import dev.pressroom.support.NodeProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;

/** Lists jobs on each node repeatedly and records the response times. */
final class LatencyProbe implements AutoCloseable {
    private static final long PAUSE_NANOS = 20_000_000;

    private final Cluster cluster;
    private final UUID user = UUID.randomUUID();
    private final Thread thread = new Thread(this::ask, "pulse");
    private List<Long> nanos = new ArrayList<>();
    private List<Long> sinceMark = new ArrayList<>();
    private long refused;
    private volatile boolean closed;

    LatencyProbe(Cluster cluster) {
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
        boolean answered = answers(api) || answers(api);
        synchronized (this) {
            long took = System.nanoTime() - began;
            nanos.add(took);
            sinceMark.add(took);
            refused += answered ? 0 : 1;
        }
    }

    private static boolean answers(Api api) {
        try {
            return api.get("/api/v1/jobs").statusCode() == 200;
        } catch (RuntimeException broken) {
            return false;
        }
    }

    /** The slowest answer but for one in a hundred, in milliseconds, since this was last asked for; 0 without any. */
    synchronized double p99Millis() {
        List<Long> asked = nanos;
        nanos = new ArrayList<>();
        return p99Millis(asked);
    }

    /** The same since {@link #mark}. */
    synchronized double p99MillisSinceMark() {
        return p99Millis(sinceMark);
    }

    synchronized void mark() {
        nanos = new ArrayList<>();
        sinceMark = new ArrayList<>();
    }

    private static double p99Millis(List<Long> nanos) {
        List<Long> sorted = nanos.stream().sorted().toList();
        return sorted.isEmpty() ? 0 : sorted.get((int) Math.ceil(sorted.size() * 0.99) - 1) / 1e6;
    }

    /**
     * Requests that had no good answer so far, nor when they were repeated: after a pause of the machine the head of one may
     * come too late.
     */
    synchronized long refused() {
        return refused;
    }

    @Override
    public void close() {
        closed = true;
    }
}
