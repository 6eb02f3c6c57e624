package dev.pressroom.worker;

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
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds steps that block a thread, from an event loop of its own. Their jobs lose their lease as if they alone had cost a
 * worker. When it is the event loop of the worker that stands still, its other jobs are handed back, before their leases
 * end: they go on elsewhere, and none of them counts it as a loss.
 *
 * <p>Time is counted in rounds of its own, so that a process which was suspended as a whole blocks nothing.
 */
final class BlockedStepDetector extends VerticleBase {
    /** Under which a context holds the {@link Work} that it does. */
    static final Object WORK = new Object();

    private static final Logger LOG = LoggerFactory.getLogger(BlockedStepDetector.class);
    private static final long PERIOD_MILLIS = 500;
    private static final int FRAMES = 12;

    private final WorkerServices services;
    private final Supplier<Collection<Lease>> running;
    private final Set<Lease> blamed = new HashSet<>();
    private Map<Thread, Seen> seen = Map.of();
    private LeaseStore leases;
    private Signals signals;
    private Requeue requeue;

    /** On whose behalf something runs. */
    record Work(Lease lease, JobType type, String step) {}

    /** @param since the time at which the thread began what it does, as the thread tells it */
    private record Seen(long since, int rounds) {
        Seen next(long nowSince) {
            return since == nowSince ? new Seen(since, rounds + 1) : new Seen(nowSince, 1);
        }
    }

    /** @param running the leases of all that runs on this node; asked from this verticle's thread */
    BlockedStepDetector(WorkerServices services, Supplier<Collection<Lease>> running) {
        this.services = services;
        this.running = running;
    }

    @Override
    public Future<?> start() {
        leases = services.stores().leases();
        signals = new Signals(vertx);
        requeue = new Requeue(vertx, services.queue());
        vertx.setPeriodic(PERIOD_MILLIS, tick -> look());
        return Future.succeededFuture();
    }

    private void look() {
        Map<Thread, Seen> now = new HashMap<>();
        Set<Lease> busy = new HashSet<>();
        VertxThreads.busy().forEach((thread, since) -> {
            Seen next = seen.getOrDefault(thread, new Seen(since, 0)).next(since);
            now.put(thread, next);
            ContextInternal context = VertxThreads.context(thread);
            if (context != null && context.isDuplicate() && context.getLocal(WORK) instanceof Work work) {
                busy.add(work.lease);
                boolean loop = !VertxThreads.isWorker(thread);
                if (next.rounds * PERIOD_MILLIS >= limitMillis(loop) && blamed.add(work.lease)) {
                    blocked(thread, work, loop);
                }
            }
        });
        seen = now;
        Collection<Lease> live = running.get();
        blamed.removeIf(lease -> !live.contains(lease) && !busy.contains(lease));
    }

    private long limitMillis(boolean loop) {
        WorkerSettings workers = services.settings().workers();
        return (loop ? workers.blockedLoop() : workers.blockedThread()).toMillis();
    }

    private void blocked(Thread thread, Work work, boolean loop) {
        services.metrics().blocked();
        LOG.atError()
                .addKeyValue("job", work.lease.jobId())
                .addKeyValue("attempt", work.lease.attempt())
                .addKeyValue("step", work.step)
                .addKeyValue("thread", thread.getName())
                .addKeyValue("at", where(thread))
                .log("step blocks its thread; its job loses its lease");
        leases.blame(work.lease)
                .onSuccess(this::told)
                .onFailure(cause -> failed(cause, "blocking job kept its lease; it will be rescued"));
        if (loop) {
            List<UUID> others = running.get().stream()
                    .map(Lease::jobId)
                    .filter(id -> !id.equals(work.lease.jobId()))
                    .toList();
            leases.handBack(others)
                    .compose(requeue::all)
                    .onFailure(
                            cause -> failed(cause, "jobs beside a blocking one not handed back; they will be rescued"));
        }
    }

    private static void failed(Throwable cause, String what) {
        LOG.atWarn().addKeyValue("cause", cause.getMessage()).log(what);
    }

    private void told(RescueStore.Rescued judged) {
        judged.failed()
                .forEach(lost -> signals.send(new Signal.JobChanged(lost.jobId(), lost.attempt(), lost.lastEvent())));
        requeue.all(judged.due());
    }

    /** The innermost frames, on one line. */
    private static String where(Thread thread) {
        return String.join(
                " < ",
                Stream.of(thread.getStackTrace())
                        .limit(FRAMES)
                        .map(frame -> frame.getClassName() + "." + frame.getMethodName() + ":" + frame.getLineNumber())
                        .toList());
    }
}
