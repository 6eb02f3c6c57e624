package dev.pressroom.http.request;

import dev.pressroom.trace.TraceSpan;
import dev.pressroom.trace.Tracing;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;

/** The span of a request; its name and attributes have the route, not the path, which may contain ids and tickets. */
public final class RequestSpan {
    private static final String SPAN = "span";

    private RequestSpan() {}

    /** A handler, with tracing: keeps the span, since later handlers may run on the context of another request. */
    public static void attach(RoutingContext context, Tracing tracing) {
        context.put(SPAN, tracing.ofRequest());
        context.next();
    }

    public static TraceSpan of(RoutingContext context) {
        return context.get(SPAN, TraceSpan.NONE);
    }

    /**
     * Adds the route that handles the request.
     *
     * @param path with names of parameters instead of their values
     * @param operation its id in the API document
     */
    public static void setRoute(RoutingContext context, HttpMethod method, String path, String operation) {
        TraceSpan span = of(context);
        if (span != TraceSpan.NONE) {
            span.rename(method.name() + ' ' + path);
            span.set("http.route", path).set("pressroom.operation", operation);
        }
    }
}
