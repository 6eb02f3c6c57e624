package dev.pressroom.pipeline;

import io.vertx.core.Future;

/**
 * One named step of a pipeline. Its output is stored as a checkpoint: once a step has succeeded for a job it never runs
 * again for that job, across crashes and retries. So it may depend only on the input of the job and on the outputs of
 * earlier stages.
 */
public interface Step {
    /** The key of the checkpoint; must not change once jobs exist. */
    String name();

    /** The text that clients show while the step runs ({@code currentStep}). */
    String title();

    /** Share of the progress of the job, relative to the other steps. */
    int weight();

    /**
     * Runs the step. Called on an event loop; the future must complete there. Fails with a {@link
     * dev.pressroom.base.Failure}; any other exception counts as {@code INTERNAL}.
     */
    Future<StepResult> run(StepContext context);
}
