package dev.pressroom.job;

import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** Writes the narratives of the jobs that a node runs. One instance per Vert.x context. */
public interface NarrativeStore {
    /**
     * Events of a narrative to append.
     *
     * @param restarted steps that began anew: their earlier events are deleted
     * @param steps the step of each event
     * @param events numbered, ascending, at least one
     */
    record Narrated(Lease lease, Collection<String> restarted, List<String> steps, List<NarrativeEvent> events) {}

    /**
     * Stores events durably and deletes the earlier events of restarted steps. Repeating the same call has no further
     * effect.
     *
     * @return false when the lease is lost; then nothing was written
     */
    Future<Boolean> narrate(Narrated narrated);

    /** The greatest event number of the job's narrative; 0 when it has none. */
    Future<Integer> last(UUID jobId);
}
