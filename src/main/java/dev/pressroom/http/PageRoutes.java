package dev.pressroom.http;

import dev.pressroom.config.Settings;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.StaticHandler;
import java.time.Duration;
import java.util.UUID;

/** The pages and the documents behind them, from the class path. */
final class PageRoutes {
    private static final Duration DEV_TOKEN = Duration.ofHours(12);
    private static final String POLICY = "default-src 'self'; img-src 'self' data:; style-src 'self'; "
            + "object-src 'none'; base-uri 'none'; frame-ancestors 'none'";

    /** The webjar keeps its files under its version, which is the one in pom.xml. */
    private static final String SWAGGER_UI = "META-INF/resources/webjars/swagger-ui/5.34.1";

    private final HttpServices services;

    PageRoutes(HttpServices services) {
        this.services = services;
    }

    void mount(Router router) {
        get(router, "/page.json").handler(this::site);
        if (hasDevTokens()) {
            router.get("/dev/token").handler(this::devToken);
        }
        get(router, "/docs").handler(context -> context.reroute("/docs.html"));
        get(router, "/openapi.yaml").handler(this::document);
        get(router, "/webjars/swagger-ui/*").handler(StaticHandler.create(SWAGGER_UI));
        // Not for the API: else each address that it does not have would answer POST with 405, since it can be got
        // here.
        router.routeWithRegex("/(?!api/).*")
                .method(HttpMethod.GET)
                .method(HttpMethod.HEAD)
                .handler(PageRoutes::secured)
                .handler(StaticHandler.create("web").setCachingEnabled(false).setIndexPage("index.html"));
    }

    private static Route get(Router router, String path) {
        return router.get(path).method(HttpMethod.HEAD);
    }

    /** What the page has to know before it asks for anything, so that it need not find out by being refused. */
    private void site(RoutingContext context) {
        Answers.json(
                context,
                200,
                new JsonObject()
                        .put("model", services.vitals().model())
                        .put("devTokens", hasDevTokens())
                        .put("accounts", services.settings().auth().accounts().local()));
    }

    private boolean hasDevTokens() {
        return services.settings().mode() == Settings.Mode.DEV
                && services.tokens().canMint();
    }

    /** In dev mode anybody may try the service: a token for a user of the browser's own. */
    private void devToken(RoutingContext context) {
        UUID user = services.sources().ids().get();
        Answers.json(
                context,
                200,
                new JsonObject()
                        .put("token", services.tokens().mint(user, DEV_TOKEN))
                        .put("userId", user.toString()));
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
