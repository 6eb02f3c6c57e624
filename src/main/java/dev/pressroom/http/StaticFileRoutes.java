package dev.pressroom.http;

import dev.pressroom.config.ModelSettings;
import dev.pressroom.config.Settings;
import dev.pressroom.http.request.JsonResponses;
import dev.pressroom.model.LocalModels;
import io.vertx.core.file.FileSystem;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.StaticHandler;
import java.util.List;

/** Serves the web pages, their modules, the client library, the OpenAPI document and Swagger UI from the class path. */
final class StaticFileRoutes {
    private static final String CONTENT_SECURITY_POLICY = "default-src 'self'; img-src 'self' data:; style-src 'self'; "
            + "object-src 'none'; base-uri 'none'; frame-ancestors 'none'";

    /** These paths have the versions of the webjars, the same as in pom.xml. */
    private static final String SWAGGER_UI = "META-INF/resources/webjars/swagger-ui/5.34.1";

    private static final String UPLOT = "META-INF/resources/webjars/uplot/1.6.30/dist";

    private final HttpServices services;
    private final LocalModels localModels;
    private final ClientFiles clientFiles;

    StaticFileRoutes(HttpServices services, FileSystem files) {
        this.services = services;
        this.clientFiles = new ClientFiles(files);
        this.localModels =
                new LocalModels(LocalModels.usual(services.settings().http().port()));
    }

    void mount(Router router) {
        get(router, "/page.json").handler(this::pageSettings);
        if (hasDevTokens()) {
            new DevRoutes(services.tokens(), services.sources(), services.codes()).mount(router);
        }
        get(router, "/docs").handler(context -> context.reroute("/docs.html"));
        get(router, "/ops").handler(context -> context.reroute("/ops.html"));
        get(router, "/docs/cookbook").handler(context -> context.reroute("/docs/cookbook.html"));
        get(router, "/docs/errors").handler(context -> context.reroute("/docs/errors.html"));
        DocumentRoutes.mount(router);
        get(router, ClientFiles.PREFIX + "*")
                .handler(StaticFileRoutes::putSecurityHeaders)
                .handler(clientFiles::serve);
        get(router, "/webjars/swagger-ui/*").handler(StaticHandler.create(SWAGGER_UI));
        get(router, "/webjars/uplot/*").handler(StaticHandler.create(UPLOT));
        // Excludes paths of the API and of MCP: a POST to an unknown one would get 405 instead of 404, since this route
        // has GET.
        router.routeWithRegex("/(?!api/|mcp$).*")
                .method(HttpMethod.GET)
                .method(HttpMethod.HEAD)
                .handler(StaticFileRoutes::putSecurityHeaders)
                .handler(StaticHandler.create("web").setCachingEnabled(false).setIndexPage("index.html"));
    }

    private static Route get(Router router, String path) {
        return router.get(path).method(HttpMethod.HEAD);
    }

    /** {@code GET /page.json}: which features of this service the page can use, and in dev mode the local models found. */
    private void pageSettings(RoutingContext context) {
        JsonObject settings = new JsonObject()
                .put("model", services.healthChecks().model())
                .put("devTokens", hasDevTokens() && DevRoutes.isLoopback(context))
                .put("accounts", services.settings().auth().accounts().local());
        if (services.settings().discovers(ModelSettings.Discovery.ON) && DevRoutes.isLoopback(context)) {
            context.vertx()
                    .executeBlocking(localModels::find, false)
                    .onSuccess(found -> JsonResponses.json(context, 200, settings.put("localModels", json(found))))
                    .onFailure(context::fail);
        } else {
            JsonResponses.json(context, 200, settings);
        }
    }

    private static JsonArray json(List<LocalModels.Found> found) {
        return new JsonArray(found.stream().map(LocalModels.Found::json).toList());
    }

    private boolean hasDevTokens() {
        return services.settings().mode() == Settings.Mode.DEV
                && services.tokens().canMint();
    }

    private static void putSecurityHeaders(RoutingContext context) {
        context.response()
                .putHeader("Content-Security-Policy", CONTENT_SECURITY_POLICY)
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Referrer-Policy", "no-referrer");
        context.next();
    }
}
