package dev.pressroom.job;

import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * A job whose lease was just won, with all that running it needs.
 *
 * @param owner as it was when the lease was won; a session's job may get a user as well while it runs
 * @param tenant whose turn it takes in the queue; shared limits of running jobs count by it
 * @param checkpoints outputs of the steps that earlier attempts completed, by name; of a part by step and part, {@code step/part}
 * @param lastEvent number of the newest durable event, which tells that this attempt began
 */
public record LeasedJob(
        Lease lease,
        JobType type,
        Owner owner,
        String tenant,
        Optional<UUID> organizationId,
        JsonObject input,
        Map<String, Checkpoint> checkpoints,
        int progress,
        int lastEvent) {

    public record Checkpoint(JsonObject output, int tokens) {}
}
