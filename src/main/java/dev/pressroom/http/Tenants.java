package dev.pressroom.http;

import dev.pressroom.account.NetworkHash;
import dev.pressroom.job.Tenant;
import io.vertx.ext.web.RoutingContext;

/** Finds the tenant of a request whose caller is known. */
final class Tenants {
    private final NetworkHash networks;

    Tenants(NetworkHash networks) {
        this.networks = networks;
    }

    Tenant of(RoutingContext context) {
        return Tenant.of(
                Api.caller(context), () -> networks.of(Client.of(context).address()));
    }
}
