package dev.pressroom.job;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * All that a client may know of a job.
 *
 * @param input JSON text of the request
 * @param attempts the newest 100, oldest first
 * @param steps that have a checkpoint of their own or of a part, in the order of their stages
 * @param usage of all attempts, also of steps whose checkpoints were discarded
 */
public record JobDetails(JobView job, String input, List<Attempt> attempts, List<StepRun> steps, Usage usage) {
    /**
     * A run of an attempt. An attempt that a stopping node handed back has one entry for each of its runs.
     *
     * @param startedAt empty for an attempt that never ran
     * @param endedAt empty while it has not ended, and when the end was not recorded
     */
    public record Attempt(
            int number,
            Optional<Instant> startedAt,
            Optional<Instant> endedAt,
            Outcome outcome,
            Optional<String> error,
            Optional<String> errorCode) {}

    /** How a run of an attempt has ended, or where it is. */
    public enum Outcome {
        QUEUED,
        RUNNING,
        SUCCEEDED,
        FAILED,
        CANCELLED,
        /** The job had not started in time. */
        EXPIRED,
        /** Its worker was lost. */
        LOST,
        /** Its worker stopped; another one continues the attempt. */
        HANDED_BACK
    }

    /**
     * A step with the sums of its parts.
     *
     * @param attempt that completed it, or its newest part
     * @param startedAt empty when it is unknown
     * @param durationMillis of the run that completed it; empty while only parts are complete
     */
    public record StepRun(
            String name,
            int attempt,
            Optional<Instant> startedAt,
            OptionalInt durationMillis,
            OptionalLong inputTokens,
            OptionalLong outputTokens,
            Optional<BigDecimal> cost) {}

    /** Empty members where nothing is known. */
    public record Usage(
            OptionalLong inputTokens,
            OptionalLong outputTokens,
            Optional<BigDecimal> cost,
            Optional<String> currency) {}
}
