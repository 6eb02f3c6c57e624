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
import java.util.UUID;
import java.util.function.Function;

/**
 * The old calls that answer with the result itself. Each makes a job and waits for its end; the job goes on when the
 * client does not wait.
 */
public final class SyncRoutes {
    /** 2 February 2026, in seconds of the epoch, as a Date of RFC 9651: since when these routes are deprecated. */
    private static final String DEPRECATED_SINCE = "@1769990400";

    private static final Map<String, String> SUCCESSORS = Map.of(
            "/api/v1/enhanced-blog-generation/generate", "/api/v1/jobs/content-generation",
            "/api/analyze-website", "/api/v1/jobs/website-analysis");

    private final JobCreation orders;
    private final JobStore jobs;
    private final LongPoll wait;
    private final Duration within;

    /** @param within how long a client is made to wait */
    public SyncRoutes(JobCreation orders, JobStore jobs, LongPoll wait, Duration within) {
        this.orders = orders;
        this.jobs = jobs;
        this.wait = wait;
        this.within = within;
    }

    /** Lets every answer of these routes say what to use instead (RFC 9745, RFC 5829), refusals included. */
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
        answer(context, orders::content);
    }

    /** {@code POST /api/analyze-website} */
    public void analyze(RoutingContext context) {
        answer(context, orders::website);
    }

    private void answer(RoutingContext context, Function<RoutingContext, Future<Submission.Accepted>> order) {
        Owner caller = RequestOwner.of(context);
        order.apply(context)
                .onSuccess(accepted -> JobCreation.markReplayed(context, accepted.replayed()))
                .compose(accepted -> found(accepted.jobId(), caller))
                .compose(job -> wait.end(job, caller, within, context.response()))
                .compose(SyncRoutes::result)
                .onSuccess(result -> JsonResponses.json(context, 200, Buffer.buffer(result)))
                .onFailure(cause -> refuse(context, cause));
    }

    private Future<JobView> found(UUID id, Owner caller) {
        return jobs.find(id, caller)
                .compose(job ->
                        job.map(Future::succeededFuture).orElseGet(() -> Future.failedFuture(JobStore.notFound())));
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
                "This takes longer than an answer may. The job goes on: ask /api/v1/jobs/" + job.id() + "/status.",
                job.id());
    }

    private static void refuse(RoutingContext context, Throwable cause) {
        if (!context.response().closed()) {
            context.fail(cause);
        }
    }
}
