package dev.pressroom.http.stream;

import dev.pressroom.account.TicketStore;
import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import dev.pressroom.config.Settings;
import dev.pressroom.http.request.Authenticator;
import dev.pressroom.http.request.PathIds;
import dev.pressroom.http.request.Preferences;
import dev.pressroom.http.request.RateLimit;
import dev.pressroom.job.JobStore;
import dev.pressroom.job.JobType;
import dev.pressroom.job.JobView;
import dev.pressroom.job.Owner;
import dev.pressroom.store.Database;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * {@code GET /api/v1/jobs/:jobId/stream}, {@code …/ui-message-stream} and {@code …/narrative-stream}, and {@code GET
 * /api/v1/ops/jobs/:jobId/stream}.
 */
public final class StreamRoutes {
    private final Authenticator authenticator;
    private final JobStore jobs;
    private final TicketStore tickets;
    private final RateLimit limit;
    private final StreamFactory factory;
    private final OpenStreams open;

    public StreamRoutes(
            Vertx vertx,
            Authenticator authenticator,
            Database database,
            JobStore jobs,
            TicketStore tickets,
            JobSubscriptions subscriptions,
            RateLimit limit,
            Settings.Streams settings,
            StreamMetrics metrics) {
        this.authenticator = authenticator;
        this.jobs = jobs;
        this.tickets = tickets;
        this.limit = limit;
        this.factory = StreamFactory.of(database, jobs, settings.bufferBytes());
        this.open = new OpenStreams(vertx, subscriptions, settings, metrics);
    }

    /** The streams of requests that create a job. */
    public CreatedStreams created() {
        return new CreatedStreams(open, factory, jobs, limit);
    }

    /**
     * Streams the events of a job after the {@code Last-Event-ID}. Responds with 204 when the client already has the last
     * event of a finished job, so that an {@code EventSource} does not reconnect. Streams all events when the job has no
     * such event yet: its database was restored from a backup since, and the events get their numbers again.
     */
    public void stream(RoutingContext context) {
        admit(context, StreamView::ofEvents, (job, view) -> streamEvents(context, job, view));
    }

    /** As {@link #stream}, for a job of any owner: the route has checked that the client is an operator. */
    public void streamForOperator(RoutingContext context) {
        UUID id = PathIds.of(context, "jobId");
        StreamView view = StreamView.ofEvents(context.request());
        open.requireRoom()
                .compose(room -> jobs.peek(List.of(id)))
                .compose(rows -> orNotFound(rows.stream().findFirst()))
                .onSuccess(job -> streamEvents(context, job, view))
                .onFailure(context::fail);
    }

    private void streamEvents(RoutingContext context, JobView job, StreamView view) {
        int cursor = cursor(context.request());
        if (isHead(context)) {
            respondToHead(context, view);
        } else if (job.status().isFinal() && cursor >= job.lastEvent()) {
            context.response().setStatusCode(204).end();
        } else {
            open(context, job, factory.stream(context, job, view, cursor > job.lastEvent() ? 0 : cursor));
        }
    }

    /**
     * Streams a job as a UI message of the AI SDK. Responds with 204 when a client that resumes ({@code ?resume=1}) asks
     * for a finished job, which it then takes as "nothing to resume".
     */
    public void message(RoutingContext context) {
        boolean resumes = context.request().getParam("resume") != null;
        admit(context, request -> new StreamView(true, EventFilter.ALL), (job, view) -> {
            if (isHead(context)) {
                respondToHead(context, view);
            } else if (job.status().isFinal() && resumes) {
                context.response().setStatusCode(204).end();
            } else {
                announceView(context, view);
                open(context, job, factory.stream(context, job, view, 0));
            }
        });
    }

    /** Streams the narrative of a website analysis; {@code NOT_FOUND} for other job types. */
    public void narrative(RoutingContext context) {
        admit(context, request -> new StreamView(false, EventFilter.ALL), (job, view) -> {
            if (job.type() != JobType.WEBSITE_ANALYSIS) {
                context.fail(new Failure(ErrorCode.NOT_FOUND, "Only website analyses have a narrative."));
            } else if (isHead(context)) {
                respondToHead(context, view);
            } else {
                open(context, job, factory.narrative(context, job));
            }
        });
    }

    /** Sets the header by which clients recognize the protocol of UI messages. */
    static void announceView(RoutingContext context, StreamView view) {
        if (view.isMessage()) {
            context.response().putHeader(UiChunks.HEADER, UiChunks.VERSION);
        }
    }

    private static boolean isHead(RoutingContext context) {
        return context.request().method().equals(HttpMethod.HEAD);
    }

    private static void respondToHead(RoutingContext context, StreamView view) {
        announceView(context, view);
        StreamWriter.putHeaders(context.response()).end();
    }

    /** @param parameters reads the query of a request with valid credentials */
    private void admit(
            RoutingContext context,
            Function<HttpServerRequest, StreamView> parameters,
            BiConsumer<JobView, StreamView> then) {
        open.requireRoom()
                .compose(room -> ownerWithinLimit(context))
                .compose(owner -> {
                    StreamView view = parameters.apply(context.request());
                    return find(context.request(), PathIds.of(context, "jobId"), owner)
                            .onSuccess(job -> then.accept(job, view));
                })
                .onFailure(context::fail);
    }

    /** Counts the request for the rate limit. Returns its owner; empty for a request with a ticket. */
    private Future<Optional<Owner>> ownerWithinLimit(RoutingContext context) {
        if (context.request().getParam("ticket") != null) {
            return limit.count(context, Optional.empty()).map(Optional.empty());
        }
        return authenticator
                .forStream(context.request())
                .recover(cause -> Future.failedFuture(limit.countRejected(context, cause)))
                .compose(owner -> limit.count(context, Optional.of(owner)).map(Optional.of(owner)));
    }

    /** Finds the job of this owner or, without one, the job that the ticket was issued for. */
    private Future<JobView> find(HttpServerRequest request, UUID id, Optional<Owner> owner) {
        if (owner.isPresent()) {
            return jobs.find(id, owner.get()).compose(StreamRoutes::orNotFound);
        }
        if (request.method().equals(HttpMethod.HEAD)) {
            return Future.failedFuture(
                    new Failure(ErrorCode.UNAUTHENTICATED, "A ticket is valid once, and for GET only."));
        }
        return tickets.redeem(request.getParam("ticket"), id)
                .compose(isValid -> isValid
                        ? jobs.peek(List.of(id)).map(rows -> rows.stream().findFirst())
                        : Future.failedFuture(new Failure(
                                ErrorCode.UNAUTHENTICATED,
                                "This ticket is unknown, used or expired. Create a new one.")))
                .compose(StreamRoutes::orNotFound);
    }

    private static Future<JobView> orNotFound(Optional<JobView> job) {
        return job.map(Future::succeededFuture).orElseGet(() -> Future.failedFuture(JobStore.notFound()));
    }

    /** Checks the limit again: other streams may have been opened while the job was read. */
    private void open(RoutingContext context, JobView job, Function<Runnable, JobStream> stream) {
        open.requireRoom()
                .onSuccess(room -> open.openOrEnd(job.id(), stream, context::fail))
                .onFailure(context::fail);
    }

    /**
     * The number of the last event that the client has, from the header {@code Last-Event-ID} or else the query; 0 when
     * neither is a number.
     */
    private static int cursor(HttpServerRequest request) {
        return Preferences.eventNumber(request.getHeader("Last-Event-ID"))
                .or(() -> Preferences.eventNumber(request.getParam("lastEventId")))
                .orElse(0);
    }

    /** Ends all streams with a hint to reconnect, because the node stops. */
    public void stop() {
        open.stop();
    }
}
