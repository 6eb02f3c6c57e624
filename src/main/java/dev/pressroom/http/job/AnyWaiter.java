package dev.pressroom.http.job;

import dev.pressroom.http.stream.JobSubscriber;
import dev.pressroom.job.JobStore;
import dev.pressroom.job.JobView;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** One subscriber of many jobs; waits until one of them changes. However many messages arrive, it has one read under way. */
final class AnyWaiter implements JobSubscriber {
    private final JobStore jobs;
    private final Map<UUID, JobView> before = new HashMap<>();
    private final Promise<Void> changed = Promise.promise();
    private boolean reading;
    private boolean readAgain;

    /** @param live as the client knows them; distinct */
    AnyWaiter(JobStore jobs, List<JobView> live) {
        this.jobs = jobs;
        live.forEach(job -> before.put(job.id(), job));
    }

    /** Completes when the status or attempt of a job has changed, a job was deleted, or {@link #closed} was called. */
    Future<Void> changed() {
        return changed.future();
    }

    /** Reads all jobs. Call it once after the subscription: they may have changed before it. */
    void read() {
        if (reading || changed.future().isComplete()) {
            readAgain = reading;
            return;
        }
        reading = true;
        readAgain = false;
        jobs.peek(List.copyOf(before.keySet())).onSuccess(this::compare).onComplete(done -> {
            reading = false;
            if (readAgain) {
                read();
            }
        });
    }

    private void compare(List<JobView> now) {
        now.forEach(this::rowRead);
        if (now.size() < before.size()) {
            closed();
        }
    }

    @Override
    public void rowRead(JobView job) {
        JobView known = before.get(job.id());
        if (job.status() != known.status() || job.attempt() != known.attempt()) {
            closed();
        }
    }

    @Override
    public void jobChanged(int lastEvent) {
        read();
    }

    @Override
    public void closed() {
        changed.tryComplete();
    }
}
