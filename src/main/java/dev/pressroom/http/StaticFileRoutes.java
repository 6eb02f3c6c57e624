package dev.pressroom.http;

import dev.pressroom.config.Settings;
import dev.pressroom.http.request.JsonResponses;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.StaticHandler;

/** The pages and the documents behind them, from the class path. */
public final class StaticFileRoutes {
    private static final String POLICY = "default-src 'self'; img-src 'self' data:; style-src 'self'; "
            + "object-src 'none'; base-uri 'none'; frame-ancestors 'none'";

    /** The webjar keeps its files under its version, which is the one in pom.xml. */
    private static final String SWAGGER_UI = "META-INF/resources/webjars/swagger-ui/5.34.1";

    private final HttpServices services;

    public StaticFileRoutes(HttpServices services) {
        this.services = services;
    }

    public void mount(Router router) {
        get(router, "/page.json").handler(this::site);
        if (hasDevTokens()) {
            new DevRoutes(services.tokens(), services.sources(), services.codes()).mount(router);
        }
        get(router, "/docs").handler(context -> context.reroute("/docs.html"));
        get(router, "/openapi.yaml").handler(this::document);
        get(router, "/webjars/swagger-ui/*").handler(StaticHandler.create(SWAGGER_UI));
        // Not for the API: else each address that it does not have would answer POST with 405, since it can be got
        // here.
        router.routeWithRegex("/(?!api/).*")
                .method(HttpMethod.GET)
                .method(HttpMethod.HEAD)
                .handler(StaticFileRoutes::secured)
                .handler(StaticHandler.create("web").setCachingEnabled(false).setIndexPage("index.html"));
    }

    private static Route get(Router router, String path) {
        return router.get(path).method(HttpMethod.HEAD);
    }

    /** What the page has to know before it asks for anything, so that it need not find out by being refused. */
    private void site(RoutingContext context) {
        JsonResponses.json(
                context,
                200,
                new JsonObject()
                        .put("model", services.healthChecks().model())
                        .put("devTokens", hasDevTokens() && DevRoutes.isLoopback(context))
                        .put("accounts", services.settings().auth().accounts().local()));
    }

    private boolean hasDevTokens() {
        return services.settings().mode() == Settings.Mode.DEV
                && services.tokens().canMint();
    }

    private void document(RoutingContext context) {
        HttpServerResponse response =
                context.response().putHeader(HttpHeaders.CONTENT_TYPE, "application/yaml; charset=utf-8");
        boolean isHead = context.request().method().equals(HttpMethod.HEAD);
        (isHead ? response.end() : response.sendFile("openapi.yaml")).onFailure(cause -> {
            if (!response.headWritten()) {
                context.fail(cause);
            }
        });
    }

    private static void secured(RoutingContext context) {
        context.response()
                .putHeader("Content-Security-Policy", POLICY)
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Referrer-Policy", "no-referrer");
        context.next();
    }
}
