package dev.pressroom.http.request;

import dev.pressroom.base.Chars;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Entity tags of rows that people edit: the time of the last change in microseconds, in base 36. A representation other than
 * JSON has a suffix of its own.
 */
public final class EntityTags {
    private static final int RADIX = 36;
    private static final long MAX_MICROS = 253_402_300_799_000_000L;

    private EntityTags() {}

    /** The tag of the JSON of a row. */
    public static String of(OffsetDateTime updatedAt) {
        return of(updatedAt, "");
    }

    /** @param suffix of the representation; empty for JSON */
    public static String of(OffsetDateTime updatedAt, String suffix) {
        long micros = ChronoUnit.MICROS.between(Instant.EPOCH, updatedAt.toInstant());
        return '"' + Long.toString(micros, RADIX) + suffix + '"';
    }

    /**
     * The versions of a row that {@code If-Match} allows to change: empty without the header and for {@code *}. Tags of
     * other rows and malformed ones match no version. The tag of any representation names the row's version, and a weak
     * tag counts as the strong one, since proxies that compress make tags weak.
     */
    public static Optional<List<OffsetDateTime>> ifMatch(HttpServerRequest request) {
        String header = request.getHeader(HttpHeaders.IF_MATCH);
        if (header == null || header.strip().equals("*")) {
            return Optional.empty();
        }
        List<OffsetDateTime> versions = new ArrayList<>();
        for (String tag : Chars.split(header, ',')) {
            version(tag.strip()).ifPresent(versions::add);
        }
        return Optional.of(List.copyOf(versions));
    }

    private static Optional<OffsetDateTime> version(String tag) {
        String strong = tag.startsWith("W/") ? tag.substring(2) : tag;
        if (strong.length() < 3 || !strong.startsWith("\"") || !strong.endsWith("\"")) {
            return Optional.empty();
        }
        String opaque = strong.substring(1, strong.length() - 1);
        int suffix = opaque.indexOf('-');
        try {
            long micros = Long.parseLong(suffix < 0 ? opaque : opaque.substring(0, suffix), RADIX);
            return micros < 0 || micros > MAX_MICROS
                    ? Optional.empty()
                    : Optional.of(Instant.EPOCH.plus(micros, ChronoUnit.MICROS).atOffset(ZoneOffset.UTC));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
