package dev.pressroom.webhook;

import dev.pressroom.base.Secret;
import java.util.List;
import java.util.UUID;

/**
 * A delivery that this node has claimed.
 *
 * @param id the header {@code webhook-id}
 * @param tries attempts that have begun, this one included; together with the lease it identifies the attempt
 * @param triesOfSchedule those of them since the creation or the last request to deliver again
 * @param secrets the valid secrets of the user, the newest first
 */
record Delivery(
        UUID id,
        UUID userId,
        String url,
        String host,
        String body,
        int tries,
        int triesOfSchedule,
        List<Secret> secrets) {}
