package dev.pressroom.chaos;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/** Threads that do one kind of misuse again and again until they are closed. */
final class Misusers implements AutoCloseable {
    private static final long PAUSE_NANOS = 50_000_000;
    private static final long CLOSE_MILLIS = 15_000;

    private final Runnable once;
    private final int most;
    private final AtomicInteger done = new AtomicInteger();
    private final List<Thread> threads;
    private volatile boolean closed;

    Misusers(int threads, int most, Runnable once) {
        this.once = once;
        this.most = most;
        this.threads = IntStream.range(0, threads)
                .mapToObj(i -> new Thread(this::run, "misuser"))
                .toList();
        this.threads.forEach(thread -> {
            thread.setDaemon(true);
            thread.start();
        });
    }

    private void run() {
        while (!closed && done.getAndIncrement() < most) {
            try {
                once.run();
            } catch (RuntimeException refused) {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /** Requests that were begun. */
    int visits() {
        return Math.min(done.get(), most);
    }

    /** Returns when the requests under way have ended, after at most 15 s. */
    @Override
    public void close() throws InterruptedException {
        closed = true;
        for (Thread thread : threads) {
            thread.join(CLOSE_MILLIS);
        }
    }
}
