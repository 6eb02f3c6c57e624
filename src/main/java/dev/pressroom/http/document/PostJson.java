package dev.pressroom.http.document;

import com.google.re2j.Matcher;
import dev.pressroom.base.CleanText;
import dev.pressroom.base.TextPattern;
import dev.pressroom.http.request.JsonResponses;
import dev.pressroom.post.Post;
import dev.pressroom.post.PostStore;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Posts as clients see them. */
public final class PostJson {
    private static final TextPattern PLACE =
            TextPattern.of(60, "(\\d{1,17})\\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})");
    private static final long MICROS = 1_000_000;

    private PostJson() {}

    /** Members that a post has columns for, by all the names that clients give them. */
    private static final Set<String> COLUMNS = Set.of(
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

    /** As clients read it: some want {@code createdAt}, some {@code created_at}. */
    static JsonObject whole(Post post) {
        JsonObject meta = post.meta().copy();
        Post.Summary summary = post.summary();
        String created = JsonResponses.timestamp(summary.createdAt());
        String updated = JsonResponses.timestamp(summary.updatedAt());
        Object topic = either(meta, "topic_data", "topicData", "topic");
        Object generation = either(meta, "generation_metadata", "generationMetadata");
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

    /** What else a client says of a post: kept as it is, but for what is no text. */
    static JsonObject meta(JsonObject body) {
        JsonObject meta = CleanText.of(body);
        COLUMNS.forEach(meta::remove);
        return meta;
    }

    private static Object either(JsonObject meta, String... names) {
        return Arrays.stream(names)
                .map(meta::getValue)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /** Where the list goes on after this post: its age in microseconds and its id. */
    static String cursor(Post.Summary post) {
        long micros = ChronoUnit.MICROS.between(Instant.EPOCH, post.createdAt().toInstant());
        String place = micros + "." + post.id();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(place.getBytes(StandardCharsets.US_ASCII));
    }

    /** Empty when the text was not made by {@link #cursor}. */
    public static Optional<PostStore.Cursor> place(String cursor) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.US_ASCII);
            return PLACE.match(text).map(PostJson::place);
        } catch (IllegalArgumentException garbage) {
            return Optional.empty();
        }
    }

    private static PostStore.Cursor place(Matcher place) {
        long micros = Long.parseLong(place.group(1));
        Instant createdAt = Instant.ofEpochSecond(micros / MICROS, micros % MICROS * 1000);
        return new PostStore.Cursor(createdAt.atOffset(ZoneOffset.UTC), UUID.fromString(place.group(2)));
    }
}
