package dev.pressroom.pipeline;

import dev.pressroom.base.Cancellation;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.UUID;

/** A running step's view of its job. To be used on the context that the step was called on. */
public interface StepContext {
    UUID jobId();

    /** The user on whose behalf the job runs; empty for an anonymous session. */
    Optional<UUID> userId();

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
     * Hands a piece of the text that is being written to whoever watches. The first piece after {@link #restartText}
     * has offset 0.
     */
    void text(String piece);

    /** Starts the text anew: a try that broke off in the middle is followed by one that begins again. */
    void restartText();
}
