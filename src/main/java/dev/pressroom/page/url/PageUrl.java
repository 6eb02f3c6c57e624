package dev.pressroom.page.url;

import dev.pressroom.base.Chars;
import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import dev.pressroom.base.TextPattern;
import java.net.InetAddress;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The URL of a web page, parsed as browsers do (WHATWG URL) and written in one canonical form: scheme and host in lower
 * case, internationalized names as {@code xn--…}, IP addresses in canonical form, everything else percent-encoded, no
 * fragment. Stricter than a browser where a URL could be misread: it refuses user names, backslashes, missing slashes
 * and IPv6 zones.
 *
 * @param host without brackets
 * @param address the IP address, when the host is one
 * @param port explicit, or the default of the scheme
 * @param target path and query, beginning with a slash
 */
public record PageUrl(String scheme, String host, Optional<InetAddress> address, int port, String target) {
    public static final int MAX_CHARACTERS = 2048;

    private static final TextPattern SCHEME = TextPattern.of(MAX_CHARACTERS, "^[a-zA-Z][a-zA-Z0-9+.-]*:");
    private static final int MAX_PORT_DIGITS = 5;

    /**
     * Parses a URL as a user wrote it.
     *
     * @throws Failure {@code PAGE_URL_INVALID}, with a message that says what is wrong
     */
    public static PageUrl parse(String text) {
        String url = trimmed(text);
        if (url.isEmpty()) {
            throw invalid("Give the address of a web page, such as https://example.com/.");
        }
        if (url.length() > MAX_CHARACTERS) {
            throw tooLong();
        }
        if (url.chars().anyMatch(Character::isISOControl)) {
            throw invalid("The address has characters that are not allowed in a URL.");
        }
        String scheme = url.substring(0, Math.max(0, url.indexOf("://"))).toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw invalid("The address must begin with http:// or https://, such as https://example.com/.");
        }
        int host = scheme.length() + "://".length();
        int fragment = endBefore('#', url, host, url.length());
        int target = endBefore('/', url, host, endBefore('?', url, host, fragment));
        return of(scheme, url.substring(host, target), url.substring(target, fragment));
    }

    /** The position of a character from there on, if it comes before the end; else the end. */
    private static int endBefore(char c, String text, int from, int end) {
        int at = text.indexOf(c, from);
        return at >= 0 && at < end ? at : end;
    }

    private static PageUrl of(String scheme, String authority, String target) {
        if (authority.indexOf('@') >= 0) {
            throw invalid("The address must not contain a user name or a password.");
        }
        if (authority.indexOf('\\') >= 0 || beforeQuery(target).indexOf('\\') >= 0) {
            throw invalid("The address must not contain a backslash.");
        }
        int hostEnd = hostEnd(authority).orElseThrow(PageUrl::invalidHost);
        int port = AllowedPorts.of(scheme, authority.substring(Math.min(hostEnd + 1, authority.length())))
                .orElseThrow(() -> invalid("The port of the address is not allowed for web pages."));
        Host host = Host.parse(authority.substring(0, hostEnd)).orElseThrow(PageUrl::invalidHost);
        return shortEnough(new PageUrl(scheme, host.name(), host.address(), port, PercentEncoding.of(rooted(target))));
    }

    /** The end of the host in {@code host}, {@code host:port} or {@code host:}; empty for any other text. */
    private static OptionalInt hostEnd(String authority) {
        int begin = authority.startsWith("[") ? 1 : 0;
        int end = begin == 1 ? authority.indexOf(']') : endBefore(':', authority, 0, authority.length());
        if (end < 0 || authority.indexOf('[', begin) >= 0 || begin == 0 && authority.indexOf(']') >= 0) {
            return OptionalInt.empty();
        }
        String port = authority.substring(end + begin);
        boolean valid = port.isEmpty()
                || port.startsWith(":") && Chars.all(port.substring(1), 0, MAX_PORT_DIGITS, Chars::isDigit);
        return valid ? OptionalInt.of(end + begin) : OptionalInt.empty();
    }

    private static PageUrl shortEnough(PageUrl url) {
        if (url.toString().length() > MAX_CHARACTERS) {
            throw tooLong();
        }
        return url;
    }

    /** The host without a leading {@code www.}: the key of an organization. */
    public String site() {
        return host.startsWith("www.") ? host.substring("www.".length()) : host;
    }

    /** The same URL as a URI. {@link URI#getHost()} is null for host names with an underscore. */
    public URI uri() {
        return URI.create(toString());
    }

    public boolean isSecure() {
        return scheme.equals("https");
    }

    /** Host and port for the Host header; the port only when it is not the default of the scheme. */
    public String authority() {
        String shown = host.indexOf(':') >= 0 ? '[' + host + ']' : host;
        return port == AllowedPorts.defaultPort(scheme) ? shown : shown + ":" + port;
    }

    /**
     * The URL that a redirect from this page leads to.
     *
     * @param location absolute or relative (RFC 9110, section 10.2.2)
     * @throws Failure {@code PAGE_URL_INVALID} when it is not the URL of a web page
     */
    public PageUrl resolve(String location) {
        String to = trimmed(location);
        if (to.length() > MAX_CHARACTERS) {
            throw tooLong();
        }
        if (SCHEME.isIn(to)) {
            return parse(to);
        }
        if (to.startsWith("//")) {
            return parse(scheme + ":" + to);
        }
        if (to.isEmpty() || to.startsWith("#")) {
            return this;
        }
        if (to.startsWith("?")) {
            return parse(scheme + "://" + authority() + beforeQuery(target) + to);
        }
        return parse(uri().resolve(URI.create(PercentEncoding.of(to))).toString());
    }

    private static String beforeQuery(String target) {
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }

    private static String rooted(String target) {
        return target.startsWith("/") ? target : "/" + target;
    }

    private static String trimmed(String text) {
        return text.trim();
    }

    private static Failure invalidHost() {
        return invalid("The address has no valid host, such as example.com.");
    }

    private static Failure tooLong() {
        return invalid("The address is longer than " + MAX_CHARACTERS + " characters.");
    }

    private static Failure invalid(String sentence) {
        return new Failure(ErrorCode.PAGE_URL_INVALID, sentence);
    }

    @Override
    public String toString() {
        return scheme + "://" + authority() + target;
    }
}
