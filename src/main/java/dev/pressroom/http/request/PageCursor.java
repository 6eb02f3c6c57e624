package dev.pressroom.http.request;

import com.google.re2j.Matcher;
import dev.pressroom.base.TextPattern;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/** The place after an item in a list that is ordered by creation time and id. */
public record PageCursor(OffsetDateTime createdAt, UUID id) {
    private static final TextPattern TEXT =
            TextPattern.of(60, "(\\d{1,17})\\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})");
    private static final long MICROS = 1_000_000;

    /** Creation time in epoch microseconds and id, in Base64. */
    public String text() {
        long micros = ChronoUnit.MICROS.between(Instant.EPOCH, createdAt.toInstant());
        String text = micros + "." + id;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** Parses a {@link #text}; empty for any other text. */
    public static Optional<PageCursor> parse(String cursor) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.US_ASCII);
            return TEXT.match(text).map(PageCursor::of);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static PageCursor of(Matcher cursor) {
        long micros = Long.parseLong(cursor.group(1));
        Instant createdAt = Instant.ofEpochSecond(micros / MICROS, micros % MICROS * 1000);
        return new PageCursor(createdAt.atOffset(ZoneOffset.UTC), UUID.fromString(cursor.group(2)));
    }
}
