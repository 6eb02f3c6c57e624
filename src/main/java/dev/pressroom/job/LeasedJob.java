package dev.pressroom.job;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * A job that was just leased, with all data that its run needs.
 *
 * @param owner at the time of the claim; a session's job may be adopted by a user while it runs
 * @param tenant for fair queueing and shared limits
 * @param checkpoints outputs of steps that earlier attempts completed, by step name; of parts by {@code step/part}
 * @param waited since the job was queued; zero when it is unknown
 * @param progress in percent
 * @param lastEvent number of the newest durable event, the start of this attempt
 */
public record LeasedJob(
        Lease lease,
        JobType type,
        Owner owner,
        String tenant,
        Duration waited,
        Optional<UUID> organizationId,
        JsonObject input,
        Map<String, Checkpoint> checkpoints,
        int progress,
        int lastEvent) {

    /** @param tokens used by the step */
    public record Checkpoint(JsonObject output, int tokens) {}
}
