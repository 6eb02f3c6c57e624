package dev.pressroom.http.stream;

import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import dev.pressroom.http.request.BodyHandler;
import dev.pressroom.http.request.RateLimit;
import dev.pressroom.http.request.RequestOwner;
import dev.pressroom.job.JobStore;
import dev.pressroom.job.JobView;
import dev.pressroom.job.Submission;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Responds to requests that create a job with the stream of the job. All limits of streams are checked before the job is
 * stored. If its stream cannot be opened afterwards, the response is that of a request without a stream: the job exists,
 * and its client must not create it again.
 */
public final class CreatedStreams {
    private static final Logger LOG = LoggerFactory.getLogger(CreatedStreams.class);

    private final OpenStreams open;
    private final StreamFactory factory;
    private final JobStore jobs;
    private final RateLimit limit;

    CreatedStreams(OpenStreams open, StreamFactory factory, JobStore jobs, RateLimit limit) {
        this.open = open;
        this.factory = factory;
        this.jobs = jobs;
        this.limit = limit;
    }

    /**
     * Creates a job and streams it.
     *
     * @param create stores the job
     * @param setHead sets the status and the headers of the response
     * @param sendJson sends the response to a request without a stream
     * @throws Failure {@code VALIDATION_FAILED} for invalid query parameters
     */
    public void respond(
            RoutingContext context,
            Supplier<Future<Submission.Accepted>> create,
            Consumer<Submission.Accepted> setHead,
            Consumer<Submission.Accepted> sendJson) {
        StreamView view = StreamView.ofCreate(context.request());
        limit.count(context, Optional.ofNullable(RequestOwner.of(context)))
                .compose(counted -> open.reserve())
                .compose(reserved -> Future.succeededFuture()
                        .compose(ready -> create.get())
                        .compose(accepted -> opened(context, view, accepted, setHead, sendJson))
                        .eventually(() -> {
                            open.release();
                            return Future.succeededFuture();
                        }))
                .onFailure(context::fail);
    }

    /** Completes when the stream is registered, or JSON was sent. Never fails. */
    private Future<Void> opened(
            RoutingContext context,
            StreamView view,
            Submission.Accepted accepted,
            Consumer<Submission.Accepted> setHead,
            Consumer<Submission.Accepted> sendJson) {
        return find(accepted.jobId())
                .map(job -> {
                    setHead.accept(accepted);
                    BodyHandler.discard(context);
                    StreamRoutes.announceView(context, view);
                    open.open(
                            job.id(),
                            factory.stream(context, job, view, 0),
                            cause -> sendUnopened(context, accepted, cause, sendJson));
                    return (Void) null;
                })
                .recover(cause -> {
                    sendUnopened(context, accepted, cause, sendJson);
                    return Future.succeededFuture();
                });
    }

    private Future<JobView> find(UUID id) {
        if (open.isStopped()) {
            return Future.failedFuture(new Failure(ErrorCode.SHUTTING_DOWN, "This node is stopping."));
        }
        return jobs.peek(List.of(id))
                .compose(rows -> open.isStopped() || rows.isEmpty()
                        ? Future.failedFuture(JobStore.notFound())
                        : Future.succeededFuture(rows.get(0)));
    }

    private static void sendUnopened(
            RoutingContext context,
            Submission.Accepted accepted,
            Throwable cause,
            Consumer<Submission.Accepted> sendJson) {
        LOG.atInfo()
                .addKeyValue("job", accepted.jobId())
                .addKeyValue("cause", cause.getMessage())
                .log("job created without its stream");
        context.response().headers().remove(UiChunks.HEADER);
        sendJson.accept(accepted);
    }
}
