package dev.pressroom.http.ops;

import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import dev.pressroom.http.job.DetailsJson;
import dev.pressroom.http.request.ErrorResponse;
import dev.pressroom.http.request.JsonResponses;
import dev.pressroom.http.request.PathIds;
import dev.pressroom.http.request.RequestOwner;
import dev.pressroom.job.DetailStore;
import dev.pressroom.job.JobSearch;
import dev.pressroom.job.JobStore;
import dev.pressroom.job.JobView;
import dev.pressroom.job.OperatorJobs;
import dev.pressroom.job.QueuePositions;
import dev.pressroom.ops.JobActions;
import dev.pressroom.ops.JobFilters;
import dev.pressroom.ops.ModelCalls;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/** The jobs of all owners, for operators. */
public final class OpsJobRoutes {
    private final JobSearch search;
    private final DetailStore details;
    private final JobStore jobs;
    private final JobActions actions;
    private final ModelCalls calls;
    private final Optional<QueuePositions> positions;

    /** @param positions empty without Redis */
    public OpsJobRoutes(
            JobSearch search,
            DetailStore details,
            JobStore jobs,
            JobActions actions,
            ModelCalls calls,
            Optional<QueuePositions> positions) {
        this.search = search;
        this.details = details;
        this.jobs = jobs;
        this.actions = actions;
        this.calls = calls;
        this.positions = positions;
    }

    /** {@code GET /api/v1/ops/jobs} */
    public void list(RoutingContext context) {
        JobFilters filters = filters(context);
        search.page(
                        filters.filter(),
                        OpsRoutes.parameter(context, "cursor").map(UUID::fromString),
                        OpsRoutes.limit(context))
                .onSuccess(page -> JsonResponses.json(
                        context,
                        200,
                        new JsonObject()
                                .put("jobs", OpsJson.array(page.jobs(), OpsJson::job))
                                .put(
                                        "nextCursor",
                                        page.next().map(UUID::toString).orElse(null))))
                .onFailure(context::fail);
    }

    private static JobFilters filters(RoutingContext context) {
        try {
            return JobFilters.read(member -> OpsRoutes.parameter(context, member));
        } catch (JobFilters.InvalidMember e) {
            throw ErrorResponse.DetailedFailure.invalid(e.member(), e.getMessage());
        }
    }

    /** {@code GET /api/v1/ops/jobs/:jobId} */
    public void get(RoutingContext context) {
        UUID id = PathIds.of(context, "jobId");
        Future<Optional<JobSearch.WithEvents>> found = search.find(id);
        Future<List<ModelCalls.Call>> called = calls.of(id);
        details.find(id)
                .compose(read ->
                        read.map(Future::succeededFuture).orElseGet(() -> Future.failedFuture(JobStore.notFound())))
                .compose(read -> position(read.job())
                        .compose(position -> Future.all(found, called).map(all -> {
                            JsonObject json = DetailsJson.of(read, position)
                                    .toJsonObject()
                                    .put("modelCalls", OpsJson.array(called.result(), OpsJson::call));
                            found.result()
                                    .ifPresent(job -> json.mergeIn(OpsJson.forOperators(job.job()))
                                            .put("events", events(job)));
                            JsonResponses.json(context, 200, json);
                            return null;
                        })))
                .onFailure(context::fail);
    }

    private static JsonArray events(JobSearch.WithEvents job) {
        return OpsJson.array(job.eventList(), OpsJson::event);
    }

    private Future<OptionalInt> position(JobView job) {
        return positions
                .map(queue -> queue.of(job).otherwise(OptionalInt.empty()))
                .orElseGet(() -> Future.succeededFuture(OptionalInt.empty()));
    }

    /** {@code POST /api/v1/ops/jobs/:jobId/cancel} */
    public void cancel(RoutingContext context) {
        UUID id = PathIds.of(context, "jobId");
        actions.cancel(List.of(id), actor(context))
                .compose(count -> require(count, id, ErrorCode.JOB_NOT_CANCELLABLE, "The job has ended already."))
                .onSuccess(done -> JsonResponses.json(context, 200, new JsonObject().put("cancelled", true)))
                .onFailure(context::fail);
    }

    /** {@code POST /api/v1/ops/jobs/:jobId/retry} */
    public void retry(RoutingContext context) {
        UUID id = PathIds.of(context, "jobId");
        actions.retry(List.of(id), actor(context))
                .compose(retried -> require(
                        (int) retried.stream()
                                .filter(job -> job.entry().isPresent())
                                .count(),
                        id,
                        ErrorCode.JOB_NOT_RETRYABLE,
                        retried.stream()
                                .findFirst()
                                .map(OpsJobRoutes::refused)
                                .orElse("Only a job that has failed can be retried.")))
                .onSuccess(done -> JsonResponses.json(context, 200, new JsonObject().put("jobId", id.toString())))
                .onFailure(context::fail);
    }

    private static String refused(OperatorJobs.Retried job) {
        return switch (job.refused()) {
            case "insufficient_credits" -> "The owner of the job has too few credits.";
            case "budget_exceeded" -> "The tenant of the job has used up its budget of this month.";
            case "too_many_jobs" -> "The tenant of the job has as many jobs as its limit allows.";
            default -> "Only a job that has failed can be retried.";
        };
    }

    /** {@code POST /api/v1/ops/jobs/:jobId/front} */
    public void front(RoutingContext context) {
        UUID id = PathIds.of(context, "jobId");
        actions.front(List.of(id), actor(context))
                .compose(count ->
                        require(count, id, ErrorCode.JOB_NOT_QUEUED, "Only a queued job can be moved to the front."))
                .onSuccess(done -> JsonResponses.json(context, 200, new JsonObject().put("moved", true)))
                .onFailure(context::fail);
    }

    /** {@code DELETE /api/v1/ops/jobs/:jobId} */
    public void delete(RoutingContext context) {
        UUID id = PathIds.of(context, "jobId");
        actions.delete(List.of(id), actor(context))
                .compose(count -> require(
                        count,
                        id,
                        ErrorCode.JOB_NOT_DELETABLE,
                        "The job has not ended. Cancel it, or wait for its end, before deleting it."))
                .onSuccess(done -> context.response().setStatusCode(204).end())
                .onFailure(context::fail);
    }

    /** Fails with {@code NOT_FOUND} or {@code code} when no job was changed. */
    private Future<Void> require(int changed, UUID id, ErrorCode code, String message) {
        return changed > 0
                ? Future.succeededFuture()
                : jobs.peek(List.of(id))
                        .compose(found -> Future.failedFuture(
                                found.isEmpty() ? JobStore.notFound() : new Failure(code, message)));
    }

    private static OperatorJobs.Actor actor(RoutingContext context) {
        return new OperatorJobs.Actor.User(RequestOwner.of(context).userId().orElseThrow());
    }
}
