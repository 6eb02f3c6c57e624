package dev.pressroom.http;

import dev.pressroom.config.HttpSettings;
import dev.pressroom.http.request.Authenticator;
import dev.pressroom.http.request.BodyHandler;
import dev.pressroom.http.request.JsonBodies;
import dev.pressroom.http.request.RateLimit;
import dev.pressroom.http.request.RequestOwner;
import dev.pressroom.http.schema.ApiOperations;
import dev.pressroom.http.schema.RequestCheck;
import dev.pressroom.job.Owner;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Function;

/**
 * Binds the operations of the OpenAPI document to their handlers. The order of checks is: limit of the network address,
 * caller, limit of the caller, size of the body, its shape, its meaning. So nobody makes the node buffer or parse a body
 * before it knows who asks, and strangers learn nothing of what is wrong with a body.
 */
public final class Api {
    private final Router router;
    private final ApiOperations operations;
    private final BodyHandler bodies;
    private final HttpSettings settings;

    Api(Router router, ApiOperations operations, BodyHandler bodies, HttpSettings settings) {
        this.router = router;
        this.operations = operations;
        this.bodies = bodies;
        this.settings = settings;
    }

    /** @param callers finds out who calls; the handler gets it from {@link RequestOwner} */
    void on(
            String operationId,
            RateLimit limit,
            Function<HttpServerRequest, Future<Owner>> callers,
            Handler<RoutingContext> handler) {
        on(operationId, limit, callers, settings.bodyLimit(), handler);
    }

    /** @param bodyLimit bytes of the body, where it differs from that of the other operations */
    void on(
            String operationId,
            RateLimit limit,
            Function<HttpServerRequest, Future<Owner>> callers,
            int bodyLimit,
            Handler<RoutingContext> handler) {
        ApiOperations.Operation operation = operations.get(operationId);
        route(operation)
                .handler(context -> identify(context, counted(context, callers.apply(context.request()), limit)))
                .handler(limit::check)
                .handler(bodies.upTo(bodyLimit))
                .handler(JsonBodies::check)
                .handler(context -> validate(context, operation.check()))
                .handler(handler);
    }

    /**
     * As {@link #on}, where the body too may tell who calls. Without credentials in the head a request counts for its
     * network address, and its body must be small.
     */
    void onContext(
            String operationId,
            RateLimit limit,
            Function<RoutingContext, Future<Owner>> callers,
            Handler<RoutingContext> handler) {
        ApiOperations.Operation operation = operations.get(operationId);
        route(operation)
                .handler(context -> {
                    if (Authenticator.hasCredentials(context.request())) {
                        identify(context, counted(context, callers.apply(context), limit));
                    } else {
                        context.next();
                    }
                })
                .handler(limit::check)
                .handler(context -> bodies.upTo(
                                RequestOwner.of(context) == null ? settings.anonymousBodyLimit() : settings.bodyLimit())
                        .handle(context))
                .handler(JsonBodies::check)
                .handler(context -> identify(context, callers.apply(context)))
                .handler(context -> validate(context, operation.check()))
                .handler(handler);
    }

    /** Binds an operation that is open to all and counts for the network address. */
    void open(String operationId, RateLimit limit, Handler<RoutingContext> handler) {
        ApiOperations.Operation operation = operations.get(operationId);
        open(operation, route(operation).handler(limit::check), handler);
    }

    /** Binds an operation that has no limit, or counts by itself. */
    void open(String operationId, Handler<RoutingContext> handler) {
        ApiOperations.Operation operation = operations.get(operationId);
        open(operation, route(operation), handler);
    }

    private void open(ApiOperations.Operation operation, Route route, Handler<RoutingContext> handler) {
        route.handler(bodies.upTo(settings.anonymousBodyLimit()))
                .handler(JsonBodies::check)
                .handler(context -> validate(context, operation.check()))
                .handler(handler);
    }

    private Route route(ApiOperations.Operation operation) {
        return operation.route(router);
    }

    /** Who cannot say who calls counts for the network address. */
    private static Future<Owner> counted(RoutingContext context, Future<Owner> caller, RateLimit limit) {
        return caller.recover(cause -> Future.failedFuture(limit.countRejected(context, cause)));
    }

    private static void identify(RoutingContext context, Future<Owner> caller) {
        caller.onSuccess(known -> {
                    RequestOwner.set(context, known);
                    context.next();
                })
                .onFailure(context::fail);
    }

    /** How the requests of an operation are checked. */
    RequestCheck checkOf(String operationId) {
        return operations.get(operationId).check();
    }

    private static void validate(RoutingContext context, RequestCheck check) {
        check.check(context);
        context.next();
    }
}
