package dev.pressroom.worker;

import dev.pressroom.base.ErrorCode;
import dev.pressroom.config.WorkerSettings;
import dev.pressroom.job.JobType;
import dev.pressroom.job.Lease;
import dev.pressroom.job.LeaseStore;
import dev.pressroom.job.RescueStore;
import dev.pressroom.job.Signal;
import dev.pressroom.job.Signals;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Detects steps that block a thread. It runs on an event loop of its own. The job of such a step loses its lease; this
 * counts as if the job had been the only one on a lost worker. When the step blocks the worker's event loop, the node's
 * other jobs are handed back before their leases end: other nodes continue them, and no loss is counted for them.
 *
 * <p>A check adds at most its period to the time of a thread, however late it is, so that a process that was suspended as a
 * whole detects nothing. After a pause Vert.x makes up for all missed ticks of a periodic timer at once: these add nothing.
 */
final class BlockedStepDetector extends VerticleBase {
    /** Key of the context-local {@link Work}. */
    static final Object WORK = new Object();

    private static final Logger LOG = LoggerFactory.getLogger(BlockedStepDetector.class);
    private static final long PERIOD_MILLIS = 500;
    private static final long MAX_PASSED_NANOS = PERIOD_MILLIS * 1_000_000;
    private static final int MAX_FRAMES = 12;

    private final WorkerServices services;
    private final Supplier<Collection<Lease>> running;
    private final Set<Lease> reported = new HashSet<>();
    private Map<Thread, Busy> lastBusy = Map.of();
    private long lastCheck;
    private LeaseStore leases;
    private Signals signals;
    private Requeue requeue;

    /** The step that a context executes. */
    record Work(Lease lease, JobType type, String step) {}

    /**
     * @param since when the thread started its present task, by {@link System#nanoTime}
     * @param nanos of the process in which it was seen at this task
     */
    private record Busy(long since, long nanos) {
        Busy next(long nowSince, long passed) {
            return since == nowSince ? new Busy(since, nanos + passed) : new Busy(nowSince, 0);
        }
    }

    /** @param running supplies the leases of the node's running jobs; called from this verticle's thread */
    BlockedStepDetector(WorkerServices services, Supplier<Collection<Lease>> running) {
        this.services = services;
        this.running = running;
    }

    @Override
    public Future<?> start() {
        leases = services.stores().spareLeases();
        signals = new Signals(vertx);
        requeue = new Requeue(vertx, services.queue());
        lastCheck = services.sources().nanoTime().getAsLong();
        vertx.setPeriodic(PERIOD_MILLIS, tick -> check());
        return Future.succeededFuture();
    }

    /** Called every 500 ms. */
    void check() {
        long time = services.sources().nanoTime().getAsLong();
        long passed = Math.min(time - lastCheck, MAX_PASSED_NANOS);
        lastCheck = time;
        Map<Thread, Busy> now = new HashMap<>();
        Set<Lease> working = new HashSet<>();
        VertxThreads.busy().forEach((thread, since) -> {
            Busy last = lastBusy.get(thread);
            Busy next = last == null ? new Busy(since, 0) : last.next(since, passed);
            now.put(thread, next);
            ContextInternal context = VertxThreads.context(thread);
            if (context != null && context.isDuplicate() && context.getLocal(WORK) instanceof Work work) {
                working.add(work.lease);
                boolean eventLoop = !VertxThreads.isWorker(thread);
                if (next.nanos >= limit(eventLoop).toNanos() && reported.add(work.lease)) {
                    blocked(thread, work, eventLoop);
                }
            }
        });
        lastBusy = now;
        Collection<Lease> live = running.get();
        reported.removeIf(lease -> !live.contains(lease) && !working.contains(lease));
    }

    private Duration limit(boolean eventLoop) {
        WorkerSettings workers = services.settings().workers();
        return eventLoop ? workers.blockedLoop() : workers.blockedThread();
    }

    private void blocked(Thread thread, Work work, boolean eventLoop) {
        services.metrics().blocked();
        LOG.atError()
                .addKeyValue("job", work.lease.jobId())
                .addKeyValue("attempt", work.lease.attempt())
                .addKeyValue("step", work.step)
                .addKeyValue("thread", thread.getName())
                .addKeyValue("at", stackOf(thread))
                .log("step blocks its thread; its job loses its lease");
        leases.giveUpBlocked(work.lease)
                .onSuccess(this::publish)
                .onFailure(cause -> logFailure(cause, "lease of the blocking job not ended; the job will be rescued"));
        if (eventLoop) {
            List<Lease> others = running.get().stream()
                    .filter(lease -> !lease.equals(work.lease))
                    .toList();
            leases.handBack(others)
                    .compose(requeue::all)
                    .onFailure(cause ->
                            logFailure(cause, "other jobs of this node not handed back; they will be rescued"));
        }
    }

    private static void logFailure(Throwable cause, String message) {
        LOG.atWarn().addKeyValue("cause", cause.getMessage()).log(message);
    }

    private void publish(RescueStore.Rescued rescued) {
        rescued.failed().forEach(lost -> {
            services.metrics().failed(lost.type(), ErrorCode.WORKER_LOST);
            FailureLog.failed(
                    lost.jobId(),
                    lost.attempt(),
                    lost.type(),
                    ErrorCode.WORKER_LOST,
                    "it has blocked a thread too often",
                    lost.userId(),
                    lost.duration());
            signals.publish(new Signal.JobChanged(lost.jobId(), lost.attempt(), lost.lastEvent()));
        });
        requeue.all(rescued.due());
    }

    /** The 12 innermost stack frames, on one line. */
    private static String stackOf(Thread thread) {
        return String.join(
                " < ",
                Stream.of(thread.getStackTrace())
                        .limit(MAX_FRAMES)
                        .map(frame -> frame.getClassName() + "." + frame.getMethodName() + ":" + frame.getLineNumber())
                        .toList());
    }
}
