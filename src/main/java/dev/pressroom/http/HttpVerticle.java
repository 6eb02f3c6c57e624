package dev.pressroom.http;

import dev.pressroom.account.TicketStore;
import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import dev.pressroom.config.HttpSettings;
import dev.pressroom.config.Settings;
import dev.pressroom.http.connection.ConnectionGuard;
import dev.pressroom.http.connection.OpenRequests;
import dev.pressroom.http.job.SyncRoutes;
import dev.pressroom.http.request.Authenticator;
import dev.pressroom.http.request.BodyHandler;
import dev.pressroom.http.request.ClientResolver;
import dev.pressroom.http.request.DecoderErrors;
import dev.pressroom.http.request.ImageUrls;
import dev.pressroom.http.request.JsonResponses;
import dev.pressroom.http.request.RateLimits;
import dev.pressroom.http.request.RequestHeadCheck;
import dev.pressroom.http.request.RequestId;
import dev.pressroom.http.request.RouterErrors;
import dev.pressroom.http.stream.JobSubscriptions;
import dev.pressroom.http.stream.StreamRoutes;
import dev.pressroom.job.EventStore;
import dev.pressroom.job.JobStore;
import dev.pressroom.job.PostgresNarrativeStore;
import dev.pressroom.job.Submitter;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.PlatformHandler;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Serves the API and the pages. Several instances share a port: Vert.x distributes the connections among them. */
public final class HttpVerticle extends VerticleBase {
    /** Time for open requests to finish when the verticle stops. */
    private static final long SHUTDOWN_SECONDS = 10;

    /** A request fails this long before its connection is closed as idle. */
    private static final Duration IDLE_MARGIN = Duration.ofSeconds(2);

    private final HttpServices services;
    private final int port;
    private HttpServer server;
    private JobSubscriptions subscriptions;
    private StreamRoutes streams;
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
        DecoderErrors decoderErrors = new DecoderErrors(services.sources().ids());
        return server.connectionHandler(guard::opened)
                .requestHandler(decoderErrors.before(router))
                .invalidRequestHandler(decoderErrors::respond)
                .listen(port, settings.http().host())
                .onSuccess(listening -> imageUrls = new ImageUrls(
                        settings.http().publicUrl().orElse(settings.http().localUrl(listening.actualPort()))));
    }

    /**
     * Does not set strict thread mode: without it, a response to a pipelined request is written when the client has read
     * the previous one, and no further request is handled before. Strict thread mode would write all responses at once.
     */
    static HttpServerOptions serverOptions(HttpSettings http) {
        return new HttpServerOptions()
                .setIdleTimeout((int) http.idleTimeout().toSeconds())
                .setMaxInitialLineLength(http.maxHeaderSize())
                .setMaxHeaderSize(http.maxHeaderSize())
                .setCompressionSupported(true)
                .setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false)
                .setTcpNoDelay(true)
                .setHttp2ClearTextEnabled(http.http2().clearText())
                .setInitialSettings(new Http2Settings()
                        .setMaxHeaderListSize(http.maxHeaderSize())
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
        EventStore events = new EventStore(services.database());
        TicketStore tickets = new TicketStore(services.database());
        Authenticator authenticator = new Authenticator(services.tokens());
        Submitter submitter = services.submitter();
        subscriptions = new JobSubscriptions(vertx, jobs, settings.streams().check());
        streams = new StreamRoutes(
                vertx,
                authenticator,
                jobs,
                events,
                new PostgresNarrativeStore(services.database()),
                tickets,
                subscriptions,
                services.limits().stream(),
                settings.streams());

        Router router = Router.router(vertx);
        ClientResolver clients = new ClientResolver(settings.http().proxies());
        router.route()
                .handler((PlatformHandler) requests::enter)
                .handler((PlatformHandler) clients::attach)
                .handler((PlatformHandler)
                        context -> RequestId.assign(context, services.sources().ids()))
                .handler((PlatformHandler) RequestHeadCheck::check)
                .handler((PlatformHandler) this::refuseWhenStopping);
        RateLimits limits = services.limits();
        limits.mountPreflight(router);
        Cors.mount(router, settings.http().corsOrigins());
        bodyHandler =
                new BodyHandler(vertx, services.buffered(), settings.http().bodyTimeout());
        router.route().handler(context -> {
            JsonResponses.limit(context, services.unsent());
            imageUrls.attach(context);
            bodyHandler.hold(context);
        });
        limits.mount(router);
        SyncRoutes.announceSuccessors(router);
        Api api = new Api(router, services.operations(), bodyHandler, settings.http());
        ApiBindings bindings = new ApiBindings(vertx, services, api, authenticator);
        bindings.bindJobs(jobs, submitter, tickets, subscriptions);
        bindings.bindStreams(streams);
        bindings.bindPosts();
        bindings.bindUserData();
        if (settings.auth().accounts().local()) {
            bindings.bindAccounts();
        }
        bindings.bindHealth();
        new StaticFileRoutes(services).mount(router);
        RouterErrors.mount(router, services.sources().ids());
        return router;
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
        subscriptions.stop();
        bodyHandler.stop();
        guard.stop();
        return server.shutdown(SHUTDOWN_SECONDS, TimeUnit.SECONDS);
    }
}
