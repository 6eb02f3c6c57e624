package dev.pressroom.worker;

import dev.pressroom.base.ErrorCode;
import dev.pressroom.job.JobQueue;
import dev.pressroom.job.RescueStore;
import dev.pressroom.job.Signal;
import dev.pressroom.job.Signals;
import io.vertx.core.Future;
import java.util.List;

/** Fails jobs that have not started in time ({@code startWithinSeconds}), page by page. No worker leases such a job. */
final class Expiry {
    private final RescueStore store;
    private final JobQueue queue;
    private final Signals signals;
    private final JobMetrics metrics;
    private final PageSize size;

    Expiry(RescueStore store, JobQueue queue, Signals signals, JobMetrics metrics) {
        this.store = store;
        this.queue = queue;
        this.signals = signals;
        this.metrics = metrics;
        this.size = new PageSize(store.maxPageSize());
    }

    /** Fails one page. Returns true when the next is to follow at once. */
    Future<Boolean> round() {
        int limit = size.rows();
        return store.expire(limit)
                .onSuccess(expired -> {
                    size.grow();
                    publish(expired);
                })
                .onFailure(cause -> size.shrink())
                .map(expired -> expired.size() >= limit);
    }

    /** The entry may also stay in the queue: workers drop entries of jobs that are not queued. */
    private void publish(List<RescueStore.ExpiredJob> expired) {
        expired.forEach(job -> {
            metrics.failed(job.type(), ErrorCode.EXPIRED);
            FailureLog.failed(
                    job.jobId(),
                    job.attempt(),
                    job.type(),
                    ErrorCode.EXPIRED,
                    "it has not started in time",
                    job.userId(),
                    job.waited());
            signals.publish(new Signal.JobChanged(job.jobId(), job.attempt(), job.lastEvent()));
            queue.remove(job.type(), job.jobId(), job.attempt());
        });
    }
}
