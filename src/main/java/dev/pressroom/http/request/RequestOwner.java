package dev.pressroom.http.request;

import dev.pressroom.job.Owner;
import io.vertx.ext.web.RoutingContext;

/** The owner that a request acts for. Stored in the request's context once its credentials have been verified. */
public final class RequestOwner {
    private static final String KEY = "owner";

    private RequestOwner() {}

    /** Returns null until {@link #set} was called. */
    public static Owner of(RoutingContext context) {
        return context.get(KEY);
    }

    public static void set(RoutingContext context, Owner owner) {
        context.put(KEY, owner);
    }
}
