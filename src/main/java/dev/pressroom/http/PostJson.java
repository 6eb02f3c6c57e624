package dev.pressroom.http;

import com.google.re2j.Matcher;
import dev.pressroom.base.TextPattern;
import dev.pressroom.post.Post;
import dev.pressroom.post.PostStore;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/** Posts as clients see them. */
final class PostJson {
    private static final TextPattern PLACE =
            TextPattern.of(60, "(\\d{1,17})\\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})");
    private static final long MICROS = 1_000_000;

    private PostJson() {}

    /** {@code created_at} besides {@code createdAt}: so it is called in a job's {@code savedPost}. */
    static JsonObject summary(Post.Summary post) {
        String created = StatusJson.time(post.createdAt());
        return new JsonObject()
                .put("id", post.id().toString())
                .put("title", post.title())
                .put("status", post.status())
                .put("createdAt", created)
                .put("updatedAt", StatusJson.time(post.updatedAt()))
                .put("created_at", created)
                .put("organizationId", post.organizationId().map(UUID::toString).orElse(null))
                .put("jobId", post.jobId().toString());
    }

    static JsonObject whole(Post post) {
        return post.meta().copy().mergeIn(summary(post.summary())).put("content", post.content());
    }

    /** Where the list goes on after this post: its age in microseconds and its id. */
    static String cursor(Post.Summary post) {
        long micros = ChronoUnit.MICROS.between(Instant.EPOCH, post.createdAt().toInstant());
        String place = micros + "." + post.id();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(place.getBytes(StandardCharsets.US_ASCII));
    }

    /** Empty when the text was not made by {@link #cursor}. */
    static Optional<PostStore.Place> place(String cursor) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.US_ASCII);
            return PLACE.match(text).map(PostJson::place);
        } catch (IllegalArgumentException garbage) {
            return Optional.empty();
        }
    }

    private static PostStore.Place place(Matcher place) {
        long micros = Long.parseLong(place.group(1));
        Instant createdAt = Instant.ofEpochSecond(micros / MICROS, micros % MICROS * 1000);
        return new PostStore.Place(createdAt.atOffset(ZoneOffset.UTC), UUID.fromString(place.group(2)));
    }
}
