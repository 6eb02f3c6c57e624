package dev.pressroom;

import dev.pressroom.account.Tokens;
import dev.pressroom.base.Sources;
import dev.pressroom.bus.Cluster;
import dev.pressroom.bus.Members;
import dev.pressroom.bus.RecordCodec;
import dev.pressroom.config.Settings;
import dev.pressroom.embedded.DataFolder;
import dev.pressroom.embedded.EmbeddedServers;
import dev.pressroom.http.HttpServices;
import dev.pressroom.http.HttpVerticle;
import dev.pressroom.job.JobQueue;
import dev.pressroom.job.NodeMessage;
import dev.pressroom.job.QueueMonitor;
import dev.pressroom.job.Ready;
import dev.pressroom.job.Signal;
import dev.pressroom.model.ImageModel;
import dev.pressroom.model.Models;
import dev.pressroom.store.Database;
import dev.pressroom.store.Migrations;
import dev.pressroom.worker.JobMetrics;
import dev.pressroom.worker.MaintenanceVerticle;
import dev.pressroom.worker.WorkerServices;
import dev.pressroom.worker.WorkerStores;
import dev.pressroom.worker.WorkerVerticle;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxBuilder;
import io.vertx.core.VertxOptions;
import io.vertx.micrometer.MicrometerMetricsFactory;
import io.vertx.micrometer.MicrometerMetricsOptions;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One running node: its servers where it brings its own, its pools, its verticles. Stops in the opposite order. */
public final class Node {
    private static final Logger LOG = LoggerFactory.getLogger(Node.class);

    private static final long MEMBER_MILLIS = 5000;

    private final Settings settings;
    private final Sources sources;
    private final Pipelines pipelines;
    private final UUID id;
    private final Deque<Supplier<Future<?>>> closers = new ArrayDeque<>();
    private final PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private Consumer<String> announcement = url -> {};
    private int port;

    private Node(Settings settings, Sources sources, Pipelines pipelines) {
        this.settings = settings;
        this.sources = sources;
        this.pipelines = pipelines;
        this.id = sources.ids().get();
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
        return Future.fromCompletionStage(CompletableFuture.supplyAsync(node::prepare))
                .compose(node::run)
                .map(node)
                .recover(cause -> node.stop().transform(stopped -> Future.failedFuture(unwrapped(cause))));
    }

    private static Throwable unwrapped(Throwable cause) {
        return cause instanceof CompletionException && cause.getCause() != null ? cause.getCause() : cause;
    }

    /** The port at which the node answers; 0 when it has no HTTP role. */
    public int port() {
        return port;
    }

    /** Lets running work come to an end within its grace time, then closes everything. Completes also when a part fails. */
    public Future<Void> stop() {
        Future<Void> stopped = Future.succeededFuture();
        while (!closers.isEmpty()) {
            Supplier<Future<?>> closer = closers.pop();
            stopped = stopped.compose(before -> closer.get().<Void>mapEmpty().recover(cause -> {
                LOG.atWarn().addKeyValue("cause", cause.getMessage()).log("a part did not stop cleanly");
                return Future.succeededFuture();
            }));
        }
        return stopped;
    }

    private record Urls(String database, Optional<String> redis) {}

    /** What blocks: the servers of this machine, and the migration. */
    private Urls prepare() {
        Urls urls = urls();
        Migrations.run(urls.database());
        return urls;
    }

    private Urls urls() {
        Optional<String> database = settings.database().url().map(url -> url.value());
        Optional<String> redis = settings.redis().url().map(url -> url.value());
        if (settings.isProduction() || database.isPresent() && redis.isPresent()) {
            return new Urls(database.orElseThrow(), redis);
        }
        DataFolder folder = DataFolder.open(settings.data());
        closers.push(() -> blocking(folder::close));
        EmbeddedServers servers = EmbeddedServers.start(folder, database.isEmpty(), redis.isEmpty());
        closers.push(() -> blocking(servers::close));
        announcement = folder::announce;
        return new Urls(database.or(servers::postgresUrl).orElseThrow(), redis.or(servers::redisUrl));
    }

    private static Future<Void> blocking(Blocking work) {
        return Future.fromCompletionStage(CompletableFuture.runAsync(() -> {
            try {
                work.run();
            } catch (SQLException e) {
                throw new CompletionException(e);
            }
        }));
    }

    private interface Blocking {
        void run() throws SQLException;
    }

    private Future<Void> run(Urls urls) {
        return vertx(urls).compose(vertx -> run(vertx, urls));
    }

    private Future<Vertx> vertx(Urls urls) {
        VertxOptions options = new VertxOptions()
                .setPreferNativeTransport(true)
                .setMetricsOptions(new MicrometerMetricsOptions().setEnabled(true));
        VertxBuilder builder = Vertx.builder().with(options).withMetrics(new MicrometerMetricsFactory(metrics));
        Settings.Cluster cluster = settings.cluster();
        if (!cluster.enabled()) {
            return Future.succeededFuture(builder.build());
        }
        options.getEventBusOptions().setHost(cluster.host());
        Members members = new Members(urls.database(), id);
        int clusterPort = cluster.port() == 0 ? Cluster.freePort(cluster.host()) : cluster.port();
        return blocking(() -> members.register(cluster.host(), clusterPort))
                .compose(registered -> {
                    closers.push(() -> blocking(members::forget));
                    return builder.withClusterManager(Cluster.manager(members, cluster.host(), clusterPort))
                            .buildClustered();
                })
                .onSuccess(vertx -> vertx.setPeriodic(
                        MEMBER_MILLIS, tick -> blocking(() -> members.register(cluster.host(), clusterPort))));
    }

    private Future<Void> run(Vertx vertx, Urls urls) {
        closers.push(vertx::close);
        measureProcess();
        RecordCodec.register(
                vertx.eventBus(),
                Ready.class,
                Signal.Batch.class,
                Signal.Written.class,
                NodeMessage.Stop.class,
                NodeMessage.TextFrom.class);
        Database database = Database.open(vertx, urls.database(), settings.database());
        closers.push(database::close);
        Optional<JobQueue> queue = urls.redis().map(url -> JobQueue.open(vertx, url, settings.redis()));
        queue.ifPresent(opened -> closers.push(opened::close));
        QueueMonitor monitor = new QueueMonitor(vertx, queue);
        closers.push(() -> {
            monitor.stop();
            return Future.succeededFuture();
        });
        ImageModel images = Models.createImages(vertx, settings.model());
        return monitor.start()
                .compose(watching -> startWorkers(vertx, database, queue, monitor, images))
                .compose(working -> startHttp(vertx, database, queue, monitor, images))
                .onSuccess(listening -> announcement.accept("http://localhost:" + port));
    }

    private void measureProcess() {
        new JvmMemoryMetrics().bindTo(metrics);
        new ProcessorMetrics().bindTo(metrics);
        JvmGcMetrics gc = new JvmGcMetrics();
        gc.bindTo(metrics);
        closers.push(() -> blocking(gc::close));
    }

    private Future<Void> startWorkers(
            Vertx vertx, Database database, Optional<JobQueue> queue, QueueMonitor monitor, ImageModel images) {
        if (!settings.roles().contains(Settings.Role.WORKER) || queue.isEmpty()) {
            return Future.succeededFuture();
        }
        WorkerServices services = new WorkerServices(
                id,
                settings,
                sources,
                WorkerStores.in(database, id, settings.workers().lease()),
                queue.get(),
                monitor,
                pipelines.create(new Pipelines.Services(vertx, database, settings, sources, images)),
                new JobMetrics(metrics));
        return deploy(vertx, () -> new WorkerVerticle(services), 1)
                .compose(working -> deploy(vertx, () -> new MaintenanceVerticle(services), 1));
    }

    private Future<Void> startHttp(
            Vertx vertx, Database database, Optional<JobQueue> queue, QueueMonitor monitor, ImageModel images) {
        if (!settings.roles().contains(Settings.Role.HTTP)) {
            return Future.succeededFuture();
        }
        return Tokens.create(vertx, settings.auth(), sources).compose(tokens -> {
            closers.push(tokens::close);
            HttpServices services =
                    new HttpServices(settings, sources, database, queue, monitor, tokens, metrics, modelName(), images);
            List<HttpVerticle> verticles = new CopyOnWriteArrayList<>();
            Supplier<HttpVerticle> another = () -> {
                HttpVerticle verticle = new HttpVerticle(services, sharedPort());
                verticles.add(verticle);
                return verticle;
            };
            return deploy(vertx, another, settings.http().instances())
                    .onSuccess(listening -> port = verticles.get(0).port());
        });
    }

    /** Below zero Vert.x chooses a free port, the same for all instances of a deployment. */
    private int sharedPort() {
        return settings.http().port() == 0 ? -1 : settings.http().port();
    }

    private String modelName() {
        return settings.model().isDemo() ? "demo" : settings.model().openAiModel();
    }

    private Future<Void> deploy(Vertx vertx, Supplier<? extends Deployable> verticle, int instances) {
        return vertx.deployVerticle(verticle, new DeploymentOptions().setInstances(instances))
                .map(deployment -> {
                    closers.push(() -> vertx.undeploy(deployment));
                    return null;
                });
    }
}
