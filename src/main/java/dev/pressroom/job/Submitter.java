package dev.pressroom.job;

import dev.pressroom.bus.Addresses;
import dev.pressroom.store.Batcher;
import dev.pressroom.trace.TraceSpan;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Accepts jobs: stores them in Postgres, enqueues them in Redis, notifies a worker. A stored job is accepted; if enqueueing
 * fails, the relay enqueues it within seconds. Batches the enqueueing: create one instance per node.
 */
public final class Submitter {
    private static final Logger LOG = LoggerFactory.getLogger(Submitter.class);

    private final Vertx vertx;
    private final JobStore jobs;
    private final BatchStore batches;
    private final Optional<RedisJobQueue> queue;
    private final QueueMonitor monitor;
    private final SubmitMetrics metrics;
    private final Map<JobType, Batcher<JobQueue.Entry, Void>> enqueuers = new EnumMap<>(JobType.class);

    public Submitter(
            Vertx vertx,
            JobStore jobs,
            BatchStore batches,
            Optional<RedisJobQueue> queue,
            QueueMonitor monitor,
            SubmitMetrics metrics) {
        this.vertx = vertx;
        this.jobs = jobs;
        this.batches = batches;
        this.queue = queue;
        this.monitor = monitor;
        this.metrics = metrics;
        for (JobType type : JobType.known()) {
            enqueuers.put(type, new Batcher<>(entries -> enqueueAll(type, entries), (a, b) -> 0, 512, 65_536, 1));
        }
    }

    /** Accepts a job, durably. Fails as {@link JobStore#submit}, or with {@code QUEUE_UNAVAILABLE}. */
    public Future<Submission.Accepted> submit(Submission submission) {
        TraceSpan span = JobSpans.send(submission.span(), submission);
        return JobSpans.ended(
                        span, metrics.timed(monitor.requireUp().compose(up -> jobs.submit(submission.within(span)))))
                .onSuccess(accepted -> {
                    if (!accepted.replayed()) {
                        enqueue(submission);
                    }
                });
    }

    /**
     * Accepts all jobs or none, durably. Fails as {@link BatchStore#submit}, or with {@code QUEUE_UNAVAILABLE}.
     */
    public Future<BatchStore.Accepted> submit(BatchStore.Batch batch) {
        TraceSpan span = JobSpans.send(batch.jobs());
        BatchStore.Batch traced = batch.within(span);
        return JobSpans.ended(span, metrics.timed(monitor.requireUp().compose(up -> batches.submit(traced))))
                .onSuccess(accepted -> {
                    if (!accepted.replayed()) {
                        batch.jobs().forEach(this::enqueue);
                    }
                });
    }

    /**
     * Queues the next attempt of a failed job. Fails as {@link JobStore#retry(UUID, Owner, Optional, TraceSpan)}, or with
     * {@code QUEUE_UNAVAILABLE}; then the job stays failed.
     *
     * @param request the span of the request
     */
    public Future<Void> retry(UUID jobId, Owner owner, Optional<String> from, TraceSpan request) {
        TraceSpan span = JobSpans.retry(request, jobId);
        Future<JobQueue.Entry> queued = monitor.requireUp()
                .compose(up -> queue.orElseThrow().ping())
                .compose(pong -> jobs.retry(jobId, owner, from, span));
        return JobSpans.ended(span, queued)
                .onSuccess(entry -> {
                    metrics.retried();
                    enqueue(entry);
                })
                .mapEmpty();
    }

    private void enqueue(Submission submission) {
        metrics.accepted(submission.type());
        enqueue(new JobQueue.Entry(
                submission.type(), submission.id(), 1, submission.tenant().key()));
    }

    private void enqueue(JobQueue.Entry entry) {
        enqueuers.get(entry.type()).add(entry);
    }

    private Future<List<Void>> enqueueAll(JobType type, List<JobQueue.Entry> entries) {
        return queue.orElseThrow()
                .enqueue(type, entries)
                .onSuccess(added -> vertx.eventBus().send(Addresses.ready(type.wireName()), new JobReady(type, 0)))
                .recover(cause -> {
                    monitor.markDown();
                    LOG.atWarn()
                            .addKeyValue("type", type.wireName())
                            .addKeyValue("jobs", entries.size())
                            .log("jobs stored but not enqueued; the relay will enqueue them");
                    return Future.succeededFuture(0);
                })
                .map(done -> Collections.nCopies(entries.size(), null));
    }
}
