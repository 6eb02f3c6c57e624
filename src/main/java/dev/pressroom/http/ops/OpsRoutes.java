package dev.pressroom.http.ops;

import dev.pressroom.base.Chars;
import dev.pressroom.config.Settings;
import dev.pressroom.http.request.ErrorResponse;
import dev.pressroom.http.request.JsonResponses;
import dev.pressroom.http.request.Preferences;
import dev.pressroom.http.stream.RepeatedStream;
import dev.pressroom.ops.AuditLog;
import dev.pressroom.ops.Failures;
import dev.pressroom.ops.JobMinutes;
import dev.pressroom.ops.QueueMinutes;
import dev.pressroom.store.Database;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What operators see of the whole cluster: overview, statistics, failures, audit. */
public final class OpsRoutes {
    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final int DEFAULT_LIMIT = 50;
    private static final int DEFAULT_MINUTES = 180;

    private final SharedOverview overview;
    private final JobMinutes minutes;
    private final QueueMinutes queueMinutes;
    private final Failures failures;
    private final AuditLog audit;
    private final RepeatedStream stream;

    public OpsRoutes(Vertx vertx, Database database, SharedOverview overview, Settings.Streams streams) {
        this.overview = overview;
        this.minutes = new JobMinutes(database);
        this.queueMinutes = new QueueMinutes(database);
        this.failures = new Failures(database);
        this.audit = new AuditLog(database);
        this.stream = new RepeatedStream(
                vertx, INTERVAL, streams, () -> overview.get().map(SharedOverview.Encoded::frame));
    }

    /** {@code GET /api/v1/ops/overview} */
    public void overview(RoutingContext context) {
        overview.get()
                .onSuccess(read -> JsonResponses.json(context, 200, read.json()))
                .onFailure(context::fail);
    }

    /** {@code GET /api/v1/ops/stream} */
    public void stream(RoutingContext context) {
        stream.open(context);
    }

    /** {@code GET /api/v1/ops/minutes} */
    public void minutes(RoutingContext context) {
        int count = Preferences.integer(context.request().getParam("minutes")).orElse(DEFAULT_MINUTES);
        Future<List<JobMinutes.Minute>> ended = minutes.read(count);
        Future<List<QueueMinutes.Minute>> queued = queueMinutes.read(count);
        Future.all(ended, queued)
                .onSuccess(read -> JsonResponses.json(
                        context,
                        200,
                        new JsonObject()
                                .put("minutes", OpsJson.array(ended.result(), OpsJson::minute))
                                .put("queue", OpsJson.array(queued.result(), OpsJson::queueMinute))))
                .onFailure(context::fail);
    }

    /** {@code GET /api/v1/ops/failures} */
    public void failures(RoutingContext context) {
        failures.groups()
                .onSuccess(groups -> JsonResponses.json(
                        context,
                        200,
                        new JsonObject()
                                .put("groups", OpsJson.array(groups, OpsJson::failures))
                                .put(
                                        "examined",
                                        groups.stream()
                                                .mapToLong(Failures.Group::jobs)
                                                .sum())
                                .put("maxExamined", Failures.MAX_JOBS)))
                .onFailure(context::fail);
    }

    /** {@code GET /api/v1/ops/audit} */
    public void audit(RoutingContext context) {
        int limit = limit(context);
        audit.page(
                        parameter(context, "actor").map(UUID::fromString),
                        parameter(context, "target"),
                        parameter(context, "cursor").map(OpsRoutes::number),
                        limit + 1)
                .onSuccess(more -> {
                    List<AuditLog.Entry> page = more.subList(0, Math.min(limit, more.size()));
                    JsonResponses.json(
                            context,
                            200,
                            new JsonObject()
                                    .put("entries", OpsJson.array(page, OpsJson::entry))
                                    .put(
                                            "nextCursor",
                                            more.size() > limit
                                                    ? Long.toString(
                                                            page.get(limit - 1).id())
                                                    : null));
                })
                .onFailure(context::fail);
    }

    /** Ends the streams of the overview, because the node stops. */
    public void stop() {
        stream.stop();
    }

    static int limit(RoutingContext context) {
        return Preferences.integer(context.request().getParam("limit")).orElse(DEFAULT_LIMIT);
    }

    static Optional<String> parameter(RoutingContext context, String name) {
        return Optional.ofNullable(context.request().getParam(name)).filter(value -> !value.isEmpty());
    }

    private static long number(String text) {
        if (!Chars.all(text, 1, 18, Chars::isDigit)) {
            throw ErrorResponse.DetailedFailure.invalid("cursor", "must be the nextCursor of a page");
        }
        return Long.parseLong(text);
    }
}
