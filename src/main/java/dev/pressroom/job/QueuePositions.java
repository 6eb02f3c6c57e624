package dev.pressroom.job;

import dev.pressroom.store.Batcher;
import io.vertx.core.Future;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Where jobs stand in the queue, for all who ask at the same time in one question. Not to be shared between Vert.x
 * contexts, since it batches.
 */
public final class QueuePositions {
    private final Map<JobType, Batcher<RedisJobQueue.Claimed, OptionalInt>> questions = new EnumMap<>(JobType.class);

    public QueuePositions(RedisJobQueue queue) {
        for (JobType type : JobType.known()) {
            questions.put(type, new Batcher<>(entries -> asked(queue, type, entries), (a, b) -> 0, 256, 65_536, 1));
        }
    }

    private static Future<List<OptionalInt>> asked(
            RedisJobQueue queue, JobType type, List<RedisJobQueue.Claimed> entries) {
        return queue.positions(type, entries).otherwise(Collections.nCopies(entries.size(), OptionalInt.empty()));
    }

    /** How many are served before it, counted from 1; empty when it does not wait in the queue, or nobody knows. */
    public Future<OptionalInt> of(JobView job) {
        return job.status() == JobStatus.QUEUED && questions.containsKey(job.type())
                ? questions.get(job.type()).add(new RedisJobQueue.Claimed(job.id(), job.attempt()))
                : Future.succeededFuture(OptionalInt.empty());
    }
}
