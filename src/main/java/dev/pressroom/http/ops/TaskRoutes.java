package dev.pressroom.http.ops;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import dev.pressroom.base.SqlOutcomes;
import dev.pressroom.http.request.ErrorResponse;
import dev.pressroom.http.request.JsonBodies;
import dev.pressroom.http.request.JsonResponses;
import dev.pressroom.http.request.PathIds;
import dev.pressroom.http.request.RequestOwner;
import dev.pressroom.ops.JobFilters;
import dev.pressroom.ops.TaskStore;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Supplier;

/** Actions on all jobs that a filter finds. */
public final class TaskRoutes {
    private final TaskStore tasks;
    private final Supplier<UUID> ids;

    public TaskRoutes(TaskStore tasks, Supplier<UUID> ids) {
        this.tasks = tasks;
        this.ids = ids;
    }

    /** {@code POST /api/v1/ops/tasks} */
    public void create(RoutingContext context) {
        JsonNode body = JsonBodies.node(context).orElseThrow();
        JsonNode expected = body.path("expected");
        tasks.create(
                        ids.get(),
                        RequestOwner.of(context).userId().orElseThrow(),
                        SqlOutcomes.of(
                                TaskStore.Action.class, body.path("action").textValue()),
                        filter(body.path("filter")),
                        expected.isNumber() ? OptionalLong.of(expected.longValue()) : OptionalLong.empty())
                .onSuccess(task -> {
                    context.response().putHeader(HttpHeaders.LOCATION, "/api/v1/ops/tasks/" + task.id());
                    JsonResponses.json(context, 201, OpsJson.task(task));
                })
                .onFailure(context::fail);
    }

    /** The known members of a filter. A filter that finds all jobs is refused, and so is one with an unknown member. */
    private static JsonObject filter(JsonNode body) {
        try {
            body.fieldNames().forEachRemaining(member -> {
                if (!JobFilters.MEMBERS.contains(member)) {
                    throw ErrorResponse.DetailedFailure.invalid("/filter/" + member, "is no member of a filter");
                }
            });
            JobFilters filters = JobFilters.read(
                    member -> Optional.ofNullable(body.path(member).textValue()));
            if (filters.isEmpty()) {
                throw ErrorResponse.DetailedFailure.invalid("/filter", "must not be empty");
            }
            JsonObject filter = new JsonObject();
            JobFilters.MEMBERS.forEach(member ->
                    Optional.ofNullable(body.path(member).textValue()).ifPresent(value -> filter.put(member, value)));
            return filter;
        } catch (JobFilters.InvalidMember e) {
            throw ErrorResponse.DetailedFailure.invalid("/filter/" + e.member(), e.getMessage());
        }
    }

    /** {@code GET /api/v1/ops/tasks} */
    public void list(RoutingContext context) {
        int limit = OpsRoutes.limit(context);
        tasks.list(OpsRoutes.parameter(context, "cursor").map(UUID::fromString), limit + 1)
                .onSuccess(more -> {
                    List<TaskStore.Task> page = more.subList(0, Math.min(limit, more.size()));
                    JsonResponses.json(
                            context,
                            200,
                            new JsonObject()
                                    .put("tasks", OpsJson.array(page, OpsJson::task))
                                    .put(
                                            "nextCursor",
                                            more.size() > limit
                                                    ? page.get(limit - 1).id().toString()
                                                    : null));
                })
                .onFailure(context::fail);
    }

    /** {@code GET /api/v1/ops/tasks/:taskId} */
    public void get(RoutingContext context) {
        find(PathIds.of(context, "taskId"))
                .onSuccess(task -> JsonResponses.json(context, 200, OpsJson.task(task)))
                .onFailure(context::fail);
    }

    /** {@code POST /api/v1/ops/tasks/:taskId/abort}: a task that has ended stays as it is. */
    public void abort(RoutingContext context) {
        UUID id = PathIds.of(context, "taskId");
        tasks.end(
                        id,
                        TaskStore.Status.ABORTED,
                        Optional.empty(),
                        RequestOwner.of(context).userId())
                .compose(ended -> ended.map(Future::succeededFuture).orElseGet(() -> find(id)))
                .onSuccess(task -> JsonResponses.json(context, 200, OpsJson.task(task)))
                .onFailure(context::fail);
    }

    private Future<TaskStore.Task> find(UUID id) {
        return tasks.find(id)
                .compose(found -> found.map(Future::succeededFuture)
                        .orElseGet(
                                () -> Future.failedFuture(new Failure(ErrorCode.NOT_FOUND, "There is no such task."))));
    }
}
