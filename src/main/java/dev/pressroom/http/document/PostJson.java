package dev.pressroom.http.document;

import dev.pressroom.base.CleanText;
import dev.pressroom.http.request.JsonResponses;
import dev.pressroom.http.request.PageCursor;
import dev.pressroom.post.Post;
import dev.pressroom.post.PostStore;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** The JSON of posts, and the cursors of their list. */
final class PostJson {
    private PostJson() {}

    /** Members of a post that are stored in columns, in all spellings that clients use. */
    private static final Set<String> COLUMN_MEMBERS = Set.of(
            "id",
            "jobId",
            "title",
            "content",
            "status",
            "organizationId",
            "createdAt",
            "updatedAt",
            "created_at",
            "updated_at");

    /** A post with its content. Has {@code createdAt} and {@code created_at}, since existing clients read either. */
    static JsonObject of(Post post) {
        JsonObject meta = post.meta().copy();
        Post.Summary summary = post.summary();
        String created = JsonResponses.timestamp(summary.createdAt());
        String updated = JsonResponses.timestamp(summary.updatedAt());
        Object topic = firstOf(meta, "topic_data", "topicData", "topic");
        Object generation = firstOf(meta, "generation_metadata", "generationMetadata");
        return meta.put("id", summary.id().toString())
                .put("title", summary.title())
                .put("status", summary.status())
                .put("createdAt", created)
                .put("updatedAt", updated)
                .put("created_at", created)
                .put("updated_at", updated)
                .put("topic_data", topic)
                .put("generation_metadata", generation)
                .put(
                        "organizationId",
                        summary.organizationId().map(UUID::toString).orElse(null))
                .put("jobId", summary.jobId().map(UUID::toString).orElse(null))
                .put("content", post.content());
    }

    /** The other members that a client sends with a post: stored as sent, without control characters. */
    static JsonObject meta(JsonObject body) {
        JsonObject meta = CleanText.of(body);
        COLUMN_MEMBERS.forEach(meta::remove);
        return meta;
    }

    private static Object firstOf(JsonObject meta, String... names) {
        return Arrays.stream(names)
                .map(meta::getValue)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /** The cursor of the list after this post: creation time in epoch microseconds and id, in Base64. */
    static String cursor(Post.Summary post) {
        return new PageCursor(post.createdAt(), post.id()).text();
    }

    /** Parses a {@link #cursor}; empty for any other text. */
    static Optional<PostStore.Cursor> parseCursor(String cursor) {
        return PageCursor.parse(cursor).map(place -> new PostStore.Cursor(place.createdAt(), place.id()));
    }
}
