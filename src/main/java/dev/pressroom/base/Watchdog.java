package dev.pressroom.base;

import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxThread;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Detects blocked event loops and worker threads, from a thread of its own. A blocked thread makes the node unready. An
 * event loop that stays blocked ends the process: otherwise its clients would wait and its jobs would keep their leases.
 *
 * <p>Time in which the whole process does not run (suspended, or without a processor) does not count: each tick of this
 * thread adds at most two tick lengths, however late it is.
 */
public final class Watchdog implements AutoCloseable {
    static final Duration TICK = Duration.ofMillis(500);

    private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);
    private static final int EXIT_STATUS = 70;
    private static final long LOG_TIMEOUT_MILLIS = 2000;

    /** The pool in which Vert.x calls the cluster manager: its threads wait for the network, which is no fault. */
    private static final String INTERNAL_POOL = "vert.x-internal-blocking";

    private final long unreadyNanos;
    private final Optional<Long> haltNanos;
    private final List<Loop> loops = new ArrayList<>();
    private final Thread thread = new Thread(this::run, "watchdog");
    private Map<VertxThread, Busy> workers = new HashMap<>();
    private long lastTickNanos = System.nanoTime();
    private volatile Optional<String> blocked = Optional.empty();
    private volatile boolean closed;
    private volatile long ticks;

    private Watchdog(Duration unready, Optional<Duration> halt) {
        this.unreadyNanos = unready.toNanos();
        this.haltNanos = halt.map(Duration::toNanos);
        thread.setDaemon(true);
    }

    /**
     * Watches all event loops and the worker threads.
     *
     * @param unready a thread that is blocked for longer makes the node unready
     * @param halt an event loop that is blocked for longer ends the process; empty means never
     */
    public static Watchdog start(Vertx vertx, Duration unready, Optional<Duration> halt) {
        Watchdog watchdog = new Watchdog(unready, halt);
        ((VertxInternal) vertx).nettyEventLoopGroup().forEach(loop -> watchdog.loops.add(new Loop(loop)));
        watchdog.thread.start();
        return watchdog;
    }

    /** A sentence that names a blocked thread; empty when none is blocked. */
    public Optional<String> blocked() {
        return blocked;
    }

    long ticks() {
        return ticks;
    }

    private void run() {
        try {
            while (!closed) {
                Thread.sleep(TICK.toMillis());
                tick();
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    private void tick() {
        long now = System.nanoTime();
        long passed = Math.min(now - lastTickNanos, 2 * TICK.toNanos());
        lastTickNanos = now;
        loops.forEach(loop -> loop.tick(passed));
        measureWorkers(passed);
        report();
        ticks++;
        haltNanos.ifPresent(limit -> loops.stream()
                .filter(loop -> loop.blockedNanos > limit)
                .findFirst()
                .ifPresent(Watchdog::halt));
    }

    private void measureWorkers(long passed) {
        Map<VertxThread, Busy> known = workers;
        workers = new HashMap<>();
        for (Thread each : threads()) {
            if (each instanceof VertxThread worker
                    && worker.isWorker()
                    && worker.startTime() != 0
                    && !worker.getName().startsWith(INTERNAL_POOL)) {
                Busy before = known.get(worker);
                boolean same = before != null && before.started == worker.startTime();
                workers.put(worker, new Busy(worker.startTime(), same ? before.nanos + passed : 0));
            }
        }
    }

    private static Thread[] threads() {
        ThreadGroup group = Thread.currentThread().getThreadGroup();
        Thread[] threads = new Thread[2 * group.activeCount() + 16];
        return Arrays.copyOf(threads, group.enumerate(threads));
    }

    private void report() {
        Optional<String> found = loops.stream()
                .filter(loop -> loop.blockedNanos > unreadyNanos)
                .map(loop -> describe("event loop " + loop.name(), loop.blockedNanos))
                .findFirst()
                .or(() -> workers.entrySet().stream()
                        .filter(worker -> worker.getValue().nanos > unreadyNanos)
                        .map(worker ->
                                describe("worker thread " + worker.getKey().getName(), worker.getValue().nanos))
                        .findFirst());
        if (found.isPresent() && blocked.isEmpty()) {
            logWithTimeout(() -> LOG.atWarn().addKeyValue("reason", found.get()).log("a thread is blocked: not ready"));
        }
        blocked = found;
    }

    private static String describe(String thread, long nanos) {
        return "The " + thread + " has been blocked for " + TimeUnit.NANOSECONDS.toSeconds(nanos) + " s.";
    }

    private static void halt(Loop loop) {
        String stack = loop.thread.stream()
                .flatMap(thread -> Arrays.stream(thread.getStackTrace()))
                .limit(20)
                .map(StackTraceElement::toString)
                .collect(Collectors.joining(" < "));
        logWithTimeout(() -> LOG.atError()
                .addKeyValue("thread", loop.name())
                .addKeyValue("seconds", TimeUnit.NANOSECONDS.toSeconds(loop.blockedNanos))
                .addKeyValue("stack", stack)
                .log("an event loop stays blocked: this process ends"));
        Runtime.getRuntime().halt(EXIT_STATUS);
    }

    /** Logs from another thread and waits 2 s at most, since logging itself may be blocked. */
    private static void logWithTimeout(Runnable logging) {
        Thread logger = new Thread(logging, "watchdog-log");
        logger.setDaemon(true);
        logger.start();
        try {
            logger.join(LOG_TIMEOUT_MILLIS);
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }

    /** How long a worker thread has been running the same task. */
    private record Busy(long started, long nanos) {}

    /** One event loop. It counts as blocked while the task submitted by this class has not run. */
    private static final class Loop {
        private final EventExecutor executor;
        /** Empty until the loop has run its first task. */
        private volatile Optional<Thread> thread = Optional.empty();

        private volatile boolean taskDone = true;
        private long blockedNanos;

        Loop(EventExecutor executor) {
            this.executor = executor;
        }

        String name() {
            return thread.map(Thread::getName).orElse("of unknown name");
        }

        void tick(long passed) {
            if (!taskDone) {
                blockedNanos += passed;
                return;
            }
            blockedNanos = 0;
            if (executor.isShuttingDown()) {
                return;
            }
            taskDone = false;
            executor.execute(() -> {
                thread = Optional.of(Thread.currentThread());
                taskDone = true;
            });
        }
    }
}
