package dev.pressroom.http.request;

import dev.pressroom.account.ClientAddress;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/**
 * The network origin of a request as reported by this node or by a trusted proxy. Used for limits, logs and the tenant
 * of visitors.
 *
 * @param address of the client, not of the trusted proxies in between
 * @param forwardedScheme the URL scheme of the request to the outermost trusted proxy; empty when no proxy reports it
 * @param forwardedHost the host and port that the client requested; empty when no proxy reports them
 */
public record Client(ClientAddress address, Optional<String> forwardedScheme, Optional<String> forwardedHost) {
    private static final String KEY = "client";

    /** The client of a request that failed before {@link ClientResolver}. */
    private static final Client UNKNOWN = new Client(ClientAddress.UNKNOWN, Optional.empty(), Optional.empty());

    /** The client of a request; {@link ClientAddress#UNKNOWN} before {@link ClientResolver} has handled it. */
    public static Client of(RoutingContext context) {
        return context.get(KEY, UNKNOWN);
    }

    void attach(RoutingContext context) {
        context.put(KEY, this);
    }

    /** The origin of this service as the client's browser writes it in {@code Origin}; empty without a host. */
    public Optional<String> origin(HttpServerRequest request) {
        return host(request).map(host -> forwardedScheme.orElseGet(request::scheme) + "://" + host);
    }

    /** The host that the client requested, with the port. */
    public Optional<String> host(HttpServerRequest request) {
        return forwardedHost.or(() -> Optional.ofNullable(request.authority()).map(HostAndPort::toString));
    }
}
