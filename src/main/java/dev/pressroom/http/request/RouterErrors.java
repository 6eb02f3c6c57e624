package dev.pressroom.http.request;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Makes a router respond with the error envelope to its own errors and to failures of its handlers. */
public final class RouterErrors {
    private static final List<Integer> STATUSES =
            List.of(400, 401, 403, 404, 406, 408, 413, 414, 415, 416, 417, 431, 500, 501, 503);

    private RouterErrors() {}

    /**
     * Adds the error handlers. Call it after all routes have been added.
     *
     * @param requestIds for requests that fail before {@link RequestId#assign}
     */
    public static void mount(Router router, Supplier<UUID> requestIds) {
        STATUSES.forEach(status -> router.errorHandler(status, context -> ErrorResponse.send(context, status)));
        List<Route> routes = List.copyOf(router.getRoutes());
        router.errorHandler(405, context -> {
            context.response().putHeader(HttpHeaders.ALLOW, allowed(routes, context));
            ErrorResponse.send(context, 405);
        });
        router.route().failureHandler(context -> {
            RequestId.ensure(context, requestIds);
            if (context.statusCode() == 405) {
                context.response().putHeader(HttpHeaders.ALLOW, allowed(routes, context));
            }
            ErrorResponse.send(context);
        });
    }

    /**
     * The methods of the routes whose path matches; without a match it is a static file. A path without parameters hides
     * those with parameters.
     */
    private static String allowed(List<Route> routes, RoutingContext context) {
        String path = context.normalizedPath();
        List<Route> matching = routes.stream()
                .filter(route -> route.methods() != null && route.getPath() != null)
                .filter(route -> PathTemplate.matches(route.getPath(), path))
                .toList();
        boolean isFixed = matching.stream().anyMatch(route -> route.getPath().equals(path));
        Set<String> methods = matching.stream()
                .filter(route -> !isFixed || route.getPath().equals(path))
                .flatMap(route -> route.methods().stream())
                .map(HttpMethod::name)
                .collect(Collectors.toCollection(TreeSet::new));
        return methods.isEmpty() ? "GET, HEAD" : String.join(", ", methods);
    }
}
