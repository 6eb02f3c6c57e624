package dev.pressroom.worker;

import dev.pressroom.base.ErrorCode;
import dev.pressroom.job.JobQueue;
import dev.pressroom.job.Lease;
import dev.pressroom.job.LeaseStore;
import dev.pressroom.job.LeasedJob;
import dev.pressroom.job.RescueStore;
import dev.pressroom.job.Signal;
import dev.pressroom.job.Signals;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the leases that this node has in the database, but whose jobs do not run here: the answer of a claim was lost, or the
 * end of a run could not be stored. The heartbeats of the node would keep such leases for ever.
 *
 * <p>Leases that a claim may be granting now are not touched: claims are made through this class, which knows the entries of a
 * claim until its answer or its failure is there. What a claim grants after its failure is found by the next check.
 */
final class UnusedLeases {
    private static final Logger LOG = LoggerFactory.getLogger(UnusedLeases.class);

    private final Vertx vertx;
    private final WorkerServices services;
    private final LeaseStore leases;
    private final Requeue requeue;
    private final Signals signals;
    private final Supplier<Collection<Lease>> running;
    private final long periodMillis;
    /** The leases that claims under way ask for, with the number of such claims. */
    private final Map<Lease, Integer> claimed = new HashMap<>();

    private long timer;
    private boolean checking;

    /** @param running supplies the leases of the node's runs */
    UnusedLeases(
            Vertx vertx,
            WorkerServices services,
            LeaseStore leases,
            Requeue requeue,
            Supplier<Collection<Lease>> running) {
        this.vertx = vertx;
        this.services = services;
        this.leases = leases;
        this.requeue = requeue;
        this.signals = new Signals(vertx);
        this.running = running;
        this.periodMillis = services.settings().workers().lease().toMillis() / 4;
    }

    /** Checks four times within the duration of a lease. */
    void start() {
        timer = vertx.setPeriodic(periodMillis, tick -> check());
    }

    void stop() {
        vertx.cancelTimer(timer);
    }

    /** As {@link LeaseStore#claim}. */
    Future<List<LeasedJob>> claim(List<JobQueue.Claimed> entries) {
        List<Lease> asked = entries.stream()
                .map(entry -> new Lease(entry.jobId(), entry.attempt(), services.node()))
                .toList();
        asked.forEach(lease -> claimed.merge(lease, 1, Integer::sum));
        return leases.claim(entries)
                .onComplete(done -> asked.forEach(
                        lease -> claimed.computeIfPresent(lease, (same, claims) -> claims > 1 ? claims - 1 : null)));
    }

    void check() {
        if (checking) {
            return;
        }
        checking = true;
        leases.unknown(known())
                .compose(this::giveUp)
                .onFailure(cause ->
                        LOG.atWarn().addKeyValue("cause", cause.getMessage()).log("unused leases not ended"))
                .onComplete(done -> checking = false);
    }

    private Set<Lease> known() {
        Set<Lease> known = new HashSet<>(running.get());
        known.addAll(claimed.keySet());
        return known;
    }

    /** Leaves out what has been claimed since the check was sent. */
    private Future<Void> giveUp(List<Lease> unknown) {
        List<Lease> unused = new ArrayList<>(unknown);
        unused.removeAll(known());
        if (unused.isEmpty()) {
            return Future.succeededFuture();
        }
        return leases.giveUpUnused(unused).compose(this::publish);
    }

    private Future<Void> publish(RescueStore.Rescued rescued) {
        services.metrics().rescued(rescued.due().size());
        rescued.due()
                .forEach(entry -> LOG.atWarn()
                        .addKeyValue("job", entry.jobId())
                        .addKeyValue("attempt", entry.attempt())
                        .log("job rescued, it was leased to this node but did not run here"));
        rescued.failed().forEach(lost -> {
            services.metrics().failed(lost.type(), ErrorCode.WORKER_LOST);
            FailureLog.failed(
                    lost.jobId(),
                    lost.attempt(),
                    lost.type(),
                    ErrorCode.WORKER_LOST,
                    "it was leased too often without running",
                    lost.userId(),
                    lost.duration());
            signals.publish(new Signal.JobChanged(lost.jobId(), lost.attempt(), lost.lastEvent()));
        });
        return requeue.all(rescued.due());
    }
}
