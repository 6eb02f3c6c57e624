package dev.pressroom.http;

import dev.pressroom.config.HttpSettings;
import dev.pressroom.http.request.AccessLog;
import dev.pressroom.http.request.Authenticator;
import dev.pressroom.http.request.BodyHandler;
import dev.pressroom.http.request.JsonBodies;
import dev.pressroom.http.request.RateLimit;
import dev.pressroom.http.request.RequestOwner;
import dev.pressroom.http.request.RequestSpan;
import dev.pressroom.http.schema.ApiOperations;
import dev.pressroom.http.schema.RequestCheck;
import dev.pressroom.job.Owner;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;

/**
 * Binds the operations of the OpenAPI document to handlers. The order of the checks is: limit per network address,
 * credentials, rate limit, size of the body, schema, handler. So no body is buffered or parsed for an unauthenticated
 * client, and such a client gets no validation messages.
 */
final class Api {
    private final Router router;
    private final ApiOperations operations;
    private final BodyHandler bodyHandler;
    private final HttpSettings settings;

    private final Set<String> templates = new HashSet<>();

    Api(Router router, ApiOperations operations, BodyHandler bodyHandler, HttpSettings settings) {
        this.router = router;
        this.operations = operations;
        this.bodyHandler = bodyHandler;
        this.settings = settings;
    }

    /**
     * Binds an operation that needs credentials.
     *
     * @param authenticator returns the owner, which the handler gets from {@link RequestOwner}
     */
    void on(
            String operationId,
            RateLimit limit,
            Function<HttpServerRequest, Future<Owner>> authenticator,
            Handler<RoutingContext> handler) {
        on(operationId, limit, authenticator, settings.bodyLimit(), handler);
    }

    /** As {@link #on(String, RateLimit, Function, Handler)}, with a body limit in bytes. */
    void on(
            String operationId,
            RateLimit limit,
            Function<HttpServerRequest, Future<Owner>> authenticator,
            int bodyLimit,
            Handler<RoutingContext> handler) {
        ApiOperations.Operation operation = operations.get(operationId);
        route(operationId)
                .handler(context ->
                        setOwner(context, countIfRejected(context, authenticator.apply(context.request()), limit)))
                .handler(limit::check)
                .handler(bodyHandler.upTo(bodyLimit))
                .handler(JsonBodies::check)
                .handler(context -> validate(context, operation.check()))
                .handler(handler);
    }

    /** As {@link #on(String, RateLimit, Function, Handler)}, with handlers before all others and for failures. */
    void on(
            String operationId,
            Handler<RoutingContext> first,
            RateLimit limit,
            Function<HttpServerRequest, Future<Owner>> authenticator,
            Handler<RoutingContext> handler,
            Handler<RoutingContext> onFailure) {
        operations.get(operationId).route(router).handler(first);
        on(operationId, limit, authenticator, handler);
        operations.get(operationId).route(router).failureHandler(onFailure);
    }

    /**
     * Binds an operation whose credentials may also be in the body. A request without credentials in its headers is
     * counted for its network address, and its body must be within the limit for anonymous clients.
     */
    void onContext(
            String operationId,
            RateLimit limit,
            Function<RoutingContext, Future<Owner>> authenticator,
            Handler<RoutingContext> handler) {
        ApiOperations.Operation operation = operations.get(operationId);
        route(operationId)
                .handler(context -> {
                    if (Authenticator.hasCredentials(context.request())) {
                        setOwner(context, countIfRejected(context, authenticator.apply(context), limit));
                    } else {
                        context.next();
                    }
                })
                .handler(limit::check)
                .handler(context -> bodyHandler
                        .upTo(RequestOwner.of(context) == null ? settings.anonymousBodyLimit() : settings.bodyLimit())
                        .handle(context))
                .handler(JsonBodies::check)
                .handler(context -> setOwner(context, authenticator.apply(context)))
                .handler(context -> validate(context, operation.check()))
                .handler(handler);
    }

    /** Binds an operation without credentials; requests are counted for the network address. */
    void open(String operationId, RateLimit limit, Handler<RoutingContext> handler) {
        ApiOperations.Operation operation = operations.get(operationId);
        open(operation, route(operationId).handler(limit::check), handler);
    }

    /** Binds an operation without credentials that has no rate limit, or whose handler counts its requests. */
    void open(String operationId, Handler<RoutingContext> handler) {
        ApiOperations.Operation operation = operations.get(operationId);
        open(operation, route(operationId), handler);
    }

    private void open(ApiOperations.Operation operation, Route route, Handler<RoutingContext> handler) {
        route.handler(bodyHandler.upTo(settings.anonymousBodyLimit()))
                .handler(JsonBodies::check)
                .handler(context -> validate(context, operation.check()))
                .handler(handler);
    }

    private Route route(String operationId) {
        ApiOperations.Operation operation = operations.get(operationId);
        refuseOtherMethods(operation.path());
        return operation.route(router).handler(context -> {
            AccessLog.setOperation(context, operationId);
            RequestSpan.setRoute(context, operation.method(), operation.path(), operationId);
            context.next();
        });
    }

    /**
     * Refuses requests for a fixed path with a method that only the template has, with 405: {@code GET
     * /jobs/content-generation} is not a job with that id.
     */
    private void refuseOtherMethods(String template) {
        if (templates.add(template)) {
            operations
                    .fixedPaths(template)
                    .forEach((path, methods) -> router.route(path).handler(context -> {
                        if (methods.contains(context.request().method())) {
                            context.next();
                        } else {
                            context.fail(405);
                        }
                    }));
        }
    }

    /** Counts a request with rejected credentials for its network address. */
    private static Future<Owner> countIfRejected(RoutingContext context, Future<Owner> owner, RateLimit limit) {
        return owner.recover(cause -> Future.failedFuture(limit.countRejected(context, cause)));
    }

    private static void setOwner(RoutingContext context, Future<Owner> owner) {
        owner.onSuccess(verified -> {
                    RequestOwner.set(context, verified);
                    context.next();
                })
                .onFailure(context::fail);
    }

    /** The check that validates the requests of an operation. */
    RequestCheck checkOf(String operationId) {
        return operations.get(operationId).check();
    }

    private static void validate(RoutingContext context, RequestCheck check) {
        check.check(context);
        context.next();
    }
}
