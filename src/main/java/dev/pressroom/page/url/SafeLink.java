package dev.pressroom.page.url;

import dev.pressroom.base.Failure;
import java.util.Locale;
import org.jsoup.parser.Parser;

/**
 * Checks links that a client wrote before they go into an article. Character references are decoded first, as often as
 * a template or a Markdown renderer might decode them.
 */
public final class SafeLink {
    private static final int MAX_DECODINGS = 4;
    private static final String FORBIDDEN = "<>\"\\`";

    private SafeLink() {}

    /** True for http(s) URLs with a host, mailto links and relative links. */
    public static boolean isSafe(String link) {
        String url = link;
        for (int i = 0; i < MAX_DECODINGS; i++) {
            String decoded = Parser.unescapeEntities(url, false);
            if (decoded.equals(url)) {
                return isSafeUrl(url);
            }
            url = decoded;
        }
        return false;
    }

    private static boolean isSafeUrl(String url) {
        if (url.isEmpty() || url.codePoints().anyMatch(SafeLink::isForbidden)) {
            return false;
        }
        int colon = url.indexOf(':');
        if (colon < 0 || isInPath(colon, url)) {
            return true;
        }
        return switch (url.substring(0, colon).toLowerCase(Locale.ROOT)) {
            case "http", "https" -> isWebAddress(url);
            case "mailto" -> url.length() > colon + 1;
            default -> false;
        };
    }

    /** Browsers remove control characters and white space, and read a backslash as a slash. */
    private static boolean isForbidden(int character) {
        return character <= ' '
                || FORBIDDEN.indexOf(character) >= 0
                || Character.isWhitespace(character)
                || Character.isSpaceChar(character)
                || Character.getType(character) == Character.CONTROL
                || Character.getType(character) == Character.FORMAT;
    }

    /** A colon after a slash, a question mark or a hash does not end a scheme. */
    private static boolean isInPath(int colon, String url) {
        return url.chars().limit(colon).anyMatch(c -> c == '/' || c == '?' || c == '#');
    }

    private static boolean isWebAddress(String url) {
        try {
            PageUrl.parse(url);
            return true;
        } catch (Failure invalid) {
            return false;
        }
    }
}
