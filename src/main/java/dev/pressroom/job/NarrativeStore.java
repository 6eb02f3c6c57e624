package dev.pressroom.job;

import io.vertx.core.Future;
import java.util.UUID;

/** The narratives of the jobs that a node runs. Not to be shared between Vert.x contexts. */
public interface NarrativeStore {
    /**
     * Writes events durably, and takes back what these steps had narrated before. May be repeated as it is.
     *
     * @return false when the lease is lost; then nothing was written
     */
    Future<Boolean> narrate(PostgresNarrativeStore.Narrated narrated);

    /** The greatest number in use; 0 when nothing was narrated. */
    Future<Integer> last(UUID jobId);
}
