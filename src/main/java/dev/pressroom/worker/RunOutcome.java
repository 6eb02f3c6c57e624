package dev.pressroom.worker;

import dev.pressroom.base.ErrorCode;
import dev.pressroom.pipeline.Pipeline;

/** How a run can end. */
sealed interface RunOutcome {
    record Completed(Pipeline.Product product) implements RunOutcome {}

    record Failed(ErrorCode code, String message, boolean retryable) implements RunOutcome {}

    /** The run ends without a word to Postgres: the job is no longer ours, or will be handed back. */
    record Stopped(Reason reason) implements RunOutcome {}

    enum Reason {
        CANCELLED,
        LEASE_LOST,
        DEADLINE,
        NODE_STOPS
    }

    /** How logs and metrics call it. */
    default String label() {
        if (this instanceof Failed failed) {
            return failed.code.name();
        }
        if (this instanceof Stopped stopped) {
            return stopped.reason.name();
        }
        return "SUCCEEDED";
    }
}
