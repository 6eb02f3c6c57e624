package dev.pressroom.http;

import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
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
final class SyncRoutes {
    /** 2 February 2026, in seconds of the epoch, as a Date of RFC 9651: since when these routes are deprecated. */
    private static final String DEPRECATED_SINCE = "@1769990400";

    private static final Map<String, String> SUCCESSORS = Map.of(
            "/api/v1/enhanced-blog-generation/generate", "/api/v1/jobs/content-generation",
            "/api/analyze-website", "/api/v1/jobs/website-analysis");

    private final Orders orders;
    private final JobStore jobs;
    private final StatusWait wait;
    private final Duration within;

    /** @param within how long a client is made to wait */
    SyncRoutes(Orders orders, JobStore jobs, StatusWait wait, Duration within) {
        this.orders = orders;
        this.jobs = jobs;
        this.wait = wait;
        this.within = within;
    }

    /** Lets every answer of these routes say what to use instead (RFC 9745, RFC 5829), refusals included. */
    static void announceSuccessors(Router router) {
        SUCCESSORS.forEach((path, successor) -> router.route(path).handler(context -> {
            context.response()
                    .putHeader("Deprecation", DEPRECATED_SINCE)
                    .putHeader("Link", "<" + successor + ">; rel=\"successor-version\"");
            context.next();
        }));
    }

    /** {@code POST /api/v1/enhanced-blog-generation/generate} */
    void generate(RoutingContext context) {
        answer(context, orders::content);
    }

    /** {@code POST /api/analyze-website} */
    void analyze(RoutingContext context) {
        answer(context, orders::website);
    }

    private void answer(RoutingContext context, Function<RoutingContext, Future<Submission.Accepted>> order) {
        Owner caller = Api.caller(context);
        order.apply(context)
                .onSuccess(accepted -> Orders.markReplayed(context, accepted.replayed()))
                .compose(accepted -> found(accepted.jobId(), caller))
                .compose(job -> wait.end(job, caller, within, context.response()))
                .compose(SyncRoutes::result)
                .onSuccess(result -> Answers.json(context, 200, Buffer.buffer(result)))
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
        return ErrorAnswer.DetailedFailure.of(error.code(), error.message(), job.id());
    }

    private static Failure stillRunning(JobView job) {
        return ErrorAnswer.DetailedFailure.of(
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
