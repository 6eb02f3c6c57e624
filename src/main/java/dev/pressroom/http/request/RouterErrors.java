package dev.pressroom.http.request;

import dev.pressroom.base.Chars;
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
import java.util.stream.IntStream;

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
            ErrorResponse.send(context);
        });
    }

    /** The methods of the routes whose path matches; a path without such a route is a static file. */
    private static String allowed(List<Route> routes, RoutingContext context) {
        List<String> path = segments(context.normalizedPath());
        Set<String> methods = routes.stream()
                .filter(route -> route.methods() != null && route.getPath() != null && matches(route.getPath(), path))
                .flatMap(route -> route.methods().stream())
                .map(HttpMethod::name)
                .collect(Collectors.toCollection(TreeSet::new));
        return methods.isEmpty() ? "GET, HEAD" : String.join(", ", methods);
    }

    private static boolean matches(String template, List<String> path) {
        List<String> expected = segments(template);
        return expected.size() == path.size()
                && IntStream.range(0, path.size())
                        .allMatch(i -> expected.get(i).startsWith(":")
                                || expected.get(i).equals(path.get(i)));
    }

    private static List<String> segments(String path) {
        return Chars.split(path, '/');
    }
}
