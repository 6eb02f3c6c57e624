package dev.pressroom.http;

import dev.pressroom.job.Owner;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.validation.ValidatorException;
import java.util.function.Function;

/**
 * Binds the operations of the OpenAPI document to their handlers. A request is counted, its caller found out, then it is
 * validated against the document, then handled: strangers learn nothing of what is wrong with a body.
 */
final class Api {
    private static final String CALLER = "caller";

    private final Router router;
    private final OpenAPIContract contract;

    Api(Router router, OpenAPIContract contract) {
        this.router = router;
        this.contract = contract;
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
        Operation operation = contract.operation(operationId);
        RequestCheck check = checkOf(operation);
        router.route(operation.getHttpMethod(), path(operation))
                .handler(limit::check)
                .handler(context -> identify(context, callers))
                .handler(context -> validate(context, check))
                .handler(handler);
    }

    /** Binds an operation that is open to all. */
    void open(String operationId, RateLimit limit, Handler<RoutingContext> handler) {
        Operation operation = contract.operation(operationId);
        RequestCheck check = checkOf(operation);
        router.route(operation.getHttpMethod(), path(operation))
                .handler(limit::check)
                .handler(context -> validate(context, check))
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
        return checkOf(contract.operation(operationId));
    }

    private RequestCheck checkOf(Operation operation) {
        return new RequestCheck(operation, contract.getSchemaRepository());
    }

    private static void validate(RoutingContext context, RequestCheck check) {
        try {
            check.check(context);
        } catch (ValidatorException e) {
            context.fail(e);
            return;
        }
        context.next();
    }

    private static String path(Operation operation) {
        return operation.getOpenAPIPath().replaceAll("\\{(\\w+)}", ":$1");
    }
}
