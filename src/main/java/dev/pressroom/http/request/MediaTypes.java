package dev.pressroom.http.request;

import dev.pressroom.base.Chars;
import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Checks by the headers that a body is JSON in UTF-8 without a content coding. */
final class MediaTypes {
    private static final String CHARSET = "charset=";

    private MediaTypes() {}

    /**
     * Returns the {@code UNSUPPORTED_MEDIA_TYPE} (415) of a body that cannot be read; empty for one that can.
     *
     * @param contentTypes every Content-Type header of the request
     * @param contentEncoding null when the request has no such header
     */
    static Optional<Failure> fault(List<String> contentTypes, String contentEncoding) {
        if (contentTypes.size() != 1) {
            return unsupported("Send the body as application/json, with one Content-Type header.");
        }
        List<String> parts = Chars.split(contentTypes.get(0).toLowerCase(Locale.ROOT), ';');
        if (!parts.get(0).strip().equals("application/json")) {
            return unsupported("Send the body as application/json.");
        }
        for (String part : parts) {
            String parameter = part.strip();
            if (parameter.startsWith(CHARSET) && !isUtf8(parameter.substring(CHARSET.length()))) {
                return unsupported("Send the body in UTF-8: JSON has no other charset.");
            }
        }
        return contentEncoding == null || contentEncoding.strip().equalsIgnoreCase("identity")
                ? Optional.empty()
                : unsupported("Send the body without a content coding.");
    }

    /** ASCII is a subset of UTF-8. Bodies are always decoded as UTF-8. */
    private static boolean isUtf8(String charset) {
        return switch (charset.replace("\"", "").strip()) {
            case "utf-8", "utf8", "us-ascii", "ascii" -> true;
            default -> false;
        };
    }

    private static Optional<Failure> unsupported(String sentence) {
        return Optional.of(new Failure(ErrorCode.UNSUPPORTED_MEDIA_TYPE, sentence));
    }
}
