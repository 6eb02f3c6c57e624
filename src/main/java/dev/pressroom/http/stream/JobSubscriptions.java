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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands what happens in jobs to those who watch them on this verticle. Listens to a shard of the bus while somebody
 * watches a job in it, and every few seconds compares all watched jobs with their rows, since bus messages may be lost.
 * A frame is encoded once for all watchers of a job.
 */
public final class JobSubscriptions {
    private static final Logger LOG = LoggerFactory.getLogger(JobSubscriptions.class);
    private static final int CHECK_PAGE = 500;

    private final Vertx vertx;
    private final JobStore jobs;
    private final Map<UUID, Set<JobSubscriber>> watchers = new HashMap<>();
    private final Map<Integer, Shard> shards = new HashMap<>();
    private final long timer;
    private boolean checking;
    private boolean stopped;

    /** @param check how often the rows are looked at */
    public JobSubscriptions(Vertx vertx, JobStore jobs, Duration check) {
        this.vertx = vertx;
        this.jobs = jobs;
        this.timer = vertx.setPeriodic(check.toMillis(), tick -> check());
    }

    /** Begins to watch; when it completes, everything told from then on arrives. */
    public Future<Void> open(UUID jobId, JobSubscriber watcher) {
        int number = Addresses.shardOf(jobId);
        Shard shard = shards.computeIfAbsent(number, this::listen);
        Set<JobSubscriber> same = watchers.computeIfAbsent(jobId, id -> {
            shard.jobs.add(id);
            return new LinkedHashSet<>();
        });
        same.add(watcher);
        if (stopped) {
            watcher.gone();
        }
        return shard.consumer.completion();
    }

    public void close(UUID jobId, JobSubscriber watcher) {
        Set<JobSubscriber> same = watchers.get(jobId);
        if (same == null || !same.remove(watcher) || !same.isEmpty()) {
            return;
        }
        watchers.remove(jobId);
        int number = Addresses.shardOf(jobId);
        Shard shard = shards.get(number);
        shard.jobs.remove(jobId);
        if (shard.jobs.isEmpty()) {
            shards.remove(number);
            shard.consumer.unregister();
        }
    }

    /** Lets all who still watch go: the node stops. */
    public void stop() {
        stopped = true;
        vertx.cancelTimer(timer);
        List.copyOf(watchers.keySet()).forEach(id -> watching(id).forEach(JobSubscriber::gone));
    }

    private Shard listen(int number) {
        return new Shard(
                vertx.eventBus().consumer(Addresses.progress(number), message -> deliver(message.body())),
                new HashSet<>());
    }

    private void deliver(Signal.Batch batch) {
        for (Signal signal : batch.signals()) {
            Set<JobSubscriber> same = watchers.get(signal.jobId());
            if (same != null) {
                deliver(signal, List.copyOf(same));
            }
        }
    }

    private static void deliver(Signal signal, List<JobSubscriber> same) {
        if (signal instanceof Signal.EventAppended happened) {
            Buffer frame = SseFrames.durable(happened.event());
            each(same, watcher -> watcher.happened(happened.event(), frame));
        } else if (signal instanceof Signal.JobChanged look) {
            each(same, watcher -> watcher.look(look.lastEvent()));
        } else if (signal instanceof Signal.ProgressUpdated progressed) {
            Buffer frame = SseFrames.progress(progressed.data());
            each(same, watcher -> watcher.progressed(progressed, frame));
        } else if (signal instanceof Signal.TextChunk written) {
            Buffer frame = SseFrames.chunk(written.offset(), written.text());
            each(same, watcher -> watcher.written(written, frame));
        } else if (signal instanceof Signal.NarrativeAppended narrated) {
            each(same, watcher -> watcher.narrated(narrated.newest()));
        }
    }

    /** An exception of one watcher costs no other one its event. */
    private static void each(List<JobSubscriber> watchers, Consumer<JobSubscriber> action) {
        for (JobSubscriber watcher : watchers) {
            try {
                action.accept(watcher);
            } catch (RuntimeException e) {
                LOG.atError().setCause(e).log("an event could not be delivered to one watcher");
            }
        }
    }

    private void check() {
        if (checking || watchers.isEmpty()) {
            return;
        }
        checking = true;
        checkPages(new ArrayList<>(watchers.keySet()), 0)
                .onFailure(cause ->
                        LOG.atWarn().addKeyValue("cause", cause.getMessage()).log("watched jobs not checked"))
                .onComplete(done -> checking = false);
    }

    private Future<Void> checkPages(List<UUID> ids, int from) {
        if (from >= ids.size()) {
            return Future.succeededFuture();
        }
        List<UUID> page = ids.subList(from, Math.min(ids.size(), from + CHECK_PAGE));
        return jobs.peek(page).compose(found -> {
            checked(page, found);
            return checkPages(ids, from + CHECK_PAGE);
        });
    }

    private void checked(List<UUID> page, List<JobView> found) {
        Set<UUID> missing = new HashSet<>(page);
        for (JobView job : found) {
            missing.remove(job.id());
            watching(job.id()).forEach(watcher -> watcher.checked(job));
        }
        missing.forEach(id -> watching(id).forEach(JobSubscriber::gone));
    }

    private List<JobSubscriber> watching(UUID id) {
        return List.copyOf(watchers.getOrDefault(id, Set.of()));
    }

    private record Shard(MessageConsumer<Signal.Batch> consumer, Set<UUID> jobs) {}
}
