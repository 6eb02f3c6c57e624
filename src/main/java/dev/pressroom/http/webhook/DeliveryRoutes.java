package dev.pressroom.http.webhook;

import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import dev.pressroom.http.request.JsonResponses;
import dev.pressroom.http.request.PathIds;
import dev.pressroom.http.request.Preferences;
import dev.pressroom.http.request.RequestOwner;
import dev.pressroom.job.JobStore;
import dev.pressroom.webhook.DeliveryLog;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/** The webhook deliveries of a job. */
public final class DeliveryRoutes {
    private static final int DEFAULT_LIMIT = 20;

    private final JobStore jobs;
    private final DeliveryLog deliveries;

    public DeliveryRoutes(JobStore jobs, DeliveryLog deliveries) {
        this.jobs = jobs;
        this.deliveries = deliveries;
    }

    /** {@code GET /api/v1/jobs/:jobId/deliveries} */
    public void list(RoutingContext context) {
        int limit = Preferences.integer(context.request().getParam("limit")).orElse(DEFAULT_LIMIT);
        Optional<UUID> cursor =
                Optional.ofNullable(context.request().getParam("cursor")).map(UUID::fromString);
        job(context)
                .compose(job -> deliveries.list(job, cursor, limit + 1))
                .onSuccess(page -> JsonResponses.json(context, 200, page(page, limit)))
                .onFailure(context::fail);
    }

    /** {@code POST /api/v1/jobs/:jobId/deliveries/:deliveryId/redeliver} */
    public void redeliver(RoutingContext context) {
        UUID id = PathIds.of(context, "deliveryId");
        job(context)
                .compose(job -> deliveries.redeliver(job, id))
                .compose(found -> found.map(Future::succeededFuture)
                        .orElseGet(() ->
                                Future.failedFuture(new Failure(ErrorCode.NOT_FOUND, "The job has no such delivery."))))
                .onSuccess(entry -> JsonResponses.json(context, 202, json(entry)))
                .onFailure(context::fail);
    }

    /** The id of the job in the path. Fails with {@code NOT_FOUND} for an unknown job and for one of another owner. */
    private Future<UUID> job(RoutingContext context) {
        UUID id = PathIds.of(context, "jobId");
        return jobs.find(id, RequestOwner.of(context))
                .compose(found ->
                        found.isPresent() ? Future.succeededFuture(id) : Future.failedFuture(JobStore.notFound()));
    }

    private static JsonObject page(List<DeliveryLog.Entry> oneMore, int limit) {
        boolean more = oneMore.size() > limit;
        List<DeliveryLog.Entry> page = more ? oneMore.subList(0, limit) : oneMore;
        return new JsonObject()
                .put(
                        "deliveries",
                        new JsonArray(page.stream().map(DeliveryRoutes::json).toList()))
                .put("nextCursor", more ? page.get(limit - 1).id().toString() : null);
    }

    private static JsonObject json(DeliveryLog.Entry entry) {
        return new JsonObject()
                .put("id", entry.id().toString())
                .put("type", entry.type())
                .put("attempt", entry.attempt())
                .put("target", entry.target())
                .put("url", entry.url())
                .put("status", entry.state())
                .put("tries", entry.tries())
                .put("createdAt", JsonResponses.timestamp(entry.createdAt()))
                .put("nextAttemptAt", time(entry.nextAt()))
                .put("finishedAt", time(entry.finishedAt()))
                .put(
                        "attempts",
                        new JsonArray(entry.attempts().stream()
                                .map(DeliveryRoutes::json)
                                .toList()));
    }

    private static JsonObject json(DeliveryLog.Attempt attempt) {
        return new JsonObject()
                .put("number", attempt.number())
                .put("startedAt", attempt.startedAt().orElse(null))
                .put("durationMs", number(attempt.durationMillis()))
                .put("outcome", attempt.outcome().name())
                .put("message", attempt.outcome().message())
                .put("status", number(attempt.status()))
                .put("answer", attempt.answer().orElse(null));
    }

    private static Integer number(OptionalInt value) {
        return value.isPresent() ? value.getAsInt() : null;
    }

    private static String time(Optional<OffsetDateTime> time) {
        return time.map(JsonResponses::timestamp).orElse(null);
    }
}
