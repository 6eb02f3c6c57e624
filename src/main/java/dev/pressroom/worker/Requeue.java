package dev.pressroom.worker;

import dev.pressroom.bus.Addresses;
import dev.pressroom.job.JobQueue;
import dev.pressroom.job.JobReady;
import dev.pressroom.job.JobType;
import dev.pressroom.job.RedisJobQueue;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.EnumMap;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/** Puts jobs of any type into the queue and tells the workers. */
record Requeue(Vertx vertx, JobQueue queue, BiConsumer<JobType, Integer> added) {
    Requeue(Vertx vertx, JobQueue queue) {
        this(vertx, queue, (type, jobs) -> {});
    }

    Future<Void> all(List<RedisJobQueue.Entry> entries) {
        return Future.join(entries.stream()
                        .collect(Collectors.groupingBy(
                                RedisJobQueue.Entry::type, () -> new EnumMap<>(JobType.class), Collectors.toList()))
                        .entrySet()
                        .stream()
                        .map(same -> some(same.getKey(), same.getValue()))
                        .toList())
                .mapEmpty();
    }

    private Future<Integer> some(JobType type, List<RedisJobQueue.Entry> entries) {
        return queue.enqueue(type, entries).onSuccess(jobs -> {
            if (jobs > 0) {
                added.accept(type, jobs);
                vertx.eventBus().send(Addresses.ready(type.wireName()), new JobReady(type, 0));
            }
        });
    }
}
