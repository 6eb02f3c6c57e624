package dev.pressroom.worker;

import dev.pressroom.base.ErrorCode;
import dev.pressroom.pipeline.Pipeline;

/** The outcome of a run. */
sealed interface RunOutcome {
    /** The label of a run that has completed. */
    String SUCCEEDED = "SUCCEEDED";

    /** All steps have completed. */
    record Completed(Pipeline.Product product) implements RunOutcome {}

    /**
     * @param message for the end user
     * @param cause for the log
     * @param retryable whether the client may retry the job
     */
    record Failed(ErrorCode code, String message, String cause, boolean retryable) implements RunOutcome {}

    /** The run ends without a write: the lease is lost, or the job will be handed back. */
    record Stopped(Reason reason) implements RunOutcome {}

    /** Why a run was stopped. */
    enum Reason {
        CANCELLED,
        LEASE_LOST,
        DEADLINE,
        NODE_STOPS
    }

    /** The name in logs and metrics. */
    default String label() {
        if (this instanceof Failed failed) {
            return failed.code.name();
        }
        if (this instanceof Stopped stopped) {
            return stopped.reason.name();
        }
        return SUCCEEDED;
    }
}
