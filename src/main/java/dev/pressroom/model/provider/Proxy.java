package dev.pressroom.model.provider;

import dev.pressroom.base.Secret;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.net.ProxyOptions;
import io.vertx.core.net.ProxyType;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The HTTP proxy for model calls, from {@code HTTPS_PROXY} and {@code NO_PROXY}. Used for https base URLs only, and
 * never for loopback.
 *
 * @param url {@code http://[user:password@]host:port}; empty for no proxy
 * @param except hosts that are connected to directly: a name includes its subdomains, {@code *} is every host
 */
public record Proxy(Optional<Secret> url, List<String> except) {
    public static final Proxy NONE = new Proxy(Optional.empty(), List.of());
    private static final int DEFAULT_PORT = 3128;

    /** Adds the proxy to the options of a client for {@code target}, when one applies. */
    HttpClientOptions apply(HttpClientOptions options, URI target) {
        if (url.isPresent() && "https".equalsIgnoreCase(target.getScheme()) && !isExcepted(target)) {
            options.setProxyOptions(proxy(URI.create(url.get().value())));
        }
        return options;
    }

    private static ProxyOptions proxy(URI uri) {
        ProxyOptions options = new ProxyOptions()
                .setType(ProxyType.HTTP)
                .setHost(uri.getHost())
                .setPort(uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort());
        if (uri.getRawUserInfo() != null) {
            String[] user = uri.getRawUserInfo().split(":", 2);
            options.setUsername(decoded(user[0])).setPassword(user.length > 1 ? decoded(user[1]) : "");
        }
        return options;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private boolean isExcepted(URI target) {
        String host = target.getHost().toLowerCase(Locale.ROOT);
        return isLoopback(host) || except.stream().anyMatch(entry -> covers(entry, host, target.getPort()));
    }

    private static boolean isLoopback(String host) {
        return host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
    }

    private static boolean covers(String entry, String host, int port) {
        String name = entry.strip().toLowerCase(Locale.ROOT);
        int colon = name.lastIndexOf(':');
        if (colon > 0 && name.indexOf(':') == colon) {
            if (!name.substring(colon + 1).equals(Integer.toString(port < 0 ? 443 : port))) {
                return false;
            }
            name = name.substring(0, colon);
        }
        String bare = name.startsWith("*.") ? name.substring(2) : name.startsWith(".") ? name.substring(1) : name;
        return name.equals("*") || !bare.isEmpty() && (host.equals(bare) || host.endsWith("." + bare));
    }
}
