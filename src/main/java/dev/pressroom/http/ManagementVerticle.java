package dev.pressroom.http;

import dev.pressroom.config.Settings;
import dev.pressroom.http.connection.ConnectionCaps;
import dev.pressroom.http.connection.ConnectionGuard;
import dev.pressroom.http.connection.OpenRequests;
import dev.pressroom.http.request.BodyHandler;
import dev.pressroom.http.request.ByteBudget;
import dev.pressroom.http.request.ClientResolver;
import dev.pressroom.http.request.DecoderErrors;
import dev.pressroom.http.request.RateLimits;
import dev.pressroom.http.request.RequestHeadCheck;
import dev.pressroom.http.request.RequestId;
import dev.pressroom.http.request.RouterErrors;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.PlatformHandler;
import java.util.UUID;
import java.util.function.Supplier;

/** Serves only health and metrics, on nodes without the role http, for probes and Prometheus. */
public final class ManagementVerticle extends VerticleBase {
    private final HealthRoutes health;
    private final RateLimits limits;
    private final Settings settings;
    private final ConnectionCaps connections;
    private final Supplier<UUID> ids;
    private final int port;
    private HttpServer server;

    /**
     * @param ids creates request ids
     * @param port negative for any free port
     */
    public ManagementVerticle(
            HealthRoutes health,
            RateLimits limits,
            Settings settings,
            ConnectionCaps connections,
            Supplier<UUID> ids,
            int port) {
        this.health = health;
        this.limits = limits;
        this.settings = settings;
        this.connections = connections;
        this.ids = ids;
        this.port = port;
    }

    @Override
    public Future<?> start() {
        ConnectionGuard guard = new ConnectionGuard(
                vertx,
                connections,
                settings.http().connections().headTimeout(),
                settings.streams().slowClient());
        server = vertx.createHttpServer(HttpVerticle.serverOptions(settings.http()));
        DecoderErrors decoderErrors =
                new DecoderErrors(ids, settings.http().publicUrl().orElse(""));
        Router router = router(OpenRequests.of(vertx, context, settings.http().idleTimeout()));
        return server.connectionHandler(guard::opened)
                .requestHandler(decoderErrors.before(router))
                .invalidRequestHandler(decoderErrors::respond)
                .listen(port, settings.http().host());
    }

    /** The port that the deployed verticle listens on. */
    public int port() {
        return server.actualPort();
    }

    private static Route get(Router router, String path) {
        return router.get(path).method(HttpMethod.HEAD);
    }

    private Router router(OpenRequests requests) {
        BodyHandler bodyHandler =
                new BodyHandler(vertx, new ByteBudget(0), settings.http().bodyTimeout());
        Router router = Router.router(vertx);
        ClientResolver clients = new ClientResolver(settings.http().proxies());
        router.route()
                .handler((PlatformHandler) requests::enter)
                .handler((PlatformHandler) clients::attach)
                .handler((PlatformHandler) context -> RequestId.assign(context, ids))
                .handler((PlatformHandler) new RequestHeadCheck(settings.http().maxHeaderSize())::check);
        limits.mountPreflight(router);
        router.route().handler(bodyHandler::hold);
        limits.mount(router);
        get(router, "/health").handler(health::health);
        get(router, "/health/live").handler(health::live);
        get(router, "/health/ready").handler(health::ready);
        get(router, "/metrics").handler(health::metrics);
        RouterErrors.mount(router, ids);
        return router;
    }
}
