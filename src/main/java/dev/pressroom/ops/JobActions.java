package dev.pressroom.ops;

import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import dev.pressroom.bus.Addresses;
import dev.pressroom.job.JobQueue;
import dev.pressroom.job.JobReady;
import dev.pressroom.job.JobType;
import dev.pressroom.job.NodeMessage;
import dev.pressroom.job.OperatorJobs;
import dev.pressroom.job.Signal;
import dev.pressroom.job.Signals;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Does what operators ask for to jobs: in Postgres first, then in the queue and on the bus. Use an instance from one Vert.x
 * context only.
 */
public final class JobActions {
    private final Vertx vertx;
    private final OperatorJobs jobs;
    private final Optional<? extends JobQueue> queue;
    private final Signals signals;

    /** @param queue empty without Redis */
    public JobActions(Vertx vertx, OperatorJobs jobs, Optional<? extends JobQueue> queue) {
        this.vertx = vertx;
        this.jobs = jobs;
        this.queue = queue;
        this.signals = new Signals(vertx);
    }

    /** Cancels jobs. Returns how many were queued or running. */
    public Future<Integer> cancel(List<UUID> ids, OperatorJobs.Actor actor) {
        return jobs.cancel(ids, actor).map(cancelled -> {
            cancelled.forEach(job -> {
                signals.publish(new Signal.JobChanged(
                        job.id(), job.how().attempt(), job.how().lastEvent()));
                job.how()
                        .ranOn()
                        .ifPresentOrElse(
                                node -> vertx.eventBus()
                                        .send(
                                                Addresses.node(node),
                                                new NodeMessage.Stop(
                                                        job.id(), job.how().attempt())),
                                () -> queue.ifPresent(q -> q.remove(
                                        job.how().type(), job.id(), job.how().attempt())));
            });
            return cancelled.size();
        });
    }

    /** Queues failed jobs again. Fails with {@code QUEUE_UNAVAILABLE} without a queue; then all stay failed. */
    public Future<List<OperatorJobs.Retried>> retry(List<UUID> ids, OperatorJobs.Actor actor) {
        return requireQueue()
                .compose(up -> up.ping())
                .compose(pong -> jobs.retry(ids, actor))
                .onSuccess(retried -> enqueue(
                        retried.stream().flatMap(job -> job.entry().stream()).toList()));
    }

    /** Not waited for: the relay enqueues what is missing. */
    private void enqueue(List<JobQueue.Entry> entries) {
        byType(entries)
                .forEach((type, some) -> queue.orElseThrow()
                        .enqueue(type, some)
                        .onSuccess(added ->
                                vertx.eventBus().send(Addresses.ready(type.wireName()), new JobReady(type, 0))));
    }

    /** Deletes jobs that have ended. Returns how many had. */
    public Future<Integer> delete(List<UUID> ids, OperatorJobs.Actor actor) {
        return jobs.delete(ids, actor).map(deleted -> {
            deleted.forEach(job -> signals.publish(new Signal.JobChanged(
                    job.id(), job.how().attempt(), job.how().lastEvent())));
            return deleted.size();
        });
    }

    /** Moves queued jobs to the front of their queues. Returns how many were queued. */
    public Future<Integer> front(List<UUID> ids, OperatorJobs.Actor actor) {
        return requireQueue()
                .compose(up -> up.ping())
                .compose(pong -> jobs.front(ids, actor))
                .compose(entries -> Future.all(byType(entries).entrySet().stream()
                                .map(some -> queue.orElseThrow().front(some.getKey(), some.getValue()))
                                .toList())
                        .map(entries.size()));
    }

    private static Map<JobType, List<JobQueue.Entry>> byType(List<JobQueue.Entry> entries) {
        return entries.stream().collect(Collectors.groupingBy(JobQueue.Entry::type));
    }

    private Future<JobQueue> requireQueue() {
        return queue.<Future<JobQueue>>map(Future::succeededFuture)
                .orElseGet(() -> Future.failedFuture(
                        new Failure(ErrorCode.QUEUE_UNAVAILABLE, "The job queue is not configured on this node.")));
    }
}
