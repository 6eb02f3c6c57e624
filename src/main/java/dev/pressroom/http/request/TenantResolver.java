package dev.pressroom.http.request;

import dev.pressroom.account.NetworkHash;
import dev.pressroom.job.Tenant;
import io.vertx.ext.web.RoutingContext;

/** Determines the tenant of a request for fair queueing and limits; needs its {@link RequestOwner}. */
public final class TenantResolver {
    private final NetworkHash networks;

    public TenantResolver(NetworkHash networks) {
        this.networks = networks;
    }

    /** The tenant of the owner; for a session without a user, that of its network address. */
    public Tenant of(RoutingContext context) {
        return Tenant.of(
                RequestOwner.of(context), () -> networks.of(Client.of(context).address()));
    }
}
