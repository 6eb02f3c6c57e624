package dev.pressroom.post;

import io.vertx.core.json.JsonObject;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;

/**
 * A saved article.
 *
 * @param content Markdown
 * @param meta further members: subtitle, tags, SEO analysis and more
 */
public record Post(Summary summary, String content, JsonObject meta) {
    /**
     * What lists show of a post.
     *
     * @param jobId the job that wrote it; empty when a client created it
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
