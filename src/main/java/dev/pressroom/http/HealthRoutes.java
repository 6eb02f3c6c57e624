package dev.pressroom.http;

import dev.pressroom.account.Tokens;
import dev.pressroom.bus.NodeHeartbeat;
import dev.pressroom.http.request.JsonResponses;
import dev.pressroom.http.request.SharedResult;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/**
 * Health and metrics of the node, for load balancers, operators and Prometheus. One instance for all event loops: since
 * these routes need no credentials, the results of the checks are shared by all requests within a short time.
 */
public final class HealthRoutes {
    private static final CharSequence GZIP = HttpHeaders.createOptimized("gzip");
    private static final Duration HEALTH_MAX_AGE = Duration.ofMillis(500);
    private static final Duration METRICS_MAX_AGE = Duration.ofSeconds(1);
    private static final Duration NODES_MAX_AGE = Duration.ofSeconds(30);
    private static final long TIMEOUT_MILLIS = 1000;
    private static final String NOT_CONFIGURED = "not configured";

    private final HealthChecks healthChecks;
    private final Optional<Tokens> tokens;
    private final SharedResult<JsonObject> readiness;
    private final SharedResult<JsonObject> parts;
    private final SharedResult<MetricsText> scrape;
    private volatile List<NodeHeartbeat.NodeState> lastNodes = List.of();
    private volatile long lastNodesNanos = System.nanoTime();

    /** @param tokens empty on a node that does not serve the API */
    public HealthRoutes(HealthChecks healthChecks, Optional<Tokens> tokens) {
        this.healthChecks = healthChecks;
        this.tokens = tokens;
        this.readiness = new SharedResult<>(this::checkReadiness, HEALTH_MAX_AGE, System::nanoTime);
        this.parts = new SharedResult<>(this::checkParts, HEALTH_MAX_AGE, System::nanoTime);
        this.scrape = new SharedResult<>(this::scrape, METRICS_MAX_AGE, System::nanoTime);
    }

    /** {@code GET /health/live}: 200 while the process responds. */
    void live(RoutingContext context) {
        JsonResponses.json(context, 200, status("up"));
    }

    /**
     * {@code GET /health/ready}: 200 if requests may be sent to this node; 503 while it starts, stops or is drained, a thread is blocked, no key
     * can verify tokens, or Postgres is unavailable. Redis is required only on a node with the worker role alone.
     */
    void ready(RoutingContext context) {
        if (healthChecks.lifecycle().hasShutdownBegun()) {
            JsonResponses.json(context, 503, status("stopping"));
            return;
        }
        if (!healthChecks.lifecycle().hasStarted()) {
            JsonResponses.json(context, 503, status("starting"));
            return;
        }
        if (healthChecks.nodeHeartbeat().isDrained()) {
            JsonResponses.json(context, 503, status("drained"));
            return;
        }
        Optional<String> blocked = healthChecks.watchdog().blocked();
        if (blocked.isPresent()) {
            JsonResponses.json(context, 503, blocked(blocked.get()));
            return;
        }
        Optional<JsonObject> unusable = tokens.map(HealthRoutes::keys).filter(part -> !isUp(part));
        if (unusable.isPresent()) {
            JsonResponses.json(
                    context, 503, status("down").put("parts", new JsonObject().put("tokens", unusable.get())));
            return;
        }
        readiness.get().onSuccess(part -> JsonResponses.json(context, isUp(part) ? 200 : 503, part));
    }

    /** {@code GET /health}: the status of each part; 503 if a configured one is down. */
    void health(RoutingContext context) {
        parts.get().onSuccess(found -> {
            JsonObject parts = found.copy()
                    .put(
                            "threads",
                            healthChecks
                                    .watchdog()
                                    .blocked()
                                    .map(HealthRoutes::blocked)
                                    .orElseGet(() -> status("up")));
            tokens.ifPresent(keys -> parts.put("tokens", keys(keys)));
            boolean stopping = healthChecks.lifecycle().hasShutdownBegun();
            boolean up = !stopping
                    && parts.stream()
                            .map(part -> ((JsonObject) part.getValue()).getString("status"))
                            .noneMatch(status -> status.equals("down") || status.equals("blocked"));
            JsonResponses.json(
                    context,
                    up ? 200 : 503,
                    status(stopping ? "stopping" : up ? "up" : "down")
                            .put("node", healthChecks.nodeHeartbeat().node().toString())
                            .put("model", healthChecks.model())
                            .put("parts", parts));
        });
    }

    private Future<JsonObject> checkParts() {
        Future<List<NodeHeartbeat.NodeState>> nodes = nodes();
        Future<JsonObject> bus = nodes.compose(this::bus);
        Future<JsonObject> workers = nodes.map(this::workers);
        return Future.all(postgres(), redis(), bus, workers)
                .map(all -> new JsonObject()
                        .put("postgres", all.resultAt(0))
                        .put("redis", all.resultAt(1))
                        .put("eventBus", all.resultAt(2))
                        .put("workers", all.resultAt(3)));
    }

    /**
     * The nodes of the cluster. When the list cannot be read in time: those of the last list, else this node alone. Whether
     * the database answers is a check of its own, so a slow list alone does not make the node unhealthy.
     */
    private Future<List<NodeHeartbeat.NodeState>> nodes() {
        return healthChecks
                .nodeHeartbeat()
                .list()
                .timeout(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)
                .onSuccess(read -> {
                    lastNodes = read;
                    lastNodesNanos = System.nanoTime();
                })
                .otherwise(cause -> lastNodes.isEmpty() || System.nanoTime() - lastNodesNanos > NODES_MAX_AGE.toNanos()
                        ? List.of(healthChecks.nodeHeartbeat().self())
                        : lastNodes);
    }

    /** {@code GET /metrics}, in the text format of Prometheus. */
    void metrics(RoutingContext context) {
        boolean acceptsGzip = Optional.ofNullable(context.request().getHeader(HttpHeaders.ACCEPT_ENCODING))
                .filter(accepted -> accepted.contains("gzip"))
                .isPresent();
        scrape.get().onSuccess(found -> send(context, found, acceptsGzip)).onFailure(context::fail);
    }

    private static void send(RoutingContext context, MetricsText scrape, boolean gzip) {
        JsonResponses.send(
                context,
                gzip ? scrape.gzip() : scrape.plain(),
                response -> response.putHeader(HttpHeaders.CONTENT_TYPE, MetricsText.TYPE)
                        .putHeader(HttpHeaders.CONTENT_ENCODING, gzip ? GZIP : HttpHeaders.IDENTITY));
    }

    private Future<MetricsText> scrape() {
        return Vertx.currentContext()
                .executeBlocking(() -> MetricsText.of(healthChecks.metrics().scrape()), false);
    }

    private static JsonObject keys(Tokens tokens) {
        return tokens.fault().map(fault -> status("down").put("reason", fault)).orElseGet(() -> status("up"));
    }

    /** The status of the first required part that is down; the status of an available part when none is down. */
    private Future<JsonObject> checkReadiness() {
        boolean needsQueue = !healthChecks.serves() && healthChecks.queue().isPresent();
        return needsQueue
                ? Future.all(postgres(), redis())
                        .map(both -> isUp(both.resultAt(0)) ? both.<JsonObject>resultAt(1) : both.resultAt(0))
                : postgres();
    }

    private Future<JsonObject> postgres() {
        return statusOf(healthChecks.database().run("select 1", Tuple.tuple()))
                .map(answer -> healthChecks
                        .database()
                        .fault()
                        .map(fault -> status("down").put("reason", fault))
                        .orElse(answer));
    }

    private Future<JsonObject> redis() {
        return healthChecks
                .queue()
                .map(queue -> statusOf(queue.ping())
                        .map(answer -> isUp(answer)
                                ? answer
                                : healthChecks
                                        .monitor()
                                        .fault()
                                        .map(fault -> answer.put("reason", fault))
                                        .orElse(answer)))
                .orElseGet(() -> Future.succeededFuture(status(NOT_CONFIGURED)));
    }

    /**
     * The status is up if the event bus delivers a message from this node to itself. Members that do not respond are
     * listed and do not change the status.
     */
    private Future<JsonObject> bus(List<NodeHeartbeat.NodeState> nodes) {
        NodeHeartbeat nodeHeartbeat = healthChecks.nodeHeartbeat();
        List<Future<JsonObject>> members = nodes.stream()
                .map(node -> nodeHeartbeat.reaches(node.node(), TIMEOUT_MILLIS).map(reached -> member(node, reached)))
                .toList();
        return nodeHeartbeat
                .reaches(nodeHeartbeat.node(), TIMEOUT_MILLIS)
                .compose(up -> Future.all(members)
                        .map(all -> status(up ? "up" : "down")
                                .put("clustered", nodeHeartbeat.isClustered())
                                .put("members", new JsonArray(all.<JsonObject>list()))));
    }

    private static JsonObject member(NodeHeartbeat.NodeState node, boolean reached) {
        return new JsonObject()
                .put("node", node.node().toString())
                .put("host", node.host())
                .put("httpPort", boxed(node.httpPort()))
                .put("roles", new JsonArray(node.roles()))
                .put("lastSeen", JsonResponses.timestamp(node.seenAt()))
                .put("reachable", reached)
                .put("leaving", node.leaving());
    }

    private JsonObject workers(List<NodeHeartbeat.NodeState> nodes) {
        if (healthChecks.queue().isEmpty()) {
            return status(NOT_CONFIGURED);
        }
        List<JsonObject> workers = nodes.stream()
                .filter(node -> node.roles().contains("worker"))
                .map(node -> new JsonObject()
                        .put("node", node.node().toString())
                        .put("slots", node.slots())
                        .put("running", boxed(node.running()))
                        .put("working", node.acceptsJobs()))
                .toList();
        return status(nodes.stream().anyMatch(NodeHeartbeat.NodeState::acceptsJobs) ? "up" : "down")
                .put("nodes", new JsonArray(workers));
    }

    private static Integer boxed(OptionalInt number) {
        return number.isPresent() ? number.getAsInt() : null;
    }

    private static Future<JsonObject> statusOf(Future<?> call) {
        return call.timeout(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)
                .map(ok -> status("up"))
                .otherwise(cause -> status("down"));
    }

    private static JsonObject blocked(String reason) {
        return status("blocked").put("reason", reason);
    }

    private static JsonObject status(String status) {
        return new JsonObject().put("status", status);
    }

    private static boolean isUp(JsonObject part) {
        return "up".equals(part.getString("status"));
    }
}
