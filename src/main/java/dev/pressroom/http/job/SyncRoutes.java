package dev.pressroom.http.job;

import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import dev.pressroom.http.request.ErrorResponse;
import dev.pressroom.http.request.JsonResponses;
import dev.pressroom.http.request.RequestOwner;
import dev.pressroom.job.JobStatus;
import dev.pressroom.job.JobStore;
import dev.pressroom.job.JobView;
import dev.pressroom.job.Owner;
import dev.pressroom.job.Submission;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;

/**
 * Deprecated routes that respond with the result itself. Each creates a job and waits for its end; the job continues when
 * the client disconnects or the wait times out.
 */
public final class SyncRoutes {
    /** 2 February 2026 in epoch seconds, a Date of RFC 9651. */
    private static final String DEPRECATED_SINCE = "@1769990400";

    private static final Map<String, String> SUCCESSORS = Map.of(
            "/api/v1/enhanced-blog-generation/generate", "/api/v1/jobs/content-generation",
            "/api/analyze-website", "/api/v1/jobs/website-analysis");

    private final JobCreation creation;
    private final JobStore jobs;
    private final LongPoll longPoll;
    private final Duration timeout;

    /** @param timeout after which a request fails with {@code STILL_RUNNING} */
    public SyncRoutes(JobCreation creation, JobStore jobs, LongPoll longPoll, Duration timeout) {
        this.creation = creation;
        this.jobs = jobs;
        this.longPoll = longPoll;
        this.timeout = timeout;
    }

    /** Adds the headers Deprecation (RFC 9745) and Link (RFC 5829) to every response of these routes, errors included. */
    public static void announceSuccessors(Router router) {
        SUCCESSORS.forEach((path, successor) -> router.route(path).handler(context -> {
            context.response()
                    .putHeader("Deprecation", DEPRECATED_SINCE)
                    .putHeader("Link", "<" + successor + ">; rel=\"successor-version\"");
            context.next();
        }));
    }

    /** {@code POST /api/v1/enhanced-blog-generation/generate} */
    public void generate(RoutingContext context) {
        respond(context, creation::contentGeneration);
    }

    /** {@code POST /api/analyze-website} */
    public void analyze(RoutingContext context) {
        respond(context, creation::websiteAnalysis);
    }

    private void respond(RoutingContext context, Function<RoutingContext, Future<Submission.Accepted>> create) {
        Owner owner = RequestOwner.of(context);
        create.apply(context)
                .onSuccess(accepted -> JobCreation.markReplayed(context, accepted.replayed()))
                .compose(accepted -> JobRoutes.get(jobs, accepted.jobId(), owner))
                .compose(job -> longPoll.untilFinal(job, timeout, context.response()))
                .compose(SyncRoutes::result)
                .onSuccess(result -> JsonResponses.json(context, 200, Buffer.buffer(result)))
                .onFailure(cause -> failIfOpen(context, cause));
    }

    private static Future<String> result(JobView job) {
        if (job.status() == JobStatus.SUCCEEDED) {
            return Future.succeededFuture(job.result().orElseThrow());
        }
        return Future.failedFuture(job.error().map(error -> failed(job, error)).orElseGet(() -> stillRunning(job)));
    }

    private static Failure failed(JobView job, JobView.JobError error) {
        return ErrorResponse.DetailedFailure.ofJob(error.code(), error.message(), job.id());
    }

    private static Failure stillRunning(JobView job) {
        return ErrorResponse.DetailedFailure.ofJob(
                ErrorCode.STILL_RUNNING,
                "The job is still running and continues. Poll its status: GET /api/v1/jobs/" + job.id() + "/status.",
                job.id());
    }

    private static void failIfOpen(RoutingContext context, Throwable cause) {
        if (!context.response().closed()) {
            context.fail(cause);
        }
    }
}
