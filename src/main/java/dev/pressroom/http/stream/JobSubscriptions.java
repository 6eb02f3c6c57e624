package dev.pressroom.http.stream;

import dev.pressroom.bus.Addresses;
import dev.pressroom.job.JobStore;
import dev.pressroom.job.JobView;
import dev.pressroom.job.Signal;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageConsumer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers the events of jobs to the subscribers of this verticle. Consumes a shard of the event bus while a job in it has
 * subscribers. Since bus messages may be lost, the rows of all these jobs are read from Postgres every few seconds. A frame
 * is encoded once for all subscribers of a job, when the first of them sends it.
 */
public final class JobSubscriptions {
    private static final Logger LOG = LoggerFactory.getLogger(JobSubscriptions.class);
    private static final int JOBS_PER_QUERY = 500;

    private final Vertx vertx;
    private final JobStore jobs;
    private final Map<UUID, Set<JobSubscriber>> subscribers = new HashMap<>();
    private final Map<Integer, Shard> shards = new HashMap<>();
    private final long timer;
    private boolean polling;
    private boolean stopped;

    /** @param pollInterval at which the rows are read */
    public JobSubscriptions(Vertx vertx, JobStore jobs, Duration pollInterval) {
        this.vertx = vertx;
        this.jobs = jobs;
        this.timer = vertx.setPeriodic(pollInterval.toMillis(), tick -> pollRows());
    }

    /** Adds a subscriber. Completes when the messages published from then on will be delivered. */
    public Future<Void> subscribe(UUID jobId, JobSubscriber subscriber) {
        int number = Addresses.shardOf(jobId);
        Shard shard = shards.computeIfAbsent(number, this::consume);
        Set<JobSubscriber> ofJob = subscribers.computeIfAbsent(jobId, id -> {
            shard.jobs.add(id);
            return new LinkedHashSet<>();
        });
        ofJob.add(subscriber);
        if (stopped) {
            subscriber.closed();
        }
        return shard.consumer.completion();
    }

    /** Removes a subscriber; does nothing for one that is not subscribed. */
    public void unsubscribe(UUID jobId, JobSubscriber subscriber) {
        Set<JobSubscriber> ofJob = subscribers.get(jobId);
        if (ofJob == null || !ofJob.remove(subscriber) || !ofJob.isEmpty()) {
            return;
        }
        subscribers.remove(jobId);
        int number = Addresses.shardOf(jobId);
        Shard shard = shards.get(number);
        shard.jobs.remove(jobId);
        if (shard.jobs.isEmpty()) {
            shards.remove(number);
            shard.consumer.unregister();
        }
    }

    /** Closes all subscribers, because the node stops. */
    public void stop() {
        stopped = true;
        vertx.cancelTimer(timer);
        List.copyOf(subscribers.keySet()).forEach(id -> subscribersOf(id).forEach(JobSubscriber::closed));
    }

    private Shard consume(int number) {
        return new Shard(
                vertx.eventBus().consumer(Addresses.progress(number), message -> deliver(message.body())),
                new HashSet<>());
    }

    private void deliver(Signal.Batch batch) {
        for (Signal signal : batch.signals()) {
            Set<JobSubscriber> ofJob = subscribers.get(signal.jobId());
            if (ofJob != null) {
                deliver(signal, List.copyOf(ofJob));
            }
        }
    }

    private static void deliver(Signal signal, List<JobSubscriber> ofJob) {
        if (signal instanceof Signal.EventAppended appended) {
            Supplier<Buffer> frame = new SharedFrame(() -> SseFrames.durable(appended.event()));
            each(ofJob, subscriber -> subscriber.eventAppended(appended.event(), frame));
        } else if (signal instanceof Signal.JobChanged changed) {
            each(ofJob, subscriber -> subscriber.jobChanged(changed.lastEvent()));
        } else if (signal instanceof Signal.ProgressUpdated updated) {
            Supplier<Buffer> frame = new SharedFrame(() -> SseFrames.progress(updated.data()));
            each(ofJob, subscriber -> subscriber.progressUpdated(updated, frame));
        } else if (signal instanceof Signal.TextChunk chunk) {
            Supplier<Buffer> frame = new SharedFrame(() -> SseFrames.chunk(chunk.offset(), chunk.text()));
            each(ofJob, subscriber -> subscriber.textAppended(chunk, frame));
        } else if (signal instanceof Signal.NarrativeAppended appended) {
            each(ofJob, subscriber -> subscriber.narrativeAppended(appended.newest()));
        }
    }

    /** An exception in one subscriber does not keep the event from the others. */
    private static void each(List<JobSubscriber> ofJob, Consumer<JobSubscriber> action) {
        for (JobSubscriber subscriber : ofJob) {
            try {
                action.accept(subscriber);
            } catch (RuntimeException e) {
                LOG.atError().setCause(e).log("a subscriber failed to handle an event");
            }
        }
    }

    private void pollRows() {
        if (polling || subscribers.isEmpty()) {
            return;
        }
        polling = true;
        pollRows(new ArrayList<>(subscribers.keySet()), 0)
                .onFailure(cause -> LOG.atWarn()
                        .addKeyValue("cause", cause.getMessage())
                        .log("rows of jobs with subscribers could not be read"))
                .onComplete(done -> polling = false);
    }

    private Future<Void> pollRows(List<UUID> ids, int from) {
        if (from >= ids.size()) {
            return Future.succeededFuture();
        }
        List<UUID> page = ids.subList(from, Math.min(ids.size(), from + JOBS_PER_QUERY));
        return jobs.peek(page).compose(rows -> {
            deliverRows(page, rows);
            return pollRows(ids, from + JOBS_PER_QUERY);
        });
    }

    private void deliverRows(List<UUID> page, List<JobView> rows) {
        Set<UUID> missing = new HashSet<>(page);
        for (JobView job : rows) {
            missing.remove(job.id());
            subscribersOf(job.id()).forEach(subscriber -> subscriber.rowRead(job));
        }
        missing.forEach(id -> subscribersOf(id).forEach(JobSubscriber::closed));
    }

    private List<JobSubscriber> subscribersOf(UUID id) {
        return List.copyOf(subscribers.getOrDefault(id, Set.of()));
    }

    private record Shard(MessageConsumer<Signal.Batch> consumer, Set<UUID> jobs) {}
}
