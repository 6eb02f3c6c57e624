package dev.pressroom.pipeline;

import dev.pressroom.base.CallScope;
import dev.pressroom.base.Cancellation;
import dev.pressroom.job.Owner;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Gives a running step access to its job: input, outputs of earlier steps, cancellation, progress and events. Used on
 * the Vert.x context that runs the step.
 */
public interface StepContext {
    UUID jobId();

    /** The user or session that the job belongs to. */
    Owner owner();

    /** The verified identity for fair queueing and for limits that jobs share. */
    String tenant();

    Optional<UUID> organizationId();

    /** The body of the request as it was accepted. Must not be modified. */
    JsonObject input();

    /** The output of a step of an earlier stage. Must not be modified. */
    JsonObject output(String step);

    /** Cancelled when the job is cancelled, taken over by another node or out of time: stop soon. */
    Cancellation cancellation();

    /** For model calls: counts what they use as usage of this step. */
    CallScope calls();

    /**
     * Reports the progress of this step.
     *
     * @param fraction from 0 to 1
     * @param phase what the step is doing; may be empty
     */
    void progress(double fraction, String phase);

    /**
     * Publishes a durable event before the step ends; completes when it is stored. A step that runs again publishes it
     * again, so an event that must occur once belongs to a {@link #part} or to the result of the step.
     */
    Future<Void> publish(String event, JsonObject data);

    /**
     * Runs a part of the step with a checkpoint of its own: once it has succeeded for a job it never runs again, across
     * crashes and retries. Its events are stored together with its checkpoint; its tokens are counted here and must not
     * be in the result of the step.
     *
     * @param name unique within the step; must not change once jobs exist
     * @return the output of the part, new or from the checkpoint. Must not be modified
     */
    Future<JsonObject> part(String name, Supplier<Future<StepResult>> work);

    /**
     * Appends a durable event to the narrative of the job, which has its own numbering. When a step runs again, its
     * first event discards the events of the earlier run. Completes when it is stored; the step must not complete
     * earlier.
     */
    Future<Void> narrate(String event, JsonObject data);

    /**
     * Sends a chunk of the text to the subscribers of the job. The first chunk after {@link #restartText} has offset 0.
     */
    void text(String chunk);

    /** Starts the text again at offset 0, because an earlier attempt may have sent a part of it. */
    void restartText();
}
