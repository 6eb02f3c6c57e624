package dev.pressroom.http;

import dev.pressroom.account.Accounts;
import dev.pressroom.account.Credits;
import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import dev.pressroom.config.HttpSettings;
import dev.pressroom.config.Settings;
import dev.pressroom.http.account.AccountRoutes;
import dev.pressroom.http.account.CreditRoutes;
import dev.pressroom.http.account.OrganizationRoutes;
import dev.pressroom.http.account.SessionRoutes;
import dev.pressroom.http.connection.ConnectionGuard;
import dev.pressroom.http.connection.OpenRequests;
import dev.pressroom.http.document.ImageRoutes;
import dev.pressroom.http.document.PostRoutes;
import dev.pressroom.http.job.BatchRoutes;
import dev.pressroom.http.job.JobCreation;
import dev.pressroom.http.job.JobRoutes;
import dev.pressroom.http.job.LongPoll;
import dev.pressroom.http.job.PaymentRequired;
import dev.pressroom.http.job.SyncRoutes;
import dev.pressroom.http.request.Authenticator;
import dev.pressroom.http.request.BodyHandler;
import dev.pressroom.http.request.ClientResolver;
import dev.pressroom.http.request.DecoderErrors;
import dev.pressroom.http.request.ImageUrls;
import dev.pressroom.http.request.JsonResponses;
import dev.pressroom.http.request.RateLimit;
import dev.pressroom.http.request.RateLimits;
import dev.pressroom.http.request.RequestHeadCheck;
import dev.pressroom.http.request.RequestId;
import dev.pressroom.http.request.RouterErrors;
import dev.pressroom.http.request.TenantResolver;
import dev.pressroom.http.schema.RequestCheck;
import dev.pressroom.http.stream.JobSubscriptions;
import dev.pressroom.http.stream.StreamRoutes;
import dev.pressroom.image.ImageStore;
import dev.pressroom.job.BatchStore;
import dev.pressroom.job.EventStore;
import dev.pressroom.job.JobStore;
import dev.pressroom.job.JobType;
import dev.pressroom.job.PostgresNarrativeStore;
import dev.pressroom.job.Submitter;
import dev.pressroom.job.TicketStore;
import dev.pressroom.organization.AdoptionStore;
import dev.pressroom.organization.OrganizationStore;
import dev.pressroom.post.Illustrator;
import dev.pressroom.post.PostStore;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.CorsHandler;
import io.vertx.ext.web.handler.PlatformHandler;
import io.vertx.ext.web.handler.SecurityPolicyHandler;
import io.vertx.ext.web.impl.Origin;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Serves the API and the pages. Several may share a port: Vert.x spreads the connections over them. */
public final class HttpVerticle extends VerticleBase {
    private static final Set<String> HEADERS = Set.of(
            "Content-Type",
            "Authorization",
            "x-session-id",
            "Idempotency-Key",
            "Last-Event-ID",
            "Prefer",
            "If-None-Match",
            "If-Match",
            "Cache-Control",
            "X-Requested-With",
            "User-Agent",
            "traceparent");
    private static final Set<String> EXPOSED = Set.of(
            "ETag",
            "Location",
            "Retry-After",
            "RateLimit",
            "RateLimit-Policy",
            "Idempotent-Replayed",
            "Preference-Applied",
            "x-request-id",
            "Deprecation",
            "Link");
    private static final int DAY_SECONDS = 86_400;
    private static final long ANSWERING_SECONDS = 10;
    /** Before the connection is closed as idle. */
    private static final Duration IDLE_MARGIN = Duration.ofSeconds(2);

    private final HttpServices services;
    private final int port;
    private HttpServer server;
    private JobSubscriptions feeds;
    private StreamRoutes streams;
    private BodyHandler bodies;
    private ConnectionGuard guard;
    private ImageUrls imageUrls;
    private boolean leaving;

    /** @param port to listen at; the same for all instances of a node */
    public HttpVerticle(HttpServices services, int port) {
        this.services = services;
        this.port = port;
    }

    @Override
    public Future<?> start() {
        return listen(router(OpenRequests.of(vertx, context, longestAnswer())));
    }

    /** Where it listens, once it is deployed. */
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
        return server.connectionHandler(guard::opened)
                .requestHandler(router)
                .invalidRequestHandler(new DecoderErrors(services.sources().ids())::respond)
                .listen(port, settings.http().host())
                .onSuccess(listening -> imageUrls = new ImageUrls(
                        settings.http().publicUrl().orElse(settings.http().localUrl(listening.actualPort()))));
    }

    /**
     * Without strict thread mode, an answer waits in the queue of its connection until the client has read the one before
     * it, and no further request is handled meanwhile. That mode would write all answers at once.
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

    private Duration longestAnswer() {
        Duration idle = services.settings().http().idleTimeout();
        return idle.compareTo(IDLE_MARGIN) > 0 ? idle.minus(IDLE_MARGIN) : idle;
    }

    private Router router(OpenRequests requests) {
        Settings settings = services.settings();
        JobStore jobs = new JobStore(services.database(), settings);
        EventStore events = new EventStore(services.database());
        TicketStore tickets = new TicketStore(services.database());
        Authenticator authenticator = new Authenticator(services.tokens());
        BatchStore batches = new BatchStore(services.database(), settings);
        Submitter submitter = new Submitter(vertx, jobs, batches, services.queue(), services.monitor());
        feeds = new JobSubscriptions(vertx, jobs, settings.streams().check());
        streams = new StreamRoutes(
                vertx,
                authenticator,
                jobs,
                events,
                new PostgresNarrativeStore(services.database()),
                tickets,
                feeds,
                services.limits().stream(),
                settings.streams());
        HealthRoutes health = services.health();
        Credits credits = new Credits(services.database(), settings.credits());
        PaymentRequired payment = new PaymentRequired(credits);
        TenantResolver tenants = new TenantResolver(services.networks());
        JobCreation orders = new JobCreation(services.sources().ids(), submitter, payment, tenants);
        LongPoll wait = new LongPoll(vertx, jobs, feeds, settings.http().maxHeld());
        JobRoutes routes = new JobRoutes(vertx, orders, submitter, jobs, tickets, services.queue(), wait, payment);
        SyncRoutes sync = new SyncRoutes(orders, jobs, wait, settings.http().answerWithin());
        ImageStore imageStore = new ImageStore(services.database());
        PostStore postStore = new PostStore(services.database(), settings.limits());
        OrganizationStore organizations = new OrganizationStore(services.database());
        ImageRoutes images = new ImageRoutes(imageStore);
        PostRoutes posts = new PostRoutes(
                postStore,
                new Illustrator(vertx, postStore, imageStore, organizations, services.images(), PostRoutes.DRAWING),
                credits,
                tenants,
                services.sources().ids());

        Router router = Router.router(vertx);
        ClientResolver clients = new ClientResolver(settings.http().proxies());
        router.route()
                .handler((PlatformHandler) requests::enter)
                .handler((PlatformHandler) clients::attach)
                .handler((PlatformHandler)
                        context -> RequestId.assign(context, services.sources().ids()))
                .handler((PlatformHandler) RequestHeadCheck::check)
                .handler((PlatformHandler) this::refuseWhenLeaving);
        RateLimits limits = services.limits();
        limits.mountPreflight(router);
        cors(settings.http().corsOrigins(), router);
        bodies = new BodyHandler(vertx, services.buffered(), settings.http().bodyTimeout());
        router.route().handler(context -> {
            JsonResponses.limit(context, services.unsent());
            imageUrls.attach(context);
            bodies.hold(context);
        });
        limits.mount(router);
        RateLimit creates = limits.create();
        RateLimit reads = limits.read();
        SyncRoutes.announceSuccessors(router);
        Api api = new Api(router, services.operations(), bodies, settings.http());
        api.on("createContentGeneration", creates, authenticator::userByHeaders, routes::createContentGeneration);
        api.onContext("createWebsiteAnalysis", creates, authenticator::byHeadersOrBody, routes::createWebsiteAnalysis);
        Map<JobType, RequestCheck> checks = Map.of(
                JobType.CONTENT_GENERATION, api.checkOf("createContentGeneration"),
                JobType.WEBSITE_ANALYSIS, api.checkOf("createWebsiteAnalysis"));
        BatchRoutes batch = new BatchRoutes(services.sources().ids(), submitter, payment, creates, checks, tenants);
        api.on(
                "createBatch",
                creates,
                authenticator::userByHeaders,
                settings.http().batchBodyLimit(),
                batch::create);
        api.on("generateNow", creates, authenticator::userByHeaders, sync::generate);
        api.onContext("analyzeNow", creates, authenticator::byHeadersOrBody, sync::analyze);
        api.on("retryJob", creates, authenticator::byHeaders, routes::retry);
        api.on("getJobStatus", reads, authenticator::byHeadersOrQuery, routes::getStatus);
        api.on("listJobs", reads, authenticator::byHeadersOrQuery, routes::list);
        api.on("cancelJob", reads, authenticator::byHeaders, routes::cancel);
        api.on("createStreamTicket", reads, authenticator::byHeaders, routes::createTicket);
        api.open("streamJob", streams::stream);
        api.open("streamNarrative", streams::narrative);
        api.on("illustratePost", creates, authenticator::userByHeaders, posts::illustrate);
        api.on("listPosts", reads, authenticator::byHeadersOrQuery, posts::list);
        api.on("getPost", reads, authenticator::byHeadersOrQuery, posts::get);
        api.on("createPost", creates, authenticator::byHeaders, posts::create);
        api.on("updatePost", creates, authenticator::byHeaders, posts::update);
        api.on("deletePost", reads, authenticator::byHeaders, posts::delete);
        api.open("getImage", reads, images::get);
        api.on("getCredits", reads, authenticator::userByHeaders, new CreditRoutes(credits)::get);
        SessionRoutes sessions = new SessionRoutes(
                new AdoptionStore(services.database()),
                organizations,
                credits,
                settings.retention().visitors(),
                services.sources().clock());
        api.open("createSession", creates, sessions::create);
        api.on("adoptSession", creates, authenticator::userByHeaders, sessions::adopt);
        OrganizationRoutes analyses = new OrganizationRoutes(organizations);
        api.on("getRecentAnalysis", reads, authenticator::byHeadersOrQuery, analyses::recentAnalysis);
        api.on("listCtas", reads, authenticator::byHeadersOrQuery, analyses::ctas);
        api.on("addCtas", creates, authenticator::byHeaders, analyses::addCtas);
        api.on("adoptAnalysis", creates, authenticator::userByHeaders, sessions::adoptAnalysis);
        api.on("adoptPosts", creates, authenticator::userByHeaders, sessions::adopt);
        if (settings.auth().accounts().local()) {
            mountAccounts(api, authenticator, reads);
        }
        api.open("live", health::live);
        api.open("ready", health::ready);
        api.open("health", health::health);
        api.open("metrics", health::metrics);
        new StaticFileRoutes(services).mount(router);
        RouterErrors.mount(router, services.sources().ids());
        return router;
    }

    private void mountAccounts(Api api, Authenticator authenticator, RateLimit reads) {
        Settings settings = services.settings();
        RateLimit signIns = services.limits().signIn();
        AccountRoutes accounts = new AccountRoutes(
                new Accounts(
                        services.database(), services.passwords(), services.tokens(), settings, services.sources()),
                authenticator);
        api.open("register", signIns, accounts::register);
        api.open("login", signIns, accounts::login);
        api.open("refresh", signIns, accounts::refresh);
        api.open("logout", signIns, accounts::logout);
        api.open("getMe", reads, accounts::me);
    }

    /** Another origin gets no permission, and no refusal either: a page of our own sends its origin too. */
    private static void cors(List<String> origins, Router router) {
        if (origins.isEmpty()) {
            return;
        }
        CorsHandler cors = origins.contains("*")
                ? CorsHandler.create()
                : CorsHandler.create().addOrigins(origins);
        cors.allowedMethods(
                        Set.of(HttpMethod.GET, HttpMethod.POST, HttpMethod.PUT, HttpMethod.DELETE, HttpMethod.OPTIONS))
                .allowedHeaders(HEADERS)
                .exposedHeaders(EXPOSED)
                .maxAgeSeconds(DAY_SECONDS);
        router.route().handler((SecurityPolicyHandler) context -> {
            String origin = context.request().getHeader(HttpHeaders.ORIGIN);
            String path = context.request().path();
            boolean isForAll = path == null || !path.startsWith(DevRoutes.PREFIX);
            boolean isAllowed =
                    origin != null && (origins.contains("*") ? Origin.isValid(origin) : origins.contains(origin));
            if (isForAll && isAllowed) {
                cors.handle(context);
            } else {
                context.next();
            }
        });
    }

    private void refuseWhenLeaving(RoutingContext context) {
        if (leaving && !context.request().path().startsWith("/health")) {
            context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            context.fail(
                    new Failure(ErrorCode.SHUTTING_DOWN, "This node is stopping. Try again: another one will answer."));
        } else {
            context.next();
        }
    }

    /** Streams are told to come back, new requests to go elsewhere; those under way are answered. */
    @Override
    public Future<?> stop() {
        leaving = true;
        streams.stop();
        feeds.stop();
        bodies.stop();
        guard.stop();
        return server.shutdown(ANSWERING_SECONDS, TimeUnit.SECONDS);
    }
}
