package dev.pressroom.http.request;

import dev.pressroom.account.ClientAddress;
import dev.pressroom.base.IpAddress;
import dev.pressroom.config.Settings;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;

/**
 * Finds the client of each request behind the proxies that the settings trust: the nearest address, counted from this
 * node, that is not one of theirs. Whatever a client writes into the headers itself stands before that and is ignored.
 */
public final class ClientResolver {
    private final Settings.Proxies trusted;

    public ClientResolver(Settings.Proxies trusted) {
        this.trusted = trusted;
    }

    /** Lets {@link Client#of} know; the first handler of a router. */
    public void attach(RoutingContext context) {
        find(context.request()).attach(context);
        context.next();
    }

    Client find(HttpServerRequest request) {
        SocketAddress peer = request.connection().remoteAddress();
        String literal = peer == null ? null : peer.hostAddress();
        return find(Optional.ofNullable(literal).flatMap(IpAddress::parse), request.headers());
    }

    /** @param peer the other end of the connection; empty where it has no IP address */
    Client find(Optional<IpAddress> peer, MultiMap headers) {
        if (peer.isEmpty() || !isTrusted(peer.get(), 0)) {
            return direct(peer);
        }
        List<ForwardedHeaders.Element> standard = ForwardedHeaders.standard(headers);
        List<ForwardedHeaders.Element> custom = ForwardedHeaders.custom(headers);
        if (standard.isEmpty() && custom.isEmpty()) {
            return direct(peer);
        }
        if (standard.isEmpty() || custom.isEmpty()) {
            return behind(peer.get(), standard.isEmpty() ? custom : standard);
        }
        // A proxy maintains one of the two and passes the other on as the client wrote it: where they differ, neither
        // counts.
        Client client = behind(peer.get(), standard);
        return client.address().equals(behind(peer.get(), custom).address()) ? client : direct(peer);
    }

    private static Client direct(Optional<IpAddress> peer) {
        return new Client(
                peer.map(ClientAddress::of).orElse(ClientAddress.UNKNOWN), Optional.empty(), Optional.empty());
    }

    private Client behind(IpAddress peer, List<ForwardedHeaders.Element> elements) {
        IpAddress nearest = peer;
        for (int i = elements.size() - 1; i >= 0; i--) {
            ForwardedHeaders.Element element = elements.get(i);
            Optional<IpAddress> node = element.node().flatMap(ClientResolver::address);
            nearest = node.orElse(nearest);
            if (i == 0 || node.isEmpty() || !isTrusted(nearest, elements.size() - i)) {
                return new Client(ClientAddress.of(nearest), element.scheme(), element.host());
            }
        }
        return direct(Optional.of(peer));
    }

    /** @param distance how many nodes are between the address and this node */
    private boolean isTrusted(IpAddress address, int distance) {
        return distance < trusted.hops() || trusted.networks().stream().anyMatch(network -> network.holds(address));
    }

    /** An address as proxies write it: {@code 192.0.2.1}, {@code 192.0.2.1:80}, {@code 2001:db8::1}, {@code [2001:db8::1]:80}. */
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
