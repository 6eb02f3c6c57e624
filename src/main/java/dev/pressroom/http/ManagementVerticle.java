package dev.pressroom.http;

import dev.pressroom.config.Settings;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.PlatformHandler;
import java.util.UUID;
import java.util.function.Supplier;

/** Health and metrics alone, for nodes that do not serve the API: probes and Prometheus want to see them too. */
public final class ManagementVerticle extends VerticleBase {
    private final Vitals vitals;
    private final Settings.Http settings;
    private final Supplier<UUID> ids;
    private final int port;
    private HttpServer server;

    /**
     * @param ids of requests
     * @param port to listen at; below zero for any that is free
     */
    public ManagementVerticle(Vitals vitals, Settings.Http settings, Supplier<UUID> ids, int port) {
        this.vitals = vitals;
        this.settings = settings;
        this.ids = ids;
        this.port = port;
    }

    @Override
    public Future<?> start() {
        server = vertx.createHttpServer(new HttpServerOptions()
                .setIdleTimeout((int) settings.idleTimeout().toSeconds()));
        return server.requestHandler(router())
                .invalidRequestHandler(new InvalidRequests(ids)::answer)
                .listen(port, settings.host());
    }

    /** Where it listens, once it is deployed. */
    public int port() {
        return server.actualPort();
    }

    private static Route get(Router router, String path) {
        return router.get(path).method(HttpMethod.HEAD);
    }

    private Router router() {
        HealthRoutes health = new HealthRoutes(vitals);
        Router router = Router.router(vertx);
        router.route()
                .handler((PlatformHandler) context -> RequestId.assign(context, ids))
                .handler((PlatformHandler) HeadCheck::check);
        get(router, "/health").handler(health::health);
        get(router, "/health/live").handler(health::live);
        get(router, "/health/ready").handler(health::ready);
        get(router, "/metrics").handler(health::metrics);
        RouterErrors.mount(router);
        return router;
    }
}
