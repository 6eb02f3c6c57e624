package dev.pressroom.config;

import dev.pressroom.base.IpBlock;
import dev.pressroom.base.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Types of settings that are hosts, URLs, origins, headers or proxies. */
final class AddressTypes {
    private static final String HOST = "(\\[[0-9a-fA-F:.]+]|[A-Za-z0-9._-]+)";
    private static final String PORT = "(?::(?<port>\\d{1,5}))?";
    private static final Pattern DATABASE =
            Pattern.compile("postgres(ql)?://[^\\s:@/?#]+(:[^\\s@/?#]*)?@" + HOST + PORT + "/[^\\s/?#]+(\\?[^\\s#]*)?");
    private static final Pattern REDIS = Pattern.compile("rediss?://([^\\s:@/?#]*(:[^\\s@/?#]*)?@)?" + HOST + PORT
            + "(," + HOST + "(:\\d{1,5})?){0,20}" + "(/\\d{0,5})?(\\?[^\\s#]*)?");
    private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9-]{1,100}: ?[\\x20-\\x7e]{1,900}");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    private static final int MAX_HOPS = 16;

    private AddressTypes() {}

    static SettingType<Secret> database() {
        return url(
                "of the form postgresql://user:password@host:port/db, odd characters percent-encoded; one host by TCP, no Unix socket, no jdbc: URL",
                DATABASE);
    }

    static SettingType<Secret> redis() {
        return url(
                "of the form redis://[[user]:password@]host:port/n, or rediss:// for TLS, odd characters percent-encoded; no Unix socket",
                REDIS);
    }

    private static SettingType<Secret> url(String expected, Pattern form) {
        return SettingType.of(
                        expected,
                        text -> Optional.of(form.matcher(text))
                                .filter(Matcher::matches)
                                .filter(found -> found.group("port") == null || isPort(found.group("port")))
                                .map(found -> new Secret(text)))
                .hidden();
    }

    /**
     * An http or https URL without user info and fragment: it appears in logs and in responses, so it must contain no
     * secret.
     */
    static SettingType<URI> web() {
        return SettingType.of(
                        "a URL that begins with http:// or https:// and holds no password",
                        text -> uri(text)
                                .filter(uri ->
                                        isWeb(uri) && uri.getRawUserInfo() == null && uri.getRawFragment() == null))
                .hidden();
    }

    /** The base URL of the service: http or https, a path allowed, without user info, query, fragment and trailing slash. */
    static SettingType<String> publicUrl() {
        return SettingType.of(
                "a URL such as https://pressroom.example.com or https://example.com/pressroom",
                text -> uri(text)
                        .filter(uri -> isWeb(uri)
                                && uri.getHost() != null
                                && uri.getRawUserInfo() == null
                                && uri.getRawQuery() == null
                                && uri.getRawFragment() == null)
                        .map(URI::toASCIIString)
                        .map(url -> url.endsWith("/") ? url.substring(0, url.length() - 1) : url));
    }

    /** The URL of an HTTP proxy, with or without user info. */
    static SettingType<Secret> httpProxy() {
        return SettingType.of(
                        "a URL of the form http://[user:password@]host:port",
                        text -> uri(text.contains("://") ? text : "http://" + text)
                                .filter(uri -> "http".equalsIgnoreCase(uri.getScheme()) && uri.getHost() != null)
                                .map(uri -> new Secret(uri.toString())))
                .hidden();
    }

    /** A header field of an HTTP request, {@code Name: value} (RFC 9110, section 5). */
    static SettingType<String> header() {
        return SettingType.of(
                        "a header such as X-Title: Pressroom",
                        text -> Optional.of(text)
                                .filter(line -> HEADER.matcher(line).matches()))
                .hidden();
    }

    /** An origin as browsers send it (RFC 6454), or {@code *}. */
    static SettingType<String> origin() {
        return SettingType.of(
                "an origin such as https://app.example.com (no path, no / at the end), or *",
                text -> text.equals("*")
                        ? Optional.of(text)
                        : uri(text)
                                .filter(uri ->
                                        isWeb(uri) && text.equals(uri.getScheme() + "://" + uri.getRawAuthority()))
                                .map(uri -> text));
    }

    /** Trusted proxies: one of their networks, or the number of proxies in a chain. */
    static SettingType<HttpSettings.Proxies.Given> proxy() {
        SettingType<HttpSettings.Proxies.Given> hops =
                SettingTypes.number(1, MAX_HOPS).as(HttpSettings.Proxies.Hops::new);
        return SettingType.of(
                "a network such as 10.0.0.0/8, or a number of hops from 1 to " + MAX_HOPS,
                text -> hops.reader().apply(text).or(() -> IpBlock.parse(text).map(HttpSettings.Proxies.Network::new)));
    }

    /** The local host name or address of a listener. */
    static SettingType<String> host() {
        return SettingType.of(
                "a host name or an address",
                text -> Optional.of(withoutBrackets(text))
                        .filter(host -> NAME.matcher(host).matches()));
    }

    /** Removes the brackets that IPv6 addresses have in URLs. */
    private static String withoutBrackets(String text) {
        return text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
    }

    /** A host name or address at which other nodes reach this one: any but the unspecified address. */
    static SettingType<String> reachable() {
        return SettingTypes.text(
                "a host name or an address at which other nodes reach this one",
                text -> NAME.matcher(text).matches() && !text.matches("0\\.0\\.0\\.0|[0:]+"));
    }

    private static Optional<URI> uri(String text) {
        try {
            return Optional.of(new URI(text));
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private static boolean isWeb(URI uri) {
        return uri.getScheme() != null && uri.getScheme().matches("https?") && uri.getRawAuthority() != null;
    }

    private static boolean isPort(String digits) {
        int port = Integer.parseInt(digits);
        return port > 0 && port <= 65535;
    }
}
