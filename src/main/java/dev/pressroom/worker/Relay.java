package dev.pressroom.worker;

import dev.pressroom.bus.Addresses;
import dev.pressroom.job.JobQueue;
import dev.pressroom.job.JobType;
import dev.pressroom.job.Ready;
import dev.pressroom.job.ReadyQueue;
import dev.pressroom.job.Rescues;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts jobs that wait in Postgres but not in Redis back into the queue, in the order of their creation. */
final class Relay {
    private static final Logger LOG = LoggerFactory.getLogger(Relay.class);

    private final Vertx vertx;
    private final Rescues store;
    private final ReadyQueue queue;
    private final JobMetrics metrics;

    Relay(Vertx vertx, Rescues store, ReadyQueue queue, JobMetrics metrics) {
        this.vertx = vertx;
        this.store = store;
        this.queue = queue;
        this.metrics = metrics;
    }

    /** Looks at all jobs that have waited for at least {@code age}, page by page. */
    Future<Void> sweep(Duration age) {
        return sweepFrom(Optional.empty(), age);
    }

    private Future<Void> sweepFrom(Optional<UUID> after, Duration age) {
        return store.waiting(after, age)
                .compose(page -> queue(page)
                        .compose(queued -> store.isFull(page)
                                ? sweepFrom(
                                        Optional.of(page.get(page.size() - 1).jobId()), age)
                                : Future.succeededFuture()));
    }

    /** Queues these entries and tells the workers. */
    Future<Void> queue(List<JobQueue.Entry> entries) {
        return Future.join(entries.stream()
                        .collect(Collectors.groupingBy(
                                JobQueue.Entry::type, () -> new EnumMap<>(JobType.class), Collectors.toList()))
                        .entrySet()
                        .stream()
                        .map(same -> queue(same.getKey(), same.getValue()))
                        .toList())
                .mapEmpty();
    }

    private Future<Void> queue(JobType type, List<JobQueue.Entry> entries) {
        return queue.enqueue(type, entries)
                .onSuccess(added -> {
                    if (added > 0) {
                        metrics.relayed(added);
                        LOG.atInfo()
                                .addKeyValue("type", type.wireName())
                                .addKeyValue("jobs", added)
                                .log("jobs queued from the database");
                        vertx.eventBus().send(Addresses.ready(type.wireName()), new Ready(type, 0));
                    }
                })
                .mapEmpty();
    }
}
