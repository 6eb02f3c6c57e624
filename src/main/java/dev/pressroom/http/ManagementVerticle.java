package dev.pressroom.http;

import dev.pressroom.config.Settings;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
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
        return server.requestHandler(router(OpenRequests.of(vertx, context, settings.idleTimeout())))
                .listen(port, settings.host());
    }

    /** Where it listens, once it is deployed. */
    public int port() {
        return server.actualPort();
    }

    private Router router(OpenRequests requests) {
        HealthRoutes health = new HealthRoutes(vitals);
        Router router = Router.router(vertx);
        router.route().handler((PlatformHandler) requests::enter);
        router.route().handler((PlatformHandler) context -> RequestId.assign(context, ids));
        router.get("/health").handler(health::health);
        router.get("/health/live").handler(health::live);
        router.get("/health/ready").handler(health::ready);
        router.get("/metrics").handler(health::metrics);
        HttpVerticle.ERRORS.forEach(status -> router.errorHandler(status, ErrorAnswer::send));
        router.route().failureHandler(ErrorAnswer::send);
        return router;
    }
}
