package dev.pressroom.http;

import dev.pressroom.account.TicketStore;
import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import dev.pressroom.config.HttpSettings;
import dev.pressroom.config.Settings;
import dev.pressroom.http.connection.ConnectionGuard;
import dev.pressroom.http.connection.OpenRequests;
import dev.pressroom.http.job.SyncRoutes;
import dev.pressroom.http.ops.OpsRoutes;
import dev.pressroom.http.request.AccessLog;
import dev.pressroom.http.request.Authenticator;
import dev.pressroom.http.request.BodyHandler;
import dev.pressroom.http.request.ClientResolver;
import dev.pressroom.http.request.DecoderErrors;
import dev.pressroom.http.request.ImageUrls;
import dev.pressroom.http.request.JsonResponses;
import dev.pressroom.http.request.RateLimits;
import dev.pressroom.http.request.RequestHeadCheck;
import dev.pressroom.http.request.RequestId;
import dev.pressroom.http.request.RequestSpan;
import dev.pressroom.http.request.RouterErrors;
import dev.pressroom.http.stream.JobSubscriptions;
import dev.pressroom.http.stream.StreamRoutes;
import dev.pressroom.job.JobStore;
import dev.pressroom.job.Submitter;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.PlatformHandler;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves the API and the pages. Several instances share a port: Vert.x distributes the connections among them. */
public final class HttpVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(HttpVerticle.class);
    /** Time for open requests to finish when the verticle stops. */
    private static final long SHUTDOWN_SECONDS = 10;

    /** A request fails this long before its connection is closed as idle. */
    private static final Duration IDLE_MARGIN = Duration.ofSeconds(2);

    private final HttpServices services;
    private final int port;
    private HttpServer server;
    private JobSubscriptions subscriptions;
    private StreamRoutes streams;
    private OpsRoutes operations;
    private BodyHandler bodyHandler;
    private ConnectionGuard guard;
    private ImageUrls imageUrls;
    private boolean stopping;

    /** @param port the same for all instances of a node */
    public HttpVerticle(HttpServices services, int port) {
        this.services = services;
        this.port = port;
    }

    @Override
    public Future<?> start() {
        return listen(router(OpenRequests.of(vertx, context, responseTimeout())));
    }

    /** The port that the deployed verticle listens on. */
    public int port() {
        return server.actualPort();
    }

    private Future<?> listen(Router router) {
        Settings settings = services.settings();
        guard = new ConnectionGuard(
                vertx,
                services.connections(),
                settings.http().connections().headTimeout(),
                settings.streams().slowClient());
        server = vertx.createHttpServer(serverOptions(settings.http()));
        DecoderErrors decoderErrors = new DecoderErrors(
                services.sources().ids(), settings.http().publicUrl().orElse(""));
        return server.connectionHandler(guard::opened)
                .requestHandler(decoderErrors.before(router))
                .invalidRequestHandler(decoderErrors::respond)
                .listen(port, settings.http().host())
                .compose(listening -> {
                    String url =
                            settings.http().publicUrl().orElse(settings.http().localUrl(listening.actualPort()));
                    imageUrls = new ImageUrls(url);
                    return services.webhooks().publishUrl(url).recover(HttpVerticle::urlNotPublished);
                });
    }

    /** The node starts nevertheless: the URL of another start stays in the bodies of webhooks. */
    private static Future<Void> urlNotPublished(Throwable cause) {
        LOG.atWarn().addKeyValue("cause", cause.getMessage()).log("public URL for webhooks not stored");
        return Future.succeededFuture();
    }

    /**
     * Responses are written on the event loop of their connection only. In strict thread mode a connection has no queue for
     * writes of other threads, which would take 4.7 kB; such a write is a fault that only assertions detect.
     * {@link ConnectionGuard} bounds what is written for a client that does not read.
     */
    static HttpServerOptions serverOptions(HttpSettings http) {
        return new HttpServerOptions()
                .setIdleTimeout((int) http.idleTimeout().toSeconds())
                .setMaxInitialLineLength(http.maxHeaderSize())
                .setMaxHeaderSize(http.maxHeaderSize())
                .setCompressionSupported(true)
                .setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false)
                .setStrictThreadMode(true)
                .setTcpNoDelay(true)
                .setHttp2ClearTextEnabled(http.http2().clearText())
                .setInitialSettings(new Http2Settings()
                        .setMaxHeaderListSize(new RequestHeadCheck(http.maxHeaderSize()).headerListBytes())
                        .setMaxConcurrentStreams(http.http2().maxStreams())
                        .setInitialWindowSize(http.http2().window()));
    }

    private Duration responseTimeout() {
        Duration idle = services.settings().http().idleTimeout();
        return idle.compareTo(IDLE_MARGIN) > 0 ? idle.minus(IDLE_MARGIN) : idle;
    }

    private Router router(OpenRequests requests) {
        Settings settings = services.settings();
        JobStore jobs = services.jobs();
        TicketStore tickets = new TicketStore(services.database());
        Authenticator authenticator = new Authenticator(services.tokens());
        Submitter submitter = services.submitter();
        subscriptions = new JobSubscriptions(
                vertx, jobs, services.watches(), settings.streams().check());
        streams = new StreamRoutes(
                vertx,
                authenticator,
                services.database(),
                jobs,
                tickets,
                subscriptions,
                services.limits().stream(),
                settings.streams(),
                services.streams());

        Router router = Router.router(vertx);
        ClientResolver clients = new ClientResolver(settings.http().proxies());
        Route begin = router.route()
                .handler((PlatformHandler) requests::enter)
                .handler((PlatformHandler) this::attachShared)
                .handler((PlatformHandler) clients::attach)
                .handler((PlatformHandler)
                        context -> RequestId.assign(context, services.sources().ids()));
        if (services.tracing().isOn()) {
            begin.handler((PlatformHandler) context -> RequestSpan.attach(context, services.tracing()));
        }
        if (settings.accessLog()) {
            begin.handler((PlatformHandler) AccessLog::observe);
        }
        begin.handler((PlatformHandler) new RequestHeadCheck(settings.http().maxHeaderSize())::check)
                .handler((PlatformHandler) this::refuseWhenStopping);
        RateLimits limits = services.limits();
        limits.mountPreflight(router);
        Cors.mount(router, settings.http().corsOrigins());
        bodyHandler =
                new BodyHandler(vertx, services.buffered(), settings.http().bodyTimeout());
        router.route().handler(bodyHandler::hold);
        limits.mount(router);
        SyncRoutes.announceSuccessors(router);
        Api api = new Api(router, services.operations(), bodyHandler, settings.http());
        ApiBindings bindings = new ApiBindings(vertx, services, api, authenticator);
        bindings.bindJobs(jobs, submitter, tickets, subscriptions, streams.created());
        bindings.bindWebhooks(jobs);
        bindings.bindStreams(streams);
        bindings.bindPosts();
        bindings.bindUserData();
        if (settings.auth().accounts().local()) {
            bindings.bindAccounts();
        }
        operations = bindings.bindOperations(router, jobs, streams);
        bindings.bindErasure();
        bindings.bindHealth();
        new StaticFileRoutes(services, vertx.fileSystem()).mount(router);
        RouterErrors.mount(router, services.sources().ids());
        return router;
    }

    private void attachShared(RoutingContext context) {
        imageUrls.attach(context);
        services.refused().attach(context);
        JsonResponses.limit(context, services.unsent());
        context.next();
    }

    private void refuseWhenStopping(RoutingContext context) {
        if (stopping && !context.request().path().startsWith("/health")) {
            context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            context.fail(new Failure(
                    ErrorCode.SHUTTING_DOWN, "This node is stopping. Try again: another node will respond."));
        } else {
            context.next();
        }
    }

    /** Ends streams with a hint to reconnect, refuses new requests and waits for open ones. */
    @Override
    public Future<?> stop() {
        stopping = true;
        streams.stop();
        operations.stop();
        subscriptions.stop();
        bodyHandler.stop();
        guard.stop();
        return server.shutdown(SHUTDOWN_SECONDS, TimeUnit.SECONDS);
    }
}
