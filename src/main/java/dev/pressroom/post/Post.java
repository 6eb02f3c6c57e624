package dev.pressroom.post;

import io.vertx.core.json.JsonObject;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;

/**
 * A saved article.
 *
 * @param content Markdown
 * @param meta what else the job found out: subtitle, tags, SEO analysis and more
 */
public record Post(Summary summary, String content, JsonObject meta) {
    /**
     * What every post has.
     *
     * @param jobId of the job that wrote it; empty when none did
     * @param status {@code draft} or {@code published}
     */
    public record Summary(
            UUID id,
            Optional<UUID> jobId,
            Optional<UUID> organizationId,
            String title,
            String status,
            OffsetDateTime createdAt,
            OffsetDateTime updatedAt) {}
}
