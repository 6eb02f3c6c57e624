package dev.pressroom.pipeline;

import dev.pressroom.base.Cancellation;
import dev.pressroom.job.Owner;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** A running step's view of its job. To be used on the context that the step was called on. */
public interface StepContext {
    UUID jobId();

    /** On whose behalf the job runs. */
    Owner owner();

    /** Whose turn the job takes in the queue: limits that jobs share count by it, since nobody can make it up. */
    String tenant();

    Optional<UUID> organizationId();

    /** The request's body as it was accepted. Not to be changed. */
    JsonObject input();

    /** The output of an earlier step. Not to be changed. */
    JsonObject output(String step);

    /** Struck when the job is cancelled, lost or out of time: stop soon. */
    Cancellation cancellation();

    /** Tells how far this step has come, from 0 to 1, and what it is doing ({@code phase}; may be empty). */
    void progress(double fraction, String phase);

    /**
     * Tells a durable event now, before the step is done. Should the step be run again, it is told again: what must be
     * told once belongs to a {@link #part} or to the step's result. Completes when it is stored.
     */
    Future<Void> tell(String event, JsonObject data);

    /**
     * Does a part of the step that is kept by itself: once it has succeeded for a job it is never done again, over
     * crashes and retries. Its events are stored together with its checkpoint; its tokens are counted by themselves
     * and not to be counted again in the step's result.
     *
     * @param name within the step; never changes once jobs exist
     * @return the part's output, of now or of then. Not to be changed
     */
    Future<JsonObject> part(String name, Supplier<Future<StepResult>> work);

    /**
     * Adds an event to the job's narrative, whose events are durable too but numbered apart. When a step is run again,
     * the first thing it narrates takes back what it had narrated before. Completes when it is stored; the step must
     * not complete earlier.
     */
    Future<Void> narrate(String event, JsonObject data);

    /**
     * Hands a piece of the text that is being written to whoever watches. The first piece after {@link #restartText}
     * has offset 0.
     */
    void text(String piece);

    /** Starts the text anew: a try that broke off in the middle is followed by one that begins again. */
    void restartText();
}
