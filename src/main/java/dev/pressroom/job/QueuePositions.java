package dev.pressroom.job;

import dev.pressroom.store.Batcher;
import io.vertx.core.Future;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** The positions of jobs in the ready queue. Batches concurrent reads: create one instance per Vert.x context. */
public final class QueuePositions {
    private final Map<JobType, Batcher<JobQueue.Claimed, OptionalInt>> batchers = new EnumMap<>(JobType.class);

    public QueuePositions(RedisJobQueue queue) {
        for (JobType type : JobType.known()) {
            batchers.put(type, new Batcher<>(entries -> positions(queue, type, entries), (a, b) -> 0, 256, 65_536, 1));
        }
    }

    private static Future<List<OptionalInt>> positions(
            RedisJobQueue queue, JobType type, List<JobQueue.Claimed> entries) {
        return queue.positions(type, entries).otherwise(Collections.nCopies(entries.size(), OptionalInt.empty()));
    }

    /** The job's position, 1 being next; empty when it is not queued or Redis does not answer. */
    public Future<OptionalInt> of(JobView job) {
        return job.status() == JobStatus.QUEUED && batchers.containsKey(job.type())
                ? batchers.get(job.type()).add(new JobQueue.Claimed(job.id(), job.attempt()))
                : Future.succeededFuture(OptionalInt.empty());
    }
}
