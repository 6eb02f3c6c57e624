package dev.pressroom.http.stream;

import dev.pressroom.bus.Addresses;
import dev.pressroom.job.JobStore;
import dev.pressroom.job.JobView;
import dev.pressroom.job.Signal;
import dev.pressroom.job.Signals;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.Message;
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
 * subscribers; progress and text come through the {@link WatchVerticle}. Since bus messages may be lost, the rows of all these
 * jobs are read from Postgres every few seconds. A frame is encoded once for all subscribers of a job, when the first of them
 * sends it.
 */
public final class JobSubscriptions {
    private static final Logger LOG = LoggerFactory.getLogger(JobSubscriptions.class);
    private static final int JOBS_PER_QUERY = 500;

    /**
     * The delay after which the row of a job is read whose running node is unknown at the first subscription: it may have been
     * published before.
     */
    private static final long FIRST_CHECK_MILLIS = 200;

    private final Vertx vertx;
    private final JobStore jobs;
    private final WatchVerticle watches;
    private final WatchVerticle.Receiver receiver;
    private final Map<UUID, Subscribers> subscribers = new HashMap<>();
    private final Map<Integer, Shard> shards = new HashMap<>();
    private final long timer;
    private final Set<UUID> unchecked = new HashSet<>();
    private boolean polling;
    private boolean stopped;

    /** The subscribers of one job. */
    private static final class Subscribers {
        private final Set<JobSubscriber> all = new LinkedHashSet<>();
        private int ofTransient;
        private boolean isRunnerKnown;
    }

    /**
     * @param watches of this node
     * @param pollInterval at which the rows are read
     */
    public JobSubscriptions(Vertx vertx, JobStore jobs, WatchVerticle watches, Duration pollInterval) {
        this.vertx = vertx;
        this.jobs = jobs;
        this.watches = watches;
        Context context = vertx.getOrCreateContext();
        this.receiver = signals -> context.runOnContext(go -> deliver(signals));
        this.timer = vertx.setPeriodic(pollInterval.toMillis(), tick -> pollRows());
    }

    /** Adds a subscriber. Completes when the messages published from then on will be delivered. */
    public Future<Void> subscribe(UUID jobId, JobSubscriber subscriber) {
        int number = Addresses.shardOf(jobId);
        Shard shard = shards.computeIfAbsent(number, this::openShard);
        Subscribers ofJob = subscribers.computeIfAbsent(jobId, id -> {
            shard.jobs.add(id);
            return new Subscribers();
        });
        if (ofJob.all.add(subscriber) && subscriber.receivesTransient() && ofJob.ofTransient++ == 0) {
            watches.watch(jobId, receiver);
        }
        if (stopped) {
            subscriber.closed();
        }
        return shard.consumer.completion().onSuccess(subscribed -> findRunner(jobId, subscriber));
    }

    /** Reports the running node only now: if it has no such run yet, it publishes its start later. */
    private void findRunner(UUID jobId, JobSubscriber subscriber) {
        Subscribers ofJob = subscribers.get(jobId);
        if (ofJob == null || !subscriber.receivesTransient() || !ofJob.all.contains(subscriber)) {
            return;
        }
        subscriber
                .runner()
                .ifPresentOrElse(
                        runner -> {
                            ofJob.isRunnerKnown = true;
                            watches.found(Map.of(jobId, runner));
                        },
                        () -> checkSoon(jobId, ofJob));
    }

    private void checkSoon(UUID jobId, Subscribers ofJob) {
        if (!ofJob.isRunnerKnown && !stopped) {
            if (unchecked.isEmpty()) {
                vertx.setTimer(FIRST_CHECK_MILLIS, timer -> check());
            }
            unchecked.add(jobId);
        }
    }

    private void check() {
        List<UUID> unknown = unchecked.stream()
                .filter(id -> subscribers.containsKey(id) && !subscribers.get(id).isRunnerKnown)
                .toList();
        unchecked.clear();
        pollRows(unknown, 0).onFailure(JobSubscriptions::logNotRead);
    }

    /** Removes a subscriber; does nothing for one that is not subscribed. */
    public void unsubscribe(UUID jobId, JobSubscriber subscriber) {
        Subscribers ofJob = subscribers.get(jobId);
        if (ofJob == null || !ofJob.all.remove(subscriber)) {
            return;
        }
        if (subscriber.receivesTransient() && --ofJob.ofTransient == 0) {
            watches.unwatch(jobId, receiver);
        }
        if (!ofJob.all.isEmpty()) {
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

    private Shard openShard(int number) {
        return new Shard(vertx.eventBus().consumer(Addresses.progress(number), this::consume), new HashSet<>());
    }

    /** Copies of signals that were sent to this node are skipped; their body is not even decoded. */
    private void consume(Message<Signal.Batch> message) {
        if (!message.headers().contains(Signals.COPY)) {
            deliver(message.body().signals());
        }
    }

    private void deliver(List<Signal> signals) {
        for (Signal signal : signals) {
            Subscribers ofJob = subscribers.get(signal.jobId());
            if (ofJob != null) {
                deliver(signal, ofJob);
            }
        }
    }

    private void deliver(Signal signal, Subscribers subscribed) {
        List<JobSubscriber> ofJob = List.copyOf(subscribed.all);
        if (signal instanceof Signal.EventAppended appended) {
            SharedFrame frame = new SharedFrame(() -> SseFrames.durable(appended.event()));
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
        } else if (signal instanceof Signal.RunStarted started) {
            Runner runner = Runner.of(started);
            subscribed.isRunnerKnown = true;
            if (subscribed.ofTransient > 0) {
                watches.started(started.jobId(), runner);
            }
            each(ofJob, subscriber -> subscriber.runStarted(runner));
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
                .onFailure(JobSubscriptions::logNotRead)
                .onComplete(done -> polling = false);
    }

    private static void logNotRead(Throwable cause) {
        LOG.atWarn().addKeyValue("cause", cause.getMessage()).log("rows of jobs with subscribers could not be read");
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
        Map<UUID, Runner> runners = new HashMap<>();
        for (JobView job : rows) {
            missing.remove(job.id());
            Runner.of(job).ifPresent(runner -> runners.put(job.id(), runner));
        }
        reportRunners(runners);
        rows.forEach(job -> subscribersOf(job.id()).forEach(subscriber -> subscriber.rowRead(job)));
        missing.forEach(id -> subscribersOf(id).forEach(JobSubscriber::closed));
    }

    private void reportRunners(Map<UUID, Runner> runners) {
        runners.keySet().removeIf(id -> !subscribers.containsKey(id) || subscribers.get(id).ofTransient == 0);
        runners.keySet().forEach(id -> subscribers.get(id).isRunnerKnown = true);
        if (!runners.isEmpty()) {
            watches.found(runners);
        }
    }

    private List<JobSubscriber> subscribersOf(UUID id) {
        Subscribers ofJob = subscribers.get(id);
        return ofJob == null ? List.of() : List.copyOf(ofJob.all);
    }

    private record Shard(MessageConsumer<Signal.Batch> consumer, Set<UUID> jobs) {}
}
