package dev.pressroom.http;

import dev.pressroom.job.JobEvent;
import dev.pressroom.job.JobView;
import dev.pressroom.job.Signal;
import io.vertx.core.buffer.Buffer;

/** Somebody who watches one job. Called on the verticle's context; the frames are shared and must not be changed. */
interface JobWatcher {
    /** A durable event has been stored. */
    void happened(JobEvent event, Buffer frame);

    /** There are durable events up to this number. */
    void look(int lastEvent);

    void progressed(Signal.Progressed signal, Buffer frame);

    void written(Signal.Written signal, Buffer frame);

    /** The job's row, read from time to time because messages may be lost. */
    void checked(JobView job);

    /** There is nothing more to watch: the job was deleted, or this node stops. */
    void gone();
}
