package dev.pressroom.http.stream;

import dev.pressroom.job.JobEvent;
import dev.pressroom.job.JobView;
import dev.pressroom.job.Signal;
import io.vertx.core.buffer.Buffer;

/**
 * Somebody who watches one job, and need not care for everything. Called on the verticle's context; the frames are
 * shared and must not be changed.
 */
public interface JobSubscriber {
    /** A durable event has been stored. */
    default void happened(JobEvent event, Buffer frame) {}

    /** There are durable events up to this number. */
    default void look(int lastEvent) {}

    default void progressed(Signal.ProgressUpdated signal, Buffer frame) {}

    default void written(Signal.TextChunk signal, Buffer frame) {}

    /** There are events of the narrative up to this number. */
    default void narrated(int newest) {}

    /** The job's row, read from time to time because messages may be lost. */
    void checked(JobView job);

    /** There is nothing more to watch: the job was deleted, or this node stops. */
    void gone();
}
