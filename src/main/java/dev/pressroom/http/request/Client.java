package dev.pressroom.http.request;

import dev.pressroom.account.ClientAddress;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/**
 * Where a request comes from, as far as that is certain: what is limited, logged and, for visitors, taken for the tenant.
 *
 * @param address of the client, not of the trusted proxies before it
 * @param forwardedScheme by which the client reached the first trusted proxy, where a proxy says so
 * @param forwardedHost that the client asked for, with the port, where a proxy says so
 */
public record Client(ClientAddress address, Optional<String> forwardedScheme, Optional<String> forwardedHost) {
    private static final String KEY = "client";

    /** Of a request that failed before any handler: its address is not known. */
    private static final Client UNKNOWN = new Client(ClientAddress.UNKNOWN, Optional.empty(), Optional.empty());

    public static Client of(RoutingContext context) {
        return context.get(KEY, UNKNOWN);
    }

    void attach(RoutingContext context) {
        context.put(KEY, this);
    }

    /** As the client's browser writes it in {@code Origin}; empty without a host. */
    public Optional<String> origin(HttpServerRequest request) {
        return host(request).map(host -> forwardedScheme.orElseGet(request::scheme) + "://" + host);
    }

    /** The host that the client asked for, with the port. */
    public Optional<String> host(HttpServerRequest request) {
        return forwardedHost.or(() -> Optional.ofNullable(request.authority()).map(HostAndPort::toString));
    }
}
