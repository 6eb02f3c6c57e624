package dev.pressroom.pipeline;

import io.vertx.core.Future;

/**
 * One named part of a pipeline. Its output is kept as a checkpoint: once it has succeeded for a job it is never run
 * again for that job, over crashes and retries. So it may not depend on anything but the job's input and the outputs
 * of the steps before it.
 */
public interface Step {
    /** Names the checkpoint; never changes once jobs exist. */
    String name();

    /** What the user reads while it runs ({@code currentStep}). */
    String title();

    /** Its share of the job's progress, relative to the other steps. */
    int weight();

    /**
     * Does the work. Is called on an event loop, and the future is to complete there: the run goes on where it does.
     * Fails with a {@link dev.pressroom.base.Failure}; anything else counts as {@code INTERNAL}.
     */
    Future<StepResult> run(StepContext context);
}
