package dev.pressroom.http.request;

import dev.pressroom.base.Chars;
import dev.pressroom.base.TextPattern;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;

/** Reads what a client would like, without ever refusing a request for it. */
public final class Preferences {
    private static final int LONGEST_WAIT_SECONDS = 30;
    private static final TextPattern WAIT = TextPattern.of(1000, "(?i)(?:^|[,;\\s])wait\\s*=\\s*\"?(\\d{1,6})\"?");

    private Preferences() {}

    /** {@code Prefer: wait=20} (RFC 7240), at most 30 seconds. */
    public static Optional<Integer> waitSeconds(HttpServerRequest request) {
        String prefer = request.getHeader("Prefer");
        if (prefer == null) {
            return Optional.empty();
        }
        return WAIT.find(prefer).map(wait -> Math.min(LONGEST_WAIT_SECONDS, Integer.parseInt(wait.group(1))));
    }

    /** Whether an {@code If-None-Match} names this entity tag, by weak comparison (RFC 9110, 13.1.2). */
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

    /** The number of an event; one past the range of int is past every event. Empty when the text is no number. */
    public static Optional<Integer> eventNumber(String text) {
        if (text == null || text.isEmpty() || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Optional.empty();
        }
        return integer(text).or(() -> Optional.of(Integer.MAX_VALUE));
    }

    /** A whole number, if it is one. */
    public static Optional<Integer> integer(String text) {
        try {
            return text == null || text.isEmpty() ? Optional.empty() : Optional.of(Integer.valueOf(text));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
