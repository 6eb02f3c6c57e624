package dev.pressroom.http.request;

import dev.pressroom.base.Chars;
import dev.pressroom.base.TextPattern;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;

/** Parses optional headers and query parameters; values that cannot be parsed are ignored. */
public final class Preferences {
    private static final int MAX_WAIT_SECONDS = 30;
    private static final TextPattern WAIT = TextPattern.of(1000, "(?i)(?:^|[,;\\s])wait\\s*=\\s*\"?(\\d{1,6})\"?");

    private Preferences() {}

    /** The seconds in {@code Prefer: wait=20} (RFC 7240), at most 30. */
    public static Optional<Integer> waitSeconds(HttpServerRequest request) {
        String prefer = request.getHeader("Prefer");
        if (prefer == null) {
            return Optional.empty();
        }
        return WAIT.find(prefer).map(wait -> Math.min(MAX_WAIT_SECONDS, Integer.parseInt(wait.group(1))));
    }

    /** Whether an {@code If-None-Match} has this entity tag, by weak comparison (RFC 9110, section 13.1.2). */
    public static boolean matches(String ifNoneMatch, String etag) {
        if (ifNoneMatch == null) {
            return false;
        }
        for (String candidate : Chars.split(ifNoneMatch, ',')) {
            String trimmed = candidate.trim();
            if (trimmed.equals("*") || trimmed.equals(etag) || trimmed.equals("W/" + etag)) {
                return true;
            }
        }
        return false;
    }

    /** The number of an event, at most {@code Integer.MAX_VALUE}. Empty when the text is no decimal number. */
    public static Optional<Integer> eventNumber(String text) {
        if (text == null || text.isEmpty() || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Optional.empty();
        }
        return integer(text).or(() -> Optional.of(Integer.MAX_VALUE));
    }

    /** Empty when the text is null or no integer. */
    public static Optional<Integer> integer(String text) {
        try {
            return text == null || text.isEmpty() ? Optional.empty() : Optional.of(Integer.valueOf(text));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
