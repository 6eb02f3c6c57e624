package dev.pressroom.http;

import dev.pressroom.job.Owner;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Function;

/**
 * Binds the operations of the OpenAPI document to their handlers. A request is counted, its caller found out, then it is
 * validated against the document, then handled: strangers learn nothing of what is wrong with a body.
 */
final class Api {
    private static final String CALLER = "caller";

    private final Router router;
    private final ApiOperations operations;

    Api(Router router, ApiOperations operations) {
        this.router = router;
        this.operations = operations;
    }

    /** @param callers finds out who calls; the handler gets it from {@link #caller} */
    void on(
            String operationId,
            RateLimit limit,
            Function<HttpServerRequest, Future<Owner>> callers,
            Handler<RoutingContext> handler) {
        onContext(operationId, limit, context -> callers.apply(context.request()), handler);
    }

    /** As {@link #on}, where the body too may tell who calls. */
    void onContext(
            String operationId,
            RateLimit limit,
            Function<RoutingContext, Future<Owner>> callers,
            Handler<RoutingContext> handler) {
        ApiOperations.Operation operation = operations.get(operationId);
        operation.route(router)
                .handler(limit::check)
                .handler(context -> identify(context, callers))
                .handler(context -> validate(context, operation.check()))
                .handler(handler);
    }

    /** Binds an operation that is open to all. */
    void open(String operationId, RateLimit limit, Handler<RoutingContext> handler) {
        ApiOperations.Operation operation = operations.get(operationId);
        operation.route(router)
                .handler(limit::check)
                .handler(context -> validate(context, operation.check()))
                .handler(handler);
    }

    static Owner caller(RoutingContext context) {
        return context.get(CALLER);
    }

    private static void identify(RoutingContext context, Function<RoutingContext, Future<Owner>> callers) {
        callers.apply(context)
                .onSuccess(caller -> {
                    context.put(CALLER, caller);
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
