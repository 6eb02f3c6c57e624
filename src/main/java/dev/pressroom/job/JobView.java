package dev.pressroom.job;

import dev.pressroom.base.ErrorCode;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/**
 * The state of a job, read from its row.
 *
 * @param secondSession a session that may read, cancel and adopt the job beside its owner
 * @param progress in percent
 * @param etaSeconds estimated time to its end
 * @param lastEvent number of its newest durable event
 * @param result JSON text of a job that succeeded; empty in lists
 * @param lease the node that runs it
 * @param title the title of its topic or its URL; empty when a node of an older version stored it
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
        Optional<String> title,
        List<String> tags,
        OffsetDateTime createdAt,
        OffsetDateTime updatedAt) {

    /** Why a job failed. */
    public record JobError(ErrorCode code, String message, boolean retryable) {}
}
