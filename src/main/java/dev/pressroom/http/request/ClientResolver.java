package dev.pressroom.http.request;

import dev.pressroom.account.ClientAddress;
import dev.pressroom.base.IpAddress;
import dev.pressroom.config.HttpSettings;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;

/**
 * Determines the client address of each request behind trusted proxies: the first address, counted from this node
 * outwards, that does not belong to a trusted proxy. Header values further out were written by the client and are ignored.
 */
public final class ClientResolver {
    private final HttpSettings.Proxies trustedProxies;

    public ClientResolver(HttpSettings.Proxies trustedProxies) {
        this.trustedProxies = trustedProxies;
    }

    /** A handler: stores the client in the request's context, for {@link Client#of}. Must be one of the first handlers. */
    public void attach(RoutingContext context) {
        resolve(context.request()).attach(context);
        context.next();
    }

    private Client resolve(HttpServerRequest request) {
        SocketAddress peer = request.connection().remoteAddress();
        String literal = peer == null ? null : peer.hostAddress();
        return resolve(Optional.ofNullable(literal).flatMap(IpAddress::parse), request.headers());
    }

    /** @param peer the remote address of the connection; empty for a Unix domain socket */
    Client resolve(Optional<IpAddress> peer, MultiMap headers) {
        if (peer.isEmpty() || !isTrusted(peer.get(), 0)) {
            return direct(peer);
        }
        List<ForwardedHeaders.Element> standard = ForwardedHeaders.standard(headers);
        List<ForwardedHeaders.Element> custom = ForwardedHeaders.custom(headers);
        if (standard.isEmpty() && custom.isEmpty()) {
            return direct(peer);
        }
        if (standard.isEmpty() || custom.isEmpty()) {
            return behindProxies(peer.get(), standard.isEmpty() ? custom : standard);
        }
        // A proxy sets one of the two headers and forwards the other as the client sent it: if they differ, both are
        // ignored.
        Client client = behindProxies(peer.get(), standard);
        return client.address().equals(behindProxies(peer.get(), custom).address()) ? client : direct(peer);
    }

    private static Client direct(Optional<IpAddress> peer) {
        return new Client(
                peer.map(ClientAddress::of).orElse(ClientAddress.UNKNOWN), Optional.empty(), Optional.empty());
    }

    private Client behindProxies(IpAddress peer, List<ForwardedHeaders.Element> elements) {
        IpAddress outermost = peer;
        for (int i = elements.size() - 1; i >= 0; i--) {
            ForwardedHeaders.Element element = elements.get(i);
            Optional<IpAddress> node = element.node().flatMap(ClientResolver::address);
            outermost = node.orElse(outermost);
            if (i == 0 || node.isEmpty() || !isTrusted(outermost, elements.size() - i)) {
                return new Client(ClientAddress.of(outermost), element.scheme(), element.host());
            }
        }
        return direct(Optional.of(peer));
    }

    /** @param distance number of proxies between the address and this node */
    private boolean isTrusted(IpAddress address, int distance) {
        return distance < trustedProxies.hops()
                || trustedProxies.networks().stream().anyMatch(network -> network.contains(address));
    }

    /** Parses {@code 192.0.2.1}, {@code 192.0.2.1:80}, {@code 2001:db8::1} or {@code [2001:db8::1]:80}. */
    private static Optional<IpAddress> address(String node) {
        if (node.startsWith("[")) {
            int end = node.indexOf(']');
            return end < 0 ? Optional.empty() : IpAddress.parse(node.substring(1, end));
        }
        int colon = node.indexOf(':');
        boolean hasPort = colon >= 0 && node.indexOf(':', colon + 1) < 0;
        return IpAddress.parse(hasPort ? node.substring(0, colon) : node);
    }
}
