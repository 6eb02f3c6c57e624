package dev.pressroom.http;

import dev.pressroom.account.Accounts;
import dev.pressroom.account.Credits;
import dev.pressroom.account.TicketStore;
import dev.pressroom.config.Settings;
import dev.pressroom.erasure.ErasureStore;
import dev.pressroom.http.account.AccountRoutes;
import dev.pressroom.http.account.Adoptions;
import dev.pressroom.http.account.CreditRoutes;
import dev.pressroom.http.account.ErasureRoutes;
import dev.pressroom.http.account.OrganizationRoutes;
import dev.pressroom.http.account.SessionRoutes;
import dev.pressroom.http.document.ImageRoutes;
import dev.pressroom.http.document.PostRoutes;
import dev.pressroom.http.job.BasedRequests;
import dev.pressroom.http.job.BatchRoutes;
import dev.pressroom.http.job.DetailRoutes;
import dev.pressroom.http.job.JobCreation;
import dev.pressroom.http.job.JobRoutes;
import dev.pressroom.http.job.LongPoll;
import dev.pressroom.http.job.PaymentRequired;
import dev.pressroom.http.job.StateRoutes;
import dev.pressroom.http.job.SyncRoutes;
import dev.pressroom.http.mcp.McpRoutes;
import dev.pressroom.http.mcp.OriginCheck;
import dev.pressroom.http.mcp.Tools;
import dev.pressroom.http.ops.ControlRoutes;
import dev.pressroom.http.ops.OpsJobRoutes;
import dev.pressroom.http.ops.OpsRoutes;
import dev.pressroom.http.ops.TaskRoutes;
import dev.pressroom.http.ops.UsageRoutes;
import dev.pressroom.http.request.Authenticator;
import dev.pressroom.http.request.JsonBodies;
import dev.pressroom.http.request.RateLimit;
import dev.pressroom.http.request.TenantResolver;
import dev.pressroom.http.schema.RequestCheck;
import dev.pressroom.http.stream.CreatedStreams;
import dev.pressroom.http.stream.JobSubscriptions;
import dev.pressroom.http.stream.StreamRoutes;
import dev.pressroom.http.webhook.DeliveryRoutes;
import dev.pressroom.http.webhook.JobWebhooks;
import dev.pressroom.http.webhook.RequestedWebhook;
import dev.pressroom.http.webhook.WebhookRoutes;
import dev.pressroom.image.ImageStore;
import dev.pressroom.job.BaseStore;
import dev.pressroom.job.Budgets;
import dev.pressroom.job.DetailStore;
import dev.pressroom.job.JobDeletion;
import dev.pressroom.job.JobSearch;
import dev.pressroom.job.JobStore;
import dev.pressroom.job.JobType;
import dev.pressroom.job.JobUrls;
import dev.pressroom.job.OperatorJobs;
import dev.pressroom.job.Owner;
import dev.pressroom.job.QueuePositions;
import dev.pressroom.job.Signals;
import dev.pressroom.job.Submitter;
import dev.pressroom.ops.ControlStore;
import dev.pressroom.ops.JobActions;
import dev.pressroom.ops.ModelCalls;
import dev.pressroom.ops.TaskStore;
import dev.pressroom.ops.UsageReport;
import dev.pressroom.organization.AdoptionStore;
import dev.pressroom.organization.OrganizationStore;
import dev.pressroom.post.Illustrator;
import dev.pressroom.post.PostStore;
import dev.pressroom.webhook.DeliveryLog;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Creates the routes of one verticle and binds the operations of the OpenAPI document to them. */
final class ApiBindings {
    private final Vertx vertx;
    private final HttpServices services;
    private final Settings settings;
    private final Api api;
    private final Authenticator authenticator;
    private final TenantResolver tenants;
    private final Credits credits;
    private final OrganizationStore organizations;
    private final RateLimit createLimit;
    private final RateLimit readLimit;

    // Fields, since each method reference in the code becomes a class of its own at the start.
    private final Function<HttpServerRequest, Future<Owner>> byHeaders;
    private final Function<HttpServerRequest, Future<Owner>> byHeadersOrQuery;
    private final Function<HttpServerRequest, Future<Owner>> userByHeaders;

    ApiBindings(Vertx vertx, HttpServices services, Api api, Authenticator authenticator) {
        this.vertx = vertx;
        this.services = services;
        this.settings = services.settings();
        this.api = api;
        this.authenticator = authenticator;
        this.tenants = new TenantResolver(services.networks());
        this.credits = new Credits(services.database(), settings.credits());
        this.organizations = new OrganizationStore(services.database());
        this.createLimit = services.limits().create();
        this.readLimit = services.limits().read();
        this.byHeaders = authenticator::byHeaders;
        this.byHeadersOrQuery = authenticator::byHeadersOrQuery;
        this.userByHeaders = authenticator::userByHeaders;
    }

    void bindJobs(
            JobStore jobs,
            Submitter submitter,
            TicketStore tickets,
            JobSubscriptions subscriptions,
            CreatedStreams created) {
        JobUrls urls = JobUrls.paths(settings.http().publicUrl());
        PaymentRequired payment = new PaymentRequired(credits);
        JobWebhooks webhooks = new JobWebhooks(services.webhooks(), requestedWebhook());
        BasedRequests based = new BasedRequests(new BaseStore(services.database(), settings));
        JobCreation creation = new JobCreation(
                services.sources().ids(),
                submitter,
                payment,
                tenants,
                based,
                settings.http().bodyLimit(),
                webhooks);
        LongPoll longPoll =
                new LongPoll(vertx, jobs, subscriptions, settings.http().maxHeld());
        JobRoutes routes = new JobRoutes(
                vertx, creation, submitter, jobs, tickets, services.queue(), longPoll, payment, urls, created);
        SyncRoutes sync =
                new SyncRoutes(creation, jobs, longPoll, settings.http().answerWithin());
        api.on("createContentGeneration", createLimit, userByHeaders, routes::createContentGeneration);
        api.onContext(
                "createWebsiteAnalysis", createLimit, authenticator::byHeadersOrBody, routes::createWebsiteAnalysis);
        Map<JobType, RequestCheck> checks = Map.of(
                JobType.CONTENT_GENERATION, api.checkOf("createContentGeneration"),
                JobType.WEBSITE_ANALYSIS, api.checkOf("createWebsiteAnalysis"));
        BatchRoutes batch = new BatchRoutes(
                services.sources().ids(),
                submitter,
                payment,
                createLimit,
                checks,
                tenants,
                urls,
                based,
                settings.http().batchBodyLimit(),
                webhooks);
        api.on("createBatch", createLimit, userByHeaders, settings.http().batchBodyLimit(), batch::create);
        api.on("generateNow", createLimit, userByHeaders, sync::generate);
        api.onContext("analyzeNow", createLimit, authenticator::byHeadersOrBody, sync::analyze);
        api.on("retryJob", createLimit, byHeaders, routes::retry);
        api.on("getJobStatus", readLimit, byHeadersOrQuery, routes::getStatus);
        StateRoutes states = new StateRoutes(jobs, longPoll);
        api.on("listJobs", readLimit, byHeadersOrQuery, states.orElse(routes::list));
        DetailRoutes details = new DetailRoutes(
                new DetailStore(services.database()),
                new JobDeletion(services.database()),
                jobs,
                services.queue().map(QueuePositions::new),
                new Signals(vertx));
        api.on("getJob", readLimit, byHeadersOrQuery, details::get);
        api.on("deleteJob", readLimit, byHeaders, details::delete);
        api.on("cancelJob", readLimit, byHeaders, routes::cancel);
        api.on("createStreamTicket", readLimit, byHeaders, routes::createTicket);
        if (settings.http().mcp()) {
            bindMcp(creation, routes);
        }
    }

    private void bindMcp(JobCreation creation, JobRoutes jobs) {
        Tools tools = new Tools(
                creation,
                jobs,
                createLimit,
                api.checkOf("createContentGeneration"),
                api.checkOf("createWebsiteAnalysis"));
        OriginCheck origins =
                new OriginCheck(settings.http().corsOrigins(), settings.http().publicUrl());
        api.on(
                "mcp",
                origins::check,
                readLimit,
                userByHeaders,
                new McpRoutes(tools, services.operations())::post,
                McpRoutes::failed);
    }

    void bindWebhooks(JobStore jobs) {
        WebhookRoutes webhooks = new WebhookRoutes(services.webhooks(), credits, requestedWebhook());
        api.on("rotateWebhookSecret", createLimit, userByHeaders, webhooks::rotateSecret);
        api.on("saveWebhook", createLimit, userByHeaders, webhooks::save);
        api.on("getWebhook", readLimit, userByHeaders, webhooks::get);
        api.on("deleteWebhook", readLimit, userByHeaders, webhooks::delete);
        DeliveryRoutes deliveries = new DeliveryRoutes(jobs, new DeliveryLog(services.database()));
        api.on("listDeliveries", readLimit, userByHeaders, deliveries::list);
        api.on("redeliver", createLimit, userByHeaders, deliveries::redeliver);
    }

    private RequestedWebhook requestedWebhook() {
        boolean allowPrivate = settings.webhooks().allowPrivate();
        return new RequestedWebhook(!settings.isProduction() || allowPrivate, allowPrivate);
    }

    void bindStreams(StreamRoutes streams) {
        api.open("streamJob", streams::stream);
        api.open("streamMessage", streams::message);
        api.open("streamNarrative", streams::narrative);
    }

    void bindPosts() {
        ImageStore images = new ImageStore(services.database());
        PostStore store = new PostStore(services.database(), settings.limits());
        PostRoutes posts = new PostRoutes(
                vertx,
                store,
                new Illustrator(vertx, store, images, organizations, services.images(), PostRoutes.IMAGES_TIMEOUT),
                credits,
                tenants,
                services.sources().ids());
        api.on("illustratePost", createLimit, userByHeaders, posts::illustrate);
        api.on("listPosts", readLimit, byHeadersOrQuery, posts::list);
        api.on("getPost", readLimit, byHeadersOrQuery, posts::get);
        api.on("createPost", createLimit, byHeaders, posts::create);
        api.on("updatePost", createLimit, byHeaders, posts::update);
        api.on("patchPost", createLimit, byHeaders, posts::patch);
        api.on("deletePost", readLimit, byHeaders, posts::delete);
        api.open("getImage", readLimit, new ImageRoutes(images)::get);
    }

    /** Credits, anonymous sessions and organizations. */
    void bindUserData() {
        api.on(
                "getCredits",
                readLimit,
                userByHeaders,
                new CreditRoutes(credits, new Budgets(services.database(), settings), tenants)::get);
        SessionRoutes sessions = new SessionRoutes(
                adoptions(),
                organizations,
                credits,
                settings.retention().visitors(),
                services.sources().clock());
        api.open("createSession", createLimit, sessions::create);
        api.on("adoptSession", createLimit, userByHeaders, sessions::adopt);
        api.on("adoptAnalysis", createLimit, userByHeaders, sessions::adoptAnalysis);
        api.on("adoptPosts", createLimit, userByHeaders, sessions::adopt);
        OrganizationRoutes routes = new OrganizationRoutes(organizations, authenticator);
        api.on("listOrganizations", readLimit, byHeadersOrQuery, routes::list);
        api.on("getOrganization", readLimit, byHeadersOrQuery, routes::get);
        api.on("patchOrganization", createLimit, byHeaders, routes::patch);
        api.on("deleteOrganization", readLimit, byHeaders, routes::delete);
        api.on("getRecentAnalysis", readLimit, byHeadersOrQuery, routes::recentAnalysis);
        api.on("listCtas", readLimit, byHeadersOrQuery, routes::ctas);
        api.on("addCtas", createLimit, byHeaders, routes::addCtas);
    }

    private Adoptions adoptions() {
        return new Adoptions(new AdoptionStore(services.database()), services.tokens());
    }

    /** The erasure of owners, on their own request or that of an operator. */
    void bindErasure() {
        ErasureRoutes erasure = new ErasureRoutes(
                vertx,
                new ErasureStore(services.database()),
                services.erased(),
                services.tokens().canMint() ? Optional.of(accounts()) : Optional.empty(),
                authenticator);
        api.on(
                "eraseMe",
                JsonBodies::expect,
                services.limits().signIn(),
                byHeaders,
                erasure::eraseMe,
                RoutingContext::next);
        api.open("getErasure", readLimit, erasure::get);
        on("opsEraseOwner", erasure::eraseOwner);
    }

    private Accounts accounts() {
        return new Accounts(services.database(), services.passwords(), services.tokens(), settings, services.sources());
    }

    /** Accounts of this service; call it only when local accounts are enabled. */
    void bindAccounts() {
        RateLimit signInLimit = services.limits().signIn();
        AccountRoutes accounts = new AccountRoutes(accounts(), authenticator, adoptions());
        api.open("changePassword", signInLimit, accounts::changePassword);
        api.open("register", signInLimit, accounts::register);
        api.open("login", signInLimit, accounts::login);
        api.open("refresh", signInLimit, accounts::refresh);
        api.open("logout", signInLimit, accounts::logout);
        api.open("getMe", readLimit, accounts::me);
    }

    /**
     * The routes of operators. Everything below {@code /api/v1/ops} needs an operator's token, also what does not exist.
     *
     * @return the routes whose streams must be ended
     */
    OpsRoutes bindOperations(Router router, JobStore jobs, StreamRoutes streams) {
        RateLimit limit = readLimit;
        router.route("/api/v1/ops/*")
                .handler(context -> authenticator
                        .adminForStream(context.request())
                        .recover(cause -> Future.failedFuture(limit.countRejected(context, cause)))
                        .onSuccess(operator -> context.next())
                        .onFailure(context::fail));
        OpsRoutes ops = new OpsRoutes(vertx, services.database().background(), services.overview(), settings.streams());
        on("opsOverview", ops::overview);
        on("opsMinutes", ops::minutes);
        on("opsFailures", ops::failures);
        on("opsAudit", ops::audit);
        api.on("opsStream", services.limits().stream(), authenticator::adminForStream, ops::stream);
        api.on("opsStreamJob", services.limits().stream(), authenticator::adminForStream, streams::streamForOperator);
        OpsJobRoutes found = new OpsJobRoutes(
                new JobSearch(services.database().background()),
                new DetailStore(services.database()),
                jobs,
                new JobActions(vertx, new OperatorJobs(services.database(), settings), services.queue()),
                new ModelCalls(services.database()),
                services.queue().map(QueuePositions::new));
        on("opsListJobs", found::list);
        on("opsGetJob", found::get);
        on("opsCancelJob", found::cancel);
        on("opsRetryJob", found::retry);
        on("opsMoveJobToFront", found::front);
        on("opsDeleteJob", found::delete);
        ControlRoutes controls = new ControlRoutes(vertx, new ControlStore(services.database(), settings), credits);
        on("opsListPauses", controls::listPauses);
        on("opsPause", controls::pause);
        on("opsResume", controls::resume);
        on("opsListTenants", controls::listTenants);
        on("opsLimitTenant", controls::limit);
        on("opsUnlimitTenant", controls::unlimit);
        on("opsDrainNode", controls::drain);
        on("opsUndrainNode", controls::undrain);
        on("opsGrantCredits", controls::grant);
        on(
                "opsUsage",
                new UsageRoutes(
                        new UsageReport(services.database().background()),
                        services.sources().clock())::get);
        TaskRoutes tasks = new TaskRoutes(
                new TaskStore(services.database()), services.sources().ids());
        on("opsCreateTask", tasks::create);
        on("opsListTasks", tasks::list);
        on("opsGetTask", tasks::get);
        on("opsAbortTask", tasks::abort);
        return ops;
    }

    private void on(String operationId, Handler<RoutingContext> handler) {
        api.on(operationId, readLimit, authenticator::adminByHeaders, handler);
    }

    void bindHealth() {
        HealthRoutes health = services.health();
        api.open("live", health::live);
        api.open("ready", health::ready);
        api.open("health", health::health);
        boolean elsewhere = services.settings().http().managementPort().isPresent();
        api.open("metrics", elsewhere ? context -> context.fail(404) : health::metrics);
    }
}
