package dev.pressroom.http;

import dev.pressroom.account.Accounts;
import dev.pressroom.account.Credits;
import dev.pressroom.account.TicketStore;
import dev.pressroom.config.Settings;
import dev.pressroom.http.account.AccountRoutes;
import dev.pressroom.http.account.CreditRoutes;
import dev.pressroom.http.account.OrganizationRoutes;
import dev.pressroom.http.account.SessionRoutes;
import dev.pressroom.http.document.ImageRoutes;
import dev.pressroom.http.document.PostRoutes;
import dev.pressroom.http.job.BatchRoutes;
import dev.pressroom.http.job.JobCreation;
import dev.pressroom.http.job.JobRoutes;
import dev.pressroom.http.job.LongPoll;
import dev.pressroom.http.job.PaymentRequired;
import dev.pressroom.http.job.SyncRoutes;
import dev.pressroom.http.request.Authenticator;
import dev.pressroom.http.request.RateLimit;
import dev.pressroom.http.request.TenantResolver;
import dev.pressroom.http.schema.RequestCheck;
import dev.pressroom.http.stream.JobSubscriptions;
import dev.pressroom.http.stream.StreamRoutes;
import dev.pressroom.image.ImageStore;
import dev.pressroom.job.JobStore;
import dev.pressroom.job.JobType;
import dev.pressroom.job.Submitter;
import dev.pressroom.organization.AdoptionStore;
import dev.pressroom.organization.OrganizationStore;
import dev.pressroom.post.Illustrator;
import dev.pressroom.post.PostStore;
import io.vertx.core.Vertx;
import java.util.Map;

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
    }

    void bindJobs(JobStore jobs, Submitter submitter, TicketStore tickets, JobSubscriptions subscriptions) {
        PaymentRequired payment = new PaymentRequired(credits);
        JobCreation creation = new JobCreation(services.sources().ids(), submitter, payment, tenants);
        LongPoll longPoll =
                new LongPoll(vertx, jobs, subscriptions, settings.http().maxHeld());
        JobRoutes routes =
                new JobRoutes(vertx, creation, submitter, jobs, tickets, services.queue(), longPoll, payment);
        SyncRoutes sync =
                new SyncRoutes(creation, jobs, longPoll, settings.http().answerWithin());
        api.on("createContentGeneration", createLimit, authenticator::userByHeaders, routes::createContentGeneration);
        api.onContext(
                "createWebsiteAnalysis", createLimit, authenticator::byHeadersOrBody, routes::createWebsiteAnalysis);
        Map<JobType, RequestCheck> checks = Map.of(
                JobType.CONTENT_GENERATION, api.checkOf("createContentGeneration"),
                JobType.WEBSITE_ANALYSIS, api.checkOf("createWebsiteAnalysis"));
        BatchRoutes batch = new BatchRoutes(services.sources().ids(), submitter, payment, createLimit, checks, tenants);
        api.on(
                "createBatch",
                createLimit,
                authenticator::userByHeaders,
                settings.http().batchBodyLimit(),
                batch::create);
        api.on("generateNow", createLimit, authenticator::userByHeaders, sync::generate);
        api.onContext("analyzeNow", createLimit, authenticator::byHeadersOrBody, sync::analyze);
        api.on("retryJob", createLimit, authenticator::byHeaders, routes::retry);
        api.on("getJobStatus", readLimit, authenticator::byHeadersOrQuery, routes::getStatus);
        api.on("listJobs", readLimit, authenticator::byHeadersOrQuery, routes::list);
        api.on("cancelJob", readLimit, authenticator::byHeaders, routes::cancel);
        api.on("createStreamTicket", readLimit, authenticator::byHeaders, routes::createTicket);
    }

    void bindStreams(StreamRoutes streams) {
        api.open("streamJob", streams::stream);
        api.open("streamNarrative", streams::narrative);
    }

    void bindPosts() {
        ImageStore images = new ImageStore(services.database());
        PostStore store = new PostStore(services.database(), settings.limits());
        PostRoutes posts = new PostRoutes(
                store,
                new Illustrator(vertx, store, images, organizations, services.images(), PostRoutes.IMAGES_TIMEOUT),
                credits,
                tenants,
                services.sources().ids());
        api.on("illustratePost", createLimit, authenticator::userByHeaders, posts::illustrate);
        api.on("listPosts", readLimit, authenticator::byHeadersOrQuery, posts::list);
        api.on("getPost", readLimit, authenticator::byHeadersOrQuery, posts::get);
        api.on("createPost", createLimit, authenticator::byHeaders, posts::create);
        api.on("updatePost", createLimit, authenticator::byHeaders, posts::update);
        api.on("deletePost", readLimit, authenticator::byHeaders, posts::delete);
        api.open("getImage", readLimit, new ImageRoutes(images)::get);
    }

    /** Credits, anonymous sessions and organizations. */
    void bindUserData() {
        api.on("getCredits", readLimit, authenticator::userByHeaders, new CreditRoutes(credits)::get);
        SessionRoutes sessions = new SessionRoutes(
                new AdoptionStore(services.database()),
                organizations,
                credits,
                settings.retention().visitors(),
                services.sources().clock());
        api.open("createSession", createLimit, sessions::create);
        api.on("adoptSession", createLimit, authenticator::userByHeaders, sessions::adopt);
        api.on("adoptAnalysis", createLimit, authenticator::userByHeaders, sessions::adoptAnalysis);
        api.on("adoptPosts", createLimit, authenticator::userByHeaders, sessions::adopt);
        OrganizationRoutes routes = new OrganizationRoutes(organizations);
        api.on("getRecentAnalysis", readLimit, authenticator::byHeadersOrQuery, routes::recentAnalysis);
        api.on("listCtas", readLimit, authenticator::byHeadersOrQuery, routes::ctas);
        api.on("addCtas", createLimit, authenticator::byHeaders, routes::addCtas);
    }

    /** Accounts of this service; call it only when local accounts are enabled. */
    void bindAccounts() {
        RateLimit signInLimit = services.limits().signIn();
        AccountRoutes accounts = new AccountRoutes(
                new Accounts(
                        services.database(), services.passwords(), services.tokens(), settings, services.sources()),
                authenticator);
        api.open("register", signInLimit, accounts::register);
        api.open("login", signInLimit, accounts::login);
        api.open("refresh", signInLimit, accounts::refresh);
        api.open("logout", signInLimit, accounts::logout);
        api.open("getMe", readLimit, accounts::me);
    }

    void bindHealth() {
        HealthRoutes health = services.health();
        api.open("live", health::live);
        api.open("ready", health::ready);
        api.open("health", health::health);
        api.open("metrics", health::metrics);
    }
}
