package dev.pressroom;

import dev.pressroom.account.ErasedOwners;
import dev.pressroom.account.NetworkHash;
import dev.pressroom.account.Passwords;
import dev.pressroom.account.Tokens;
import dev.pressroom.base.Lifecycle;
import dev.pressroom.base.Sources;
import dev.pressroom.base.Watchdog;
import dev.pressroom.bus.Cluster;
import dev.pressroom.bus.NodeHeartbeat;
import dev.pressroom.bus.RecordCodec;
import dev.pressroom.config.InvalidSettings;
import dev.pressroom.config.Settings;
import dev.pressroom.config.TracingSettings;
import dev.pressroom.http.HealthChecks;
import dev.pressroom.http.HealthRoutes;
import dev.pressroom.http.HttpServices;
import dev.pressroom.http.HttpVerticle;
import dev.pressroom.http.ManagementVerticle;
import dev.pressroom.http.account.SignInCodes;
import dev.pressroom.http.connection.ConnectionCaps;
import dev.pressroom.http.ops.SharedOverview;
import dev.pressroom.http.request.ByteBudget;
import dev.pressroom.http.request.RateLimits;
import dev.pressroom.http.request.RefusedRequests;
import dev.pressroom.http.schema.ApiOperations;
import dev.pressroom.http.stream.StreamMetrics;
import dev.pressroom.http.stream.WatchVerticle;
import dev.pressroom.job.BatchStore;
import dev.pressroom.job.JobReady;
import dev.pressroom.job.JobStore;
import dev.pressroom.job.NodeMessage;
import dev.pressroom.job.QueueMonitor;
import dev.pressroom.job.RedisJobQueue;
import dev.pressroom.job.Signal;
import dev.pressroom.job.SubmitMetrics;
import dev.pressroom.job.Submitter;
import dev.pressroom.limit.RedisSlidingWindow;
import dev.pressroom.limit.SlidingWindow;
import dev.pressroom.model.ImageModel;
import dev.pressroom.model.MeasuredImageModel;
import dev.pressroom.model.ModelMetrics;
import dev.pressroom.model.ModelSpans;
import dev.pressroom.model.TracedImageModel;
import dev.pressroom.ops.ControlStore;
import dev.pressroom.ops.Overview;
import dev.pressroom.store.Database;
import dev.pressroom.store.WriteProbe;
import dev.pressroom.trace.Tracing;
import dev.pressroom.webhook.DeliveryVerticle;
import dev.pressroom.webhook.WebhookStore;
import dev.pressroom.worker.JobMetrics;
import dev.pressroom.worker.MaintenanceVerticle;
import dev.pressroom.worker.ModelPrices;
import dev.pressroom.worker.WorkerServices;
import dev.pressroom.worker.WorkerState;
import dev.pressroom.worker.WorkerStores;
import dev.pressroom.worker.WorkerVerticle;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxBuilder;
import io.vertx.core.VertxOptions;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One running node: its embedded servers, if any, its pools and its verticles. It stops them in reverse order. */
public final class Node {
    private static final Logger LOG = LoggerFactory.getLogger(Node.class);

    private final Settings settings;
    private final Sources sources;
    private final Pipelines pipelines;
    private final UUID id;
    private final Lifecycle lifecycle = new Lifecycle();
    private final CloseStack workers = new CloseStack();
    private final CloseStack httpServers = new CloseStack();
    private final CloseStack closeStack = new CloseStack();
    private final NodeMetrics nodeMetrics = new NodeMetrics();
    private final PrometheusMeterRegistry metrics = nodeMetrics.registry();
    private final SignInCodes codes;
    private Optional<NodeHeartbeat> nodeHeartbeat = Optional.empty();
    private Tracing tracing = Tracing.OFF;
    private Vertx vertx;
    private int port;

    private Node(Settings settings, Sources sources, Pipelines pipelines) {
        this.settings = settings;
        this.sources = sources;
        this.pipelines = pipelines;
        this.id = sources.ids().get();
        this.codes = new SignInCodes(sources.clock());
    }

    /**
     * Starts a node: embedded servers, migration, verticles. If the start fails, all that was started is stopped again.
     *
     * @return the node, once all its parts run; it answers HTTP requests earlier
     */
    public static Future<Node> start(Settings settings, Sources sources) {
        return start(settings, sources, Pipelines.STANDARD);
    }

    /** As {@link #start(Settings, Sources)}, with other pipelines. */
    public static Future<Node> start(Settings settings, Sources sources, Pipelines pipelines) {
        Node node = new Node(settings, sources, pipelines);
        Future<NodeBootstrap> prepared =
                onOtherThread(node::prepare); // first: it takes longest, and threads may be few
        Future<ApiOperations> operations = onOtherThread(ApiOperations::get);
        Optional<Future<Vertx>> single =
                node.isSingle() ? Optional.of(onOtherThread(node::singleVertx)) : Optional.empty();
        return prepared.compose(bootstrap -> single.orElseGet(() -> node.vertx(bootstrap))
                        .compose(started -> node.run(started, bootstrap, operations)))
                .map(node)
                .recover(cause -> node.stop()
                        .compose(stopped -> node.vertx == null && single.isPresent()
                                ? single.get().compose(Vertx::close)
                                : Future.succeededFuture())
                        .transform(stopped -> Future.failedFuture(unwrapped(cause))));
    }

    /** Runs {@code work} in parallel with the rest of the start, which mostly waits for servers. */
    private static <T> Future<T> onOtherThread(Supplier<T> work) {
        return Future.fromCompletionStage(CompletableFuture.supplyAsync(work));
    }

    private NodeBootstrap prepare() {
        if (settings.tracing().isOn()) {
            tracing = startTracing(settings.tracing(), id);
            closeStack.pushBlocking(tracing::close);
        }
        return NodeBootstrap.prepare(settings, id, closeStack);
    }

    private static Tracing startTracing(TracingSettings settings, UUID node) {
        try {
            return Tracing.start(
                    settings.variables(),
                    node.toString(),
                    Optional.ofNullable(Node.class.getPackage().getImplementationVersion())
                            .orElse("development"));
        } catch (RuntimeException e) {
            throw new InvalidSettings(List.of("Tracing cannot start with these OTEL_ variables: " + e.getMessage()));
        }
    }

    private static Throwable unwrapped(Throwable cause) {
        return cause instanceof CompletionException && cause.getCause() != null ? cause.getCause() : cause;
    }

    /** The HTTP port: of the API, or of health and metrics alone on a node without the HTTP role. */
    public int port() {
        return port;
    }

    /** Dev mode: returns a one-time code for a link to the page that signs the user in with this token. */
    public String signInCode(String token) {
        return codes.issue(token);
    }

    /**
     * Stops the node: claims no more jobs, then turns unready, and lets running steps end within the grace time. Meanwhile
     * it serves HTTP for the drain time, so that load balancers can stop sending requests, unless it was never ready; then it
     * ends its streams with a reconnect hint. Then it closes everything. Never fails.
     */
    public Future<Void> stop() {
        Future<Void> workersStopped = workers.close();
        if (!lifecycle.hasShutdownBegun()) {
            lifecycle.beginShutdown();
            nodeHeartbeat.ifPresent(NodeHeartbeat::send);
        }
        Future<Void> served =
                Future.<Void>succeededFuture().compose(begin -> drained()).compose(drained -> httpServers.close());
        return workersStopped.compose(idle -> served).compose(stopped -> closeStack.close());
    }

    private Future<Void> drained() {
        long drain = settings.http().drain().toMillis();
        return httpServers.isEmpty() || drain == 0 || !lifecycle.hasStarted()
                ? Future.succeededFuture()
                : vertx.timer(drain, TimeUnit.MILLISECONDS).mapEmpty();
    }

    /** True when Vert.x needs nothing that {@link #prepare} makes, and can start while servers are waited for. */
    private boolean isSingle() {
        return !settings.cluster().enabled() && !settings.tracing().isOn();
    }

    private Vertx singleVertx() {
        return builder(options()).build();
    }

    private VertxOptions options() {
        return nodeMetrics.enabledIn(new VertxOptions().setPreferNativeTransport(true));
    }

    private VertxBuilder builder(VertxOptions options) {
        return tracing.enabledIn(Vertx.builder().with(options).withMetrics(nodeMetrics.factory()));
    }

    private Future<Vertx> vertx(NodeBootstrap bootstrap) {
        VertxOptions options = options();
        VertxBuilder builder = builder(options);
        Settings.Cluster cluster = settings.cluster();
        if (bootstrap.cluster().isEmpty()) {
            return Future.succeededFuture(builder.build());
        }
        NodeBootstrap.Shared shared = bootstrap.cluster().get();
        Cluster.Endpoint bus = new Cluster.Endpoint(cluster.host(), cluster.busPort());
        options.setEventBusOptions(Cluster.bus(
                bus, new Cluster.Endpoint(cluster.bind().host(), cluster.bind().busPort()), shared.identity()));
        Cluster.Endpoint advertised =
                new Cluster.Endpoint(cluster.host(), bootstrap.self().port().getAsInt());
        Cluster.Endpoint bound = new Cluster.Endpoint(
                cluster.bind().host(),
                cluster.bind().port() == 0 ? advertised.port() : cluster.bind().port());
        return builder.withClusterManager(
                        Cluster.manager(bootstrap.members()::others, shared.name(), advertised, bound))
                .buildClustered();
    }

    /** On Linux, says so when the event loops do not use epoll. */
    private void logTransport() {
        if (!vertx.isNativeTransportEnabled() && System.getProperty("os.name").equals("Linux")) {
            LOG.atInfo()
                    .addKeyValue("cause", String.valueOf(vertx.unavailableNativeTransportCause()))
                    .log("epoll cannot be used, so Java's selector is");
        }
    }

    private Future<Void> run(Vertx started, NodeBootstrap bootstrap, Future<ApiOperations> operations) {
        vertx = started;
        closeStack.push(vertx::close);
        logTransport();
        Watchdog watchdog = Watchdog.start(
                vertx, settings.watchdog().unreadyAfter(), settings.watchdog().haltAfter());
        closeStack.pushBlocking(watchdog::close);
        RecordCodec.register(
                vertx.eventBus(),
                JobReady.class,
                Signal.Batch.class,
                Signal.TextChunk.class,
                NodeMessage.Stop.class,
                NodeMessage.TextFrom.class,
                NodeMessage.Watch.class,
                NodeMessage.Unwatch.class);
        Database database = Database.open(vertx, bootstrap.databaseUrl(), settings.database());
        closeStack.push(database::close);
        WriteProbe probe = new WriteProbe(vertx, database);
        probe.start();
        closeStack.push(probe::stop);
        Optional<RedisJobQueue> queue =
                bootstrap.redisUrl().map(url -> RedisJobQueue.open(vertx, url, settings.redis()));
        queue.ifPresent(opened -> closeStack.push(opened::close));
        QueueMonitor monitor = new QueueMonitor(vertx, queue);
        closeStack.push(() -> {
            monitor.stop();
            return Future.succeededFuture();
        });
        NodeHeartbeat heartbeat = new NodeHeartbeat(vertx, database, id, bootstrap.self(), lifecycle);
        nodeHeartbeat = Optional.of(heartbeat);
        closeStack.push(() -> {
            heartbeat.stop();
            return Future.succeededFuture();
        });
        RateLimits limits = limits(bootstrap);
        HealthChecks healthChecks = new HealthChecks(
                database,
                queue,
                monitor,
                settings.roles().contains(Settings.Role.HTTP),
                heartbeat,
                lifecycle,
                watchdog,
                metrics,
                modelName());
        ModelPrices prices = ModelPrices.of(settings.model());
        ModelMetrics modelMetrics = new ModelMetrics(metrics, prices::of, prices.currency());
        ImageModel images = new TracedImageModel(
                new MeasuredImageModel(Models.createImages(vertx, settings.model()), modelMetrics),
                new ModelSpans(Models.imageProvider(settings.model())));
        NodeGauges gauges = new NodeGauges(vertx, database, queue, metrics);
        closeStack.push(() -> {
            gauges.stop();
            return Future.succeededFuture();
        });
        // The API answers first. Jobs that it accepts before the workers have started wait in the queue.
        return monitor.start()
                .compose(monitored -> heartbeat.start())
                .compose(registered -> startHttp(operations, database, queue, monitor, healthChecks, limits, images))
                .compose(listening -> startManagement(healthChecks, limits))
                .compose(listening -> registerMeters(operations, () -> gauges.start(monitor, settings.data())))
                .compose(registered -> startDeliveries(database))
                .compose(delivering -> startWorkers(database, queue, monitor, heartbeat, images, modelMetrics))
                .onSuccess(working -> {
                    lifecycle.started();
                    heartbeat.setHttpPort(port);
                    bootstrap.announcement().accept(settings.http().localUrl(port));
                });
    }

    private RateLimits limits(NodeBootstrap bootstrap) {
        Optional<RedisSlidingWindow> window =
                bootstrap.redisUrl().map(url -> RedisSlidingWindow.open(vertx, url, settings.redis()));
        window.ifPresent(opened -> closeStack.push(opened::close));
        return new RateLimits(
                settings.http().rates(), window.map(SlidingWindow.class::cast), sources.nanoTime(), metrics);
    }

    /** Registers what the node can answer requests without. On a worker thread, since these are hundreds of meters. */
    private Future<Void> registerMeters(Future<ApiOperations> operations, Runnable gauges) {
        return operations.compose(read -> vertx.executeBlocking(() -> {
            measureProcess();
            gauges.run();
            nodeMetrics.http().know(read);
            return null;
        }));
    }

    private void measureProcess() {
        new JvmMemoryMetrics().bindTo(metrics);
        new ProcessorMetrics().bindTo(metrics);
        JvmGcMetrics gc = new JvmGcMetrics();
        gc.bindTo(metrics);
        closeStack.pushBlocking(gc::close);
    }

    /** Deliveries need no Redis, so they are also sent by a worker node without it. */
    private Future<Void> startDeliveries(Database database) {
        return settings.roles().contains(Settings.Role.WORKER)
                ? deploy(workers, () -> new DeliveryVerticle(database, id, settings, sources, metrics, tracing), 1)
                : Future.succeededFuture();
    }

    private Future<Void> startWorkers(
            Database database,
            Optional<RedisJobQueue> queue,
            QueueMonitor monitor,
            NodeHeartbeat heartbeat,
            ImageModel images,
            ModelMetrics modelMetrics) {
        if (!settings.roles().contains(Settings.Role.WORKER) || queue.isEmpty()) {
            return Future.succeededFuture();
        }
        WorkerState state = new WorkerState();
        heartbeat.countRunning(state::running);
        Pipelines.Services inputs =
                new Pipelines.Services(vertx, database, settings, sources, images, modelMetrics, metrics);
        // On a worker thread: it loads many classes while the event loops answer requests.
        return vertx.executeBlocking(() -> new WorkerServices(
                        id,
                        settings,
                        sources,
                        WorkerStores.in(database, id, settings, queue),
                        queue.get(),
                        monitor,
                        pipelines.create(inputs),
                        new JobMetrics(metrics),
                        state,
                        tracing,
                        heartbeat::mayMeetPreviousVersion))
                .compose(services -> deploy(workers, () -> new MaintenanceVerticle(services), 1)
                        .compose(maintained -> deploy(workers, () -> new WorkerVerticle(services), 1)));
    }

    private Future<Void> startHttp(
            Future<ApiOperations> operations,
            Database database,
            Optional<RedisJobQueue> queue,
            QueueMonitor monitor,
            HealthChecks healthChecks,
            RateLimits limits,
            ImageModel images) {
        if (!settings.roles().contains(Settings.Role.HTTP)) {
            ManagementVerticle verticle = new ManagementVerticle(
                    new HealthRoutes(healthChecks, Optional.empty()),
                    limits,
                    settings,
                    new ConnectionCaps(settings.http(), metrics),
                    sources.ids(),
                    sharedPort());
            return deploy(closeStack, () -> verticle, 1).onSuccess(listening -> port = verticle.port());
        }
        return operations.compose(read -> Future.all(
                        ErasedOwners.open(vertx, database), NetworkHash.open(database, settings.auth()))
                .compose(opened -> {
                    ErasedOwners erased = opened.resultAt(0);
                    closeStack.push(erased::close);
                    return Tokens.create(vertx, settings.auth(), sources, erased)
                            .compose(tokens -> startHttp(
                                    read,
                                    database,
                                    queue,
                                    monitor,
                                    healthChecks,
                                    limits,
                                    images,
                                    opened.resultAt(1),
                                    erased,
                                    tokens));
                }));
    }

    private Future<Void> startHttp(
            ApiOperations operations,
            Database database,
            Optional<RedisJobQueue> queue,
            QueueMonitor monitor,
            HealthChecks healthChecks,
            RateLimits limits,
            ImageModel images,
            NetworkHash networks,
            ErasedOwners erased,
            Tokens tokens) {
        closeStack.push(tokens::close);
        Passwords passwords = new Passwords(vertx);
        closeStack.push(passwords::close);
        JobStore jobs = new JobStore(database, settings);
        WatchVerticle watches = new WatchVerticle(id, settings.streams().check());
        HttpServices services = new HttpServices(
                settings,
                sources,
                operations,
                database,
                queue,
                monitor,
                jobs,
                new Submitter(
                        vertx, jobs, new BatchStore(database, settings), queue, monitor, new SubmitMetrics(metrics)),
                tokens,
                passwords,
                codes,
                healthChecks,
                limits,
                new HealthRoutes(healthChecks, Optional.of(tokens)),
                budget(
                        settings.http().bufferedBodies(),
                        "pressroom.http.buffered.bodies",
                        "Bodies of requests that are held in memory"),
                budget(
                        settings.http().unsentAnswers(),
                        "pressroom.http.unsent.answers",
                        "Answers that wait to be read by their clients"),
                new ConnectionCaps(settings.http(), metrics),
                images,
                networks,
                erased,
                new WebhookStore(database),
                new SharedOverview(new Overview(
                        database, queue, healthChecks.nodeHeartbeat(), new ControlStore(database, settings))),
                watches,
                new StreamMetrics(metrics),
                new RefusedRequests(metrics),
                tracing);
        List<HttpVerticle> verticles = new CopyOnWriteArrayList<>();
        Supplier<HttpVerticle> factory = () -> {
            HttpVerticle verticle = new HttpVerticle(services, sharedPort());
            verticles.add(verticle);
            return verticle;
        };
        return deploy(httpServers, () -> watches, 1)
                .compose(
                        watching -> deploy(httpServers, factory, settings.http().instances()))
                .onSuccess(listening -> port = verticles.get(0).port());
    }

    /** Its connections have a limit and meters of their own. */
    private Future<Void> startManagement(HealthChecks healthChecks, RateLimits limits) {
        OptionalInt own = settings.http().managementPort();
        return own.isEmpty()
                ? Future.succeededFuture()
                : deploy(
                        closeStack,
                        () -> new ManagementVerticle(
                                new HealthRoutes(healthChecks, Optional.empty()),
                                limits,
                                settings,
                                new ConnectionCaps(settings.http(), new SimpleMeterRegistry()),
                                sources.ids(),
                                own.getAsInt()),
                        1);
    }

    private ByteBudget budget(int bytes, String metric, String description) {
        ByteBudget budget = new ByteBudget(bytes);
        Gauge.builder(metric, budget, ByteBudget::used)
                .baseUnit("bytes")
                .description(description)
                .register(metrics);
        return budget;
    }

    /** A negative port lets Vert.x choose a free one, the same for all instances of a deployment. */
    private int sharedPort() {
        return settings.http().port() == 0 ? -1 : settings.http().port();
    }

    private String modelName() {
        return settings.model().name();
    }

    private Future<Void> deploy(CloseStack closers, Supplier<? extends Deployable> verticle, int instances) {
        return vertx.deployVerticle(verticle, new DeploymentOptions().setInstances(instances))
                .map(deployment -> {
                    closers.push(() -> vertx.undeploy(deployment));
                    return null;
                });
    }
}
