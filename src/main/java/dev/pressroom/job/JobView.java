package dev.pressroom.job;

import dev.pressroom.base.ErrorCode;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/**
 * A job as its row tells it.
 *
 * @param secondSession that may read, cancel and adopt it beside its owner
 * @param etaSeconds how long it will still take, as a guess
 * @param lastEvent number of its newest durable event
 * @param result the JSON text of a job that succeeded, where it was asked for
 * @param lease the node that runs it
 */
public record JobView(
        UUID id,
        JobType type,
        JobStatus status,
        int attempt,
        Owner owner,
        Optional<String> secondSession,
        int progress,
        Optional<String> currentStep,
        Optional<String> phase,
        OptionalInt etaSeconds,
        int lastEvent,
        Optional<JobError> error,
        Optional<String> result,
        Optional<UUID> lease,
        OffsetDateTime createdAt,
        OffsetDateTime updatedAt) {

    /** Why a job failed. */
    public record JobError(ErrorCode code, String message, boolean retryable) {}
}
