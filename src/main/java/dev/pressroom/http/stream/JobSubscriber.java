package dev.pressroom.http.stream;

import dev.pressroom.job.JobEvent;
import dev.pressroom.job.JobView;
import dev.pressroom.job.Signal;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Receives the events of one job. Called on the context of the verticle. The frames are shared between subscribers and
 * must not be modified. Bus messages may be lost; {@link #rowRead} makes up for that.
 */
public interface JobSubscriber {
    /** A durable event has been stored. */
    default void eventAppended(JobEvent event, SharedFrame frame) {}

    /** The job has changed; its durable events up to this number are stored. */
    default void jobChanged(int lastEvent) {}

    /** A node has begun to run the job. */
    default void runStarted(Runner runner) {}

    /** Whether it receives progress and text. */
    default boolean receivesTransient() {
        return false;
    }

    /** The node that runs the job, as far as it is known; of a subscriber that receives progress and text. */
    default Optional<Runner> runner() {
        return Optional.empty();
    }

    /** A transient progress event has been sent. */
    default void progressUpdated(Signal.ProgressUpdated signal, Supplier<Buffer> frame) {}

    /** A chunk of the article in progress has been sent. */
    default void textAppended(Signal.TextChunk chunk, Supplier<Buffer> frame) {}

    /** The events of the narrative up to this number are stored. */
    default void narrativeAppended(int lastEvent) {}

    /** The row of the job has been read from Postgres, which happens every few seconds. */
    void rowRead(JobView job);

    /** No more events follow: the job was deleted, or this node stops. */
    void closed();
}
