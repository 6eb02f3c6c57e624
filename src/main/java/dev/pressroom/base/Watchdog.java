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
 * Notices event loops and worker threads that are blocked, on a thread and by a clock of its own. A node with a blocked
 * thread is not ready; an event loop that stays blocked ends the process, since nothing else would: its clients wait, and
 * its jobs keep their leases.
 *
 * <p>Time in which the process itself does not run (suspended, or without a processor) does not count: then the ticks of
 * this thread are late as well, and a late tick counts as one of usual length.
 */
public final class Watchdog implements AutoCloseable {
    static final Duration TICK = Duration.ofMillis(500);

    private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);
    private static final int EXIT_STATUS = 70;
    private static final long LOGGING_MILLIS = 2000;

    /** Of Vert.x itself: its calls into the cluster wait for the network, and harm nobody. */
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
     * @param halt an event loop that is blocked for longer ends the process; empty is never
     */
    public static Watchdog start(Vertx vertx, Duration unready, Optional<Duration> halt) {
        Watchdog watchdog = new Watchdog(unready, halt);
        ((VertxInternal) vertx).nettyEventLoopGroup().forEach(loop -> watchdog.loops.add(new Loop(loop)));
        watchdog.thread.start();
        return watchdog;
    }

    /** Which thread is blocked, in a sentence; empty when none is. */
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
        tickWorkers(passed);
        report();
        ticks++;
        haltNanos.ifPresent(most -> loops.stream()
                .filter(loop -> loop.blockedNanos > most)
                .findFirst()
                .ifPresent(Watchdog::halt));
    }

    private void tickWorkers(long passed) {
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
                .map(loop -> said("event loop " + loop.name(), loop.blockedNanos))
                .findFirst()
                .or(() -> workers.entrySet().stream()
                        .filter(worker -> worker.getValue().nanos > unreadyNanos)
                        .map(worker -> said("worker thread " + worker.getKey().getName(), worker.getValue().nanos))
                        .findFirst());
        if (found.isPresent() && blocked.isEmpty()) {
            inTime(() -> LOG.atWarn().addKeyValue("reason", found.get()).log("a thread is blocked: not ready"));
        }
        blocked = found;
    }

    private static String said(String thread, long nanos) {
        return "The " + thread + " has been blocked for " + TimeUnit.NANOSECONDS.toSeconds(nanos) + " s.";
    }

    private static void halt(Loop loop) {
        String stack = loop.thread.stream()
                .flatMap(thread -> Arrays.stream(thread.getStackTrace()))
                .limit(20)
                .map(StackTraceElement::toString)
                .collect(Collectors.joining(" < "));
        inTime(() -> LOG.atError()
                .addKeyValue("thread", loop.name())
                .addKeyValue("seconds", TimeUnit.NANOSECONDS.toSeconds(loop.blockedNanos))
                .addKeyValue("stack", stack)
                .log("an event loop does not come back: this process ends"));
        Runtime.getRuntime().halt(EXIT_STATUS);
    }

    /** Logging may be what is blocked. */
    private static void inTime(Runnable logging) {
        Thread logger = new Thread(logging, "watchdog-log");
        logger.setDaemon(true);
        logger.start();
        try {
            logger.join(LOGGING_MILLIS);
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }

    /** How long a worker thread has been at the same piece of work. */
    private record Busy(long started, long nanos) {}

    /** One event loop. It is blocked as long as a task that was given to it has not run. */
    private static final class Loop {
        private final EventExecutor executor;
        /** Known as soon as it has run a first task. */
        private volatile Optional<Thread> thread = Optional.empty();

        private volatile boolean answered = true;
        private long blockedNanos;

        Loop(EventExecutor executor) {
            this.executor = executor;
        }

        String name() {
            return thread.map(Thread::getName).orElse("of unknown name");
        }

        void tick(long passed) {
            if (!answered) {
                blockedNanos += passed;
                return;
            }
            blockedNanos = 0;
            if (executor.isShuttingDown()) {
                return;
            }
            answered = false;
            executor.execute(() -> {
                thread = Optional.of(Thread.currentThread());
                answered = true;
            });
        }
    }
}
