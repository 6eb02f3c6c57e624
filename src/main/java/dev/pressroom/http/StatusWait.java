package dev.pressroom.http;

import dev.pressroom.job.JobStore;
import dev.pressroom.job.JobView;
import dev.pressroom.job.Owner;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;

/** Holds a status request until the job's status changes. */
final class StatusWait {
    private final Vertx vertx;
    private final JobStore jobs;
    private final JobFeeds feeds;

    StatusWait(Vertx vertx, JobStore jobs, JobFeeds feeds) {
        this.vertx = vertx;
        this.jobs = jobs;
        this.feeds = feeds;
    }

    /**
     * The job when its status, or its attempt, is another than now, or when the time is over.
     *
     * @param response given up when its client hangs up
     */
    Future<JobView> change(JobView job, Owner caller, int seconds, HttpServerResponse response) {
        if (job.status().isFinal() || seconds <= 0) {
            return Future.succeededFuture(job);
        }
        Waiting waiting = new Waiting(job, caller);
        long timer = vertx.setTimer(seconds * 1000L, over -> waiting.giveUp());
        response.closeHandler(closed -> waiting.giveUp());
        return feeds.open(job.id(), waiting)
                .compose(open -> {
                    waiting.read();
                    return waiting.changed.future();
                })
                .onComplete(done -> {
                    vertx.cancelTimer(timer);
                    feeds.close(job.id(), waiting);
                })
                .compose(changed -> jobs.find(job.id(), caller))
                .map(found -> found.orElse(job));
    }

    private final class Waiting implements JobWatcher {
        private final JobView before;
        private final Owner caller;
        private final Promise<Void> changed = Promise.promise();

        Waiting(JobView before, Owner caller) {
            this.before = before;
            this.caller = caller;
        }

        /** What changed between the first read and the subscription. */
        void read() {
            jobs.find(before.id(), caller).onSuccess(found -> found.ifPresentOrElse(this::checked, this::gone));
        }

        void giveUp() {
            changed.tryComplete();
        }

        @Override
        public void checked(JobView job) {
            if (job.status() != before.status() || job.attempt() != before.attempt()) {
                changed.tryComplete();
            }
        }

        @Override
        public void look(int lastEvent) {
            read();
        }

        @Override
        public void gone() {
            changed.tryComplete();
        }
    }
}
