package dev.pressroom.http.job;

import dev.pressroom.base.CallerContext;
import dev.pressroom.http.stream.JobSubscriber;
import dev.pressroom.http.stream.JobSubscriptions;
import dev.pressroom.job.JobStore;
import dev.pressroom.job.JobView;
import dev.pressroom.job.Owner;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Predicate;

/** Holds a request until its job has come further. */
public final class LongPoll {
    private final Vertx vertx;
    private final JobStore jobs;
    private final JobSubscriptions feeds;
    private final int most;
    private int held;

    /** @param most requests that are held at once; more are answered with their job as it is */
    public LongPoll(Vertx vertx, JobStore jobs, JobSubscriptions feeds, int most) {
        this.vertx = vertx;
        this.jobs = jobs;
        this.feeds = feeds;
        this.most = most;
    }

    /**
     * The job when its status, or its attempt, is another than now, or when the time is over.
     *
     * @param response given up when its client hangs up
     */
    Future<JobView> change(JobView job, Owner caller, int seconds, HttpServerResponse response) {
        return seconds <= 0
                ? Future.succeededFuture(job)
                : until(
                        now -> now.status() != job.status() || now.attempt() != job.attempt(),
                        job,
                        caller,
                        Duration.ofSeconds(seconds),
                        response);
    }

    /** The job when it has ended, or as it is when the time is over or this node stops; otherwise as {@link #change}. */
    Future<JobView> end(JobView job, Owner caller, Duration within, HttpServerResponse response) {
        return until(now -> now.status().isFinal(), job, caller, within, response);
    }

    private Future<JobView> until(
            Predicate<JobView> arrived, JobView job, Owner caller, Duration within, HttpServerResponse response) {
        if (job.status().isFinal() || held >= most) {
            return Future.succeededFuture(job);
        }
        held++;
        Waiting waiting = new Waiting(job.id(), arrived, caller);
        long timer = vertx.setTimer(Math.max(1, within.toMillis()), over -> waiting.giveUp());
        response.closeHandler(closed -> waiting.giveUp());
        Future<Void> arrival = feeds.open(job.id(), waiting).compose(open -> {
            waiting.read();
            return waiting.arrival.future();
        });
        return CallerContext.onCurrent(arrival)
                .onComplete(done -> {
                    held--;
                    vertx.cancelTimer(timer);
                    feeds.close(job.id(), waiting);
                })
                .compose(over -> jobs.find(job.id(), caller))
                .map(found -> found.orElse(job));
    }

    private final class Waiting implements JobSubscriber {
        private final UUID jobId;
        private final Predicate<JobView> arrived;
        private final Owner caller;
        private final Promise<Void> arrival = Promise.promise();

        Waiting(UUID jobId, Predicate<JobView> arrived, Owner caller) {
            this.jobId = jobId;
            this.arrived = arrived;
            this.caller = caller;
        }

        /** What changed between the first read and the subscription. */
        void read() {
            jobs.find(jobId, caller).onSuccess(found -> found.ifPresentOrElse(this::checked, this::gone));
        }

        void giveUp() {
            arrival.tryComplete();
        }

        @Override
        public void checked(JobView job) {
            if (arrived.test(job)) {
                arrival.tryComplete();
            }
        }

        @Override
        public void look(int lastEvent) {
            read();
        }

        @Override
        public void gone() {
            arrival.tryComplete();
        }
    }
}
