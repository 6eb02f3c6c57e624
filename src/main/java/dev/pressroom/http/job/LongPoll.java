package dev.pressroom.http.job;

import dev.pressroom.base.CallerContext;
import dev.pressroom.http.stream.JobSubscriber;
import dev.pressroom.http.stream.JobSubscriptions;
import dev.pressroom.job.JobStore;
import dev.pressroom.job.JobView;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;

/** Holds requests until a job changes. */
public final class LongPoll {
    private final Vertx vertx;
    private final JobStore jobs;
    private final JobSubscriptions subscriptions;
    private final int maxHeld;
    private int held;

    /** @param maxHeld requests that are held at once; beyond it a job is returned at once, as it is */
    public LongPoll(Vertx vertx, JobStore jobs, JobSubscriptions subscriptions, int maxHeld) {
        this.vertx = vertx;
        this.jobs = jobs;
        this.subscriptions = subscriptions;
        this.maxHeld = maxHeld;
    }

    /**
     * Returns the job when its status or attempt differs from {@code job}; its current state when the time has passed,
     * this node stops or the client disconnects. A request that was admitted stays so if a user adopts the job meanwhile,
     * as a stream does. Fails with {@code NOT_FOUND} when the job was deleted.
     *
     * @param response of the request that is held
     */
    Future<JobView> untilChanged(JobView job, int seconds, HttpServerResponse response) {
        return seconds <= 0
                ? Future.succeededFuture(job)
                : until(
                        now -> now.status() != job.status() || now.attempt() != job.attempt(),
                        job,
                        Duration.ofSeconds(seconds),
                        response);
    }

    /** As {@link #untilChanged}, but returns when the job has reached a final status. */
    Future<JobView> untilFinal(JobView job, Duration timeout, HttpServerResponse response) {
        return until(now -> now.status().isFinal(), job, timeout, response);
    }

    private Future<JobView> until(
            Predicate<JobView> condition, JobView job, Duration timeout, HttpServerResponse response) {
        if (job.status().isFinal() || held >= maxHeld) {
            return Future.succeededFuture(job);
        }
        held++;
        Waiter waiter = new Waiter(job.id(), condition);
        long timer = vertx.setTimer(Math.max(1, timeout.toMillis()), id -> waiter.finish());
        response.closeHandler(closed -> waiter.finish());
        Future<Void> finished = subscriptions.subscribe(job.id(), waiter).compose(subscribed -> {
            waiter.read();
            return waiter.finished.future();
        });
        return CallerContext.onCurrent(finished)
                .onComplete(done -> {
                    held--;
                    vertx.cancelTimer(timer);
                    subscriptions.unsubscribe(job.id(), waiter);
                })
                .compose(done -> jobs.findAdmitted(job.id()))
                .compose(found ->
                        found.map(Future::succeededFuture).orElseGet(() -> Future.failedFuture(JobStore.notFound())));
    }

    /**
     * Completes when the status or attempt of one of these jobs has changed, or one was deleted; also when the time has passed,
     * this node stops or the client disconnects. Counts as one held request, however many jobs there are.
     *
     * @param response of the request that is held
     */
    Future<Void> untilAnyChanges(List<JobView> all, int seconds, HttpServerResponse response) {
        List<JobView> live = all.stream().filter(job -> !job.status().isFinal()).toList();
        if (seconds <= 0 || live.isEmpty() || held >= maxHeld) {
            return Future.succeededFuture();
        }
        held++;
        AnyWaiter waiter = new AnyWaiter(jobs, live);
        long timer = vertx.setTimer(Duration.ofSeconds(seconds).toMillis(), id -> waiter.closed());
        response.closeHandler(closed -> waiter.closed());
        Future<Void> changed = Future.join(live.stream()
                        .map(job -> subscriptions.subscribe(job.id(), waiter))
                        .toList())
                .compose(subscribed -> {
                    waiter.read();
                    return waiter.changed();
                });
        return CallerContext.onCurrent(changed).onComplete(done -> {
            held--;
            vertx.cancelTimer(timer);
            live.forEach(job -> subscriptions.unsubscribe(job.id(), waiter));
        });
    }

    private final class Waiter implements JobSubscriber {
        private final UUID jobId;
        private final Predicate<JobView> condition;
        private final Promise<Void> finished = Promise.promise();

        Waiter(UUID jobId, Predicate<JobView> condition) {
            this.jobId = jobId;
            this.condition = condition;
        }

        /** Also called once after the subscription: the job may have changed before it. */
        void read() {
            jobs.findAdmitted(jobId).onSuccess(found -> found.ifPresentOrElse(this::rowRead, this::closed));
        }

        void finish() {
            finished.tryComplete();
        }

        @Override
        public void rowRead(JobView job) {
            if (condition.test(job)) {
                finish();
            }
        }

        @Override
        public void jobChanged(int lastEvent) {
            read();
        }

        @Override
        public void closed() {
            finish();
        }
    }
}
