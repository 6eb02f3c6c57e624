package dev.pressroom.http;

import dev.pressroom.bus.Addresses;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.sqlclient.Tuple;
import java.util.concurrent.TimeUnit;

/** How the node is: for load balancers, for operators, for Prometheus. */
final class HealthRoutes {
    private static final long TIMEOUT_MILLIS = 1000;

    private final Vertx vertx;
    private final HttpServices services;
    private boolean leaving;

    HealthRoutes(Vertx vertx, HttpServices services) {
        this.vertx = vertx;
        this.services = services;
    }

    /** From now on the node is not ready: it is stopping. */
    void leave() {
        leaving = true;
    }

    /** {@code GET /health/live}: this process answers. */
    void live(RoutingContext context) {
        Answers.json(context, 200, new JsonObject().put("status", "up"));
    }

    /** {@code GET /health/ready}: requests may be sent here. Without Redis they may: reads work. */
    void ready(RoutingContext context) {
        postgres().onSuccess(postgres -> {
            boolean ready = isUp(postgres) && !leaving;
            Answers.json(
                    context,
                    ready ? 200 : 503,
                    new JsonObject().put("status", leaving ? "stopping" : ready ? "up" : "down"));
        });
    }

    /** {@code GET /health}: each part by name; 503 when one that should be there is not. */
    void health(RoutingContext context) {
        Future.all(postgres(), redis(), bus(), workers()).onSuccess(all -> {
            JsonObject parts = new JsonObject()
                    .put("postgres", all.resultAt(0))
                    .put("redis", all.resultAt(1))
                    .put("eventBus", all.resultAt(2))
                    .put("workers", all.resultAt(3));
            boolean up = !leaving
                    && parts.stream()
                            .allMatch(part -> !"down".equals(((JsonObject) part.getValue()).getString("status")));
            Answers.json(
                    context,
                    up ? 200 : 503,
                    new JsonObject()
                            .put("status", leaving ? "stopping" : up ? "up" : "down")
                            .put("model", services.model())
                            .put("parts", parts));
        });
    }

    /** {@code GET /metrics}, in the text format of Prometheus. */
    void metrics(RoutingContext context) {
        context.response()
                .putHeader("content-type", "text/plain; version=0.0.4; charset=utf-8")
                .end(services.metrics().scrape());
    }

    private Future<JsonObject> postgres() {
        return told(services.database().run("select 1", Tuple.tuple()));
    }

    private Future<JsonObject> redis() {
        return services.queue()
                .map(queue -> told(queue.ping()))
                .orElseGet(() -> Future.succeededFuture(new JsonObject().put("status", "not configured")));
    }

    private Future<JsonObject> bus() {
        String echo = Addresses.ECHO;
        return told(vertx.eventBus().request(echo, "ping", timeout()));
    }

    private Future<JsonObject> workers() {
        if (services.queue().isEmpty()) {
            return Future.succeededFuture(new JsonObject().put("status", "not configured"));
        }
        return told(vertx.eventBus().request(Addresses.WORKERS, "ping", timeout()));
    }

    private static DeliveryOptions timeout() {
        return new DeliveryOptions().setSendTimeout(TIMEOUT_MILLIS);
    }

    private static Future<JsonObject> told(Future<?> answer) {
        return answer.timeout(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)
                .map(ok -> new JsonObject().put("status", "up"))
                .otherwise(cause -> new JsonObject().put("status", "down"));
    }

    private static boolean isUp(JsonObject part) {
        return "up".equals(part.getString("status"));
    }
}
