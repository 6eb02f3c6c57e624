package dev.pressroom;

import dev.pressroom.account.NetworkHash;
import dev.pressroom.account.Passwords;
import dev.pressroom.account.Tokens;
import dev.pressroom.base.ShutdownState;
import dev.pressroom.base.Sources;
import dev.pressroom.base.Watchdog;
import dev.pressroom.bus.Cluster;
import dev.pressroom.bus.NodeHeartbeat;
import dev.pressroom.bus.RecordCodec;
import dev.pressroom.config.Settings;
import dev.pressroom.http.HealthChecks;
import dev.pressroom.http.HealthRoutes;
import dev.pressroom.http.HttpServices;
import dev.pressroom.http.HttpVerticle;
import dev.pressroom.http.ManagementVerticle;
import dev.pressroom.http.account.SignInCodes;
import dev.pressroom.http.connection.ConnectionCaps;
import dev.pressroom.http.request.ByteBudget;
import dev.pressroom.http.request.RateLimits;
import dev.pressroom.http.schema.ApiOperations;
import dev.pressroom.job.JobReady;
import dev.pressroom.job.NodeMessage;
import dev.pressroom.job.QueueMonitor;
import dev.pressroom.job.RedisJobQueue;
import dev.pressroom.job.Signal;
import dev.pressroom.limit.RedisSlidingWindow;
import dev.pressroom.limit.SlidingWindow;
import dev.pressroom.model.ImageModel;
import dev.pressroom.model.Models;
import dev.pressroom.store.Database;
import dev.pressroom.store.WriteProbe;
import dev.pressroom.worker.JobMetrics;
import dev.pressroom.worker.MaintenanceVerticle;
import dev.pressroom.worker.WorkerServices;
import dev.pressroom.worker.WorkerStores;
import dev.pressroom.worker.WorkerVerticle;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxBuilder;
import io.vertx.core.VertxOptions;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** One running node: its servers where it brings its own, its pools, its verticles. Stops in the opposite order. */
public final class Node {
    private final Settings settings;
    private final Sources sources;
    private final Pipelines pipelines;
    private final UUID id;
    private final ShutdownState shutdownState = new ShutdownState();
    private final CloseStack working = new CloseStack();
    private final CloseStack serving = new CloseStack();
    private final CloseStack closeStack = new CloseStack();
    private final NodeMetrics nodeMetrics = new NodeMetrics();
    private final PrometheusMeterRegistry metrics = nodeMetrics.registry();
    private final SignInCodes codes;
    private Optional<NodeHeartbeat> nodeHeartbeat = Optional.empty();
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
     * Starts a node: servers, migration, verticles. What was started is stopped again when the start fails.
     *
     * @return the node when it answers
     */
    public static Future<Node> start(Settings settings, Sources sources) {
        return start(settings, sources, Pipelines.STANDARD);
    }

    /** As {@link #start(Settings, Sources)}, with other pipelines. */
    public static Future<Node> start(Settings settings, Sources sources, Pipelines pipelines) {
        Node node = new Node(settings, sources, pipelines);
        Future<ApiOperations> operations = elsewhere(ApiOperations::get).onSuccess(node.nodeMetrics.http()::know);
        return elsewhere(() -> NodeBootstrap.prepare(settings, node.id, node.closeStack))
                .compose(ground -> node.run(ground, operations))
                .map(node)
                .recover(cause -> node.stop().transform(stopped -> Future.failedFuture(unwrapped(cause))));
    }

    /** Beside the rest of the start, which has to wait for others most of the time. */
    private static <T> Future<T> elsewhere(Supplier<T> work) {
        return Future.fromCompletionStage(CompletableFuture.supplyAsync(work));
    }

    private static Throwable unwrapped(Throwable cause) {
        return cause instanceof CompletionException && cause.getCause() != null ? cause.getCause() : cause;
    }

    /** The port at which the node answers: the API, or health and metrics alone where it has no HTTP role. */
    public int port() {
        return port;
    }

    /** A code for a link to the page that signs in with this token, once; for dev mode. */
    public String signInCode(String token) {
        return codes.issue(token);
    }

    /**
     * Takes on no more jobs, then turns unready (whoever sees that may rely on it), and lets running work come to an end
     * within its grace time; meanwhile serves for as long as load balancers need to notice, then sends its streams
     * elsewhere. Then closes everything. Completes also when a part fails.
     */
    public Future<Void> stop() {
        Future<Void> rested = working.close();
        if (!shutdownState.hasBegun()) {
            shutdownState.begin();
            nodeHeartbeat.ifPresent(NodeHeartbeat::beat);
        }
        Future<Void> served =
                Future.<Void>succeededFuture().compose(begin -> drained()).compose(drained -> serving.close());
        return rested.compose(idle -> served).compose(stopped -> closeStack.close());
    }

    private Future<Void> drained() {
        long drain = settings.http().drain().toMillis();
        return serving.isEmpty() || drain == 0
                ? Future.succeededFuture()
                : vertx.timer(drain, TimeUnit.MILLISECONDS).mapEmpty();
    }

    private Future<Void> run(NodeBootstrap ground, Future<ApiOperations> operations) {
        return vertx(ground).compose(started -> run(started, ground, operations));
    }

    private Future<Vertx> vertx(NodeBootstrap ground) {
        VertxOptions options = nodeMetrics.enabledIn(new VertxOptions().setPreferNativeTransport(true));
        VertxBuilder builder = Vertx.builder().with(options).withMetrics(nodeMetrics.factory());
        Settings.Cluster cluster = settings.cluster();
        if (ground.cluster().isEmpty()) {
            return Future.succeededFuture(builder.build());
        }
        NodeBootstrap.Shared shared = ground.cluster().get();
        Cluster.Door bus = new Cluster.Door(cluster.host(), cluster.busPort());
        options.setEventBusOptions(Cluster.bus(
                bus, new Cluster.Door(cluster.bind().host(), cluster.bind().busPort()), shared.identity()));
        Cluster.Door door =
                new Cluster.Door(cluster.host(), ground.self().port().getAsInt());
        Cluster.Door bound = new Cluster.Door(
                cluster.bind().host(),
                cluster.bind().port() == 0 ? door.port() : cluster.bind().port());
        return builder.withClusterManager(Cluster.manager(ground.members()::others, shared.name(), door, bound))
                .buildClustered();
    }

    private Future<Void> run(Vertx started, NodeBootstrap ground, Future<ApiOperations> operations) {
        vertx = started;
        closeStack.push(vertx::close);
        Watchdog watchdog = Watchdog.start(
                vertx, settings.watchdog().unreadyAfter(), settings.watchdog().haltAfter());
        closeStack.pushBlocking(watchdog::close);
        measureProcess();
        RecordCodec.register(
                vertx.eventBus(),
                JobReady.class,
                Signal.Batch.class,
                Signal.TextChunk.class,
                NodeMessage.Stop.class,
                NodeMessage.TextFrom.class);
        Database database = Database.open(vertx, ground.databaseUrl(), settings.database());
        closeStack.push(database::close);
        WriteProbe probe = new WriteProbe(vertx, database);
        probe.start();
        closeStack.push(probe::stop);
        Optional<RedisJobQueue> queue = ground.redisUrl().map(url -> RedisJobQueue.open(vertx, url, settings.redis()));
        queue.ifPresent(opened -> closeStack.push(opened::close));
        QueueMonitor monitor = new QueueMonitor(vertx, queue);
        closeStack.push(() -> {
            monitor.stop();
            return Future.succeededFuture();
        });
        NodeHeartbeat present = new NodeHeartbeat(vertx, database, id, ground.self(), shutdownState);
        nodeHeartbeat = Optional.of(present);
        closeStack.push(() -> {
            present.stop();
            return Future.succeededFuture();
        });
        RateLimits limits = limits(ground);
        HealthChecks healthChecks = new HealthChecks(
                database,
                queue,
                monitor,
                settings.roles().contains(Settings.Role.HTTP),
                present,
                shutdownState,
                watchdog,
                metrics,
                modelName());
        ImageModel images = Models.createImages(vertx, settings.model());
        return monitor.start()
                .compose(watching -> present.start())
                .compose(known -> startWorkers(database, queue, monitor, images))
                .compose(working -> startHttp(operations, database, queue, monitor, healthChecks, limits, images))
                .onSuccess(listening -> {
                    present.answersAt(port);
                    ground.announcement().accept(settings.http().localUrl(port));
                });
    }

    private RateLimits limits(NodeBootstrap ground) {
        Optional<RedisSlidingWindow> window =
                ground.redisUrl().map(url -> RedisSlidingWindow.open(vertx, url, settings.redis()));
        window.ifPresent(opened -> closeStack.push(opened::close));
        return new RateLimits(
                settings.http().rates(), window.map(SlidingWindow.class::cast), sources.nanoTime(), metrics);
    }

    private void measureProcess() {
        new JvmMemoryMetrics().bindTo(metrics);
        new ProcessorMetrics().bindTo(metrics);
        JvmGcMetrics gc = new JvmGcMetrics();
        gc.bindTo(metrics);
        closeStack.pushBlocking(gc::close);
    }

    private Future<Void> startWorkers(
            Database database, Optional<RedisJobQueue> queue, QueueMonitor monitor, ImageModel images) {
        if (!settings.roles().contains(Settings.Role.WORKER) || queue.isEmpty()) {
            return Future.succeededFuture();
        }
        WorkerServices services = new WorkerServices(
                id,
                settings,
                sources,
                WorkerStores.in(database, id, settings.workers()),
                queue.get(),
                monitor,
                pipelines.create(new Pipelines.Services(vertx, database, settings, sources, images, metrics)),
                new JobMetrics(metrics));
        return deploy(working, () -> new MaintenanceVerticle(services), 1)
                .compose(maintained -> deploy(working, () -> new WorkerVerticle(services), 1));
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
                        Tokens.create(vertx, settings.auth(), sources), NetworkHash.open(database, settings.auth()))
                .compose(opened -> {
                    Tokens tokens = opened.resultAt(0);
                    closeStack.push(tokens::close);
                    Passwords passwords = new Passwords(vertx);
                    closeStack.push(passwords::close);
                    HttpServices services = new HttpServices(
                            settings,
                            sources,
                            read,
                            database,
                            queue,
                            monitor,
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
                            opened.resultAt(1));
                    List<HttpVerticle> verticles = new CopyOnWriteArrayList<>();
                    Supplier<HttpVerticle> another = () -> {
                        HttpVerticle verticle = new HttpVerticle(services, sharedPort());
                        verticles.add(verticle);
                        return verticle;
                    };
                    return deploy(serving, another, settings.http().instances())
                            .onSuccess(listening -> port = verticles.get(0).port());
                }));
    }

    private ByteBudget budget(int bytes, String metric, String description) {
        ByteBudget budget = new ByteBudget(bytes);
        Gauge.builder(metric, budget, ByteBudget::used)
                .baseUnit("bytes")
                .description(description)
                .register(metrics);
        return budget;
    }

    /** Below zero Vert.x chooses a free port, the same for all instances of a deployment. */
    private int sharedPort() {
        return settings.http().port() == 0 ? -1 : settings.http().port();
    }

    private String modelName() {
        return settings.model().name();
    }

    private Future<Void> deploy(CloseStack stopped, Supplier<? extends Deployable> verticle, int instances) {
        return vertx.deployVerticle(verticle, new DeploymentOptions().setInstances(instances))
                .map(deployment -> {
                    stopped.push(() -> vertx.undeploy(deployment));
                    return null;
                });
    }
}
