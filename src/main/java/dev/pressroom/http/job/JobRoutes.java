package dev.pressroom.http.job;

import dev.pressroom.account.TicketStore;
import dev.pressroom.base.Chars;
import dev.pressroom.base.CleanText;
import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import dev.pressroom.bus.Addresses;
import dev.pressroom.http.request.Accept;
import dev.pressroom.http.request.ErrorResponse;
import dev.pressroom.http.request.JsonBodies;
import dev.pressroom.http.request.JsonResponses;
import dev.pressroom.http.request.PathIds;
import dev.pressroom.http.request.Preferences;
import dev.pressroom.http.request.RequestOwner;
import dev.pressroom.http.request.RequestSpan;
import dev.pressroom.http.stream.CreatedStreams;
import dev.pressroom.job.JobStatus;
import dev.pressroom.job.JobStore;
import dev.pressroom.job.JobType;
import dev.pressroom.job.JobUrls;
import dev.pressroom.job.JobView;
import dev.pressroom.job.NodeMessage;
import dev.pressroom.job.Owner;
import dev.pressroom.job.QueuePositions;
import dev.pressroom.job.RedisJobQueue;
import dev.pressroom.job.Signal;
import dev.pressroom.job.Signals;
import dev.pressroom.job.Submission;
import dev.pressroom.job.Submitter;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.function.Supplier;

/** Creates, reads, lists, cancels and retries jobs. Requests have been validated against the OpenAPI document before. */
public final class JobRoutes {
    private static final int DEFAULT_LIMIT = 20;

    /** Words of a title that one request may search for. */
    private static final int MAX_WORDS = 10;

    private final Vertx vertx;
    private final JobCreation creation;
    private final Submitter submitter;
    private final JobStore jobs;
    private final TicketStore tickets;
    private final Optional<RedisJobQueue> queue;
    private final Optional<QueuePositions> positions;
    private final Signals signals;
    private final LongPoll longPoll;
    private final PaymentRequired payment;
    private final CreatedBody createdBody;
    private final CreatedStreams streams;

    public JobRoutes(
            Vertx vertx,
            JobCreation creation,
            Submitter submitter,
            JobStore jobs,
            TicketStore tickets,
            Optional<RedisJobQueue> queue,
            LongPoll longPoll,
            PaymentRequired payment,
            JobUrls urls,
            CreatedStreams streams) {
        this.vertx = vertx;
        this.creation = creation;
        this.submitter = submitter;
        this.jobs = jobs;
        this.tickets = tickets;
        this.queue = queue;
        this.positions = queue.map(QueuePositions::new);
        this.signals = new Signals(vertx);
        this.longPoll = longPoll;
        this.payment = payment;
        this.createdBody = new CreatedBody(urls);
        this.streams = streams;
    }

    /** {@code POST /api/v1/jobs/content-generation} */
    public void createContentGeneration(RoutingContext context) {
        create(context, () -> creation.contentGeneration(context));
    }

    /** {@code POST /api/v1/jobs/website-analysis} */
    public void createWebsiteAnalysis(RoutingContext context) {
        create(context, () -> creation.websiteAnalysis(context));
    }

    private void create(RoutingContext context, Supplier<Future<Submission.Accepted>> create) {
        if (Accept.isEventStream(context.request())) {
            streams.respond(
                    context,
                    create,
                    accepted -> setCreatedHead(context, accepted),
                    accepted -> sendCreated(context, accepted));
        } else {
            create.get().onSuccess(accepted -> sendCreated(context, accepted)).onFailure(context::fail);
        }
    }

    private static void setCreatedHead(RoutingContext context, Submission.Accepted accepted) {
        context.response()
                .setStatusCode(201)
                .putHeader(HttpHeaders.LOCATION, "/api/v1/jobs/" + accepted.jobId() + "/status");
        JobCreation.markReplayed(context, accepted.replayed());
    }

    private void sendCreated(RoutingContext context, Submission.Accepted accepted) {
        setCreatedHead(context, accepted);
        JsonResponses.jsonWithoutImages(context, 201, createdBody.of(accepted.jobId()));
    }

    /** {@code GET /api/v1/jobs/:jobId/status} */
    public void getStatus(RoutingContext context) {
        UUID id = id(context);
        Optional<Integer> seconds = Preferences.waitSeconds(context.request());
        seconds.ifPresent(s -> context.response().putHeader("Preference-Applied", "wait=" + s));
        Owner owner = RequestOwner.of(context);
        get(jobs, id, owner)
                .compose(job -> seconds.isPresent()
                        ? longPoll.untilChanged(job, seconds.get(), context.response())
                        : Future.succeededFuture(job))
                .compose(job -> queuePosition(job).map(position -> {
                    sendStatus(context, job, position);
                    return null;
                }))
                .onFailure(context::fail);
    }

    private static void sendStatus(RoutingContext context, JobView job, OptionalInt position) {
        String etag = etag(job, position);
        context.response().putHeader(HttpHeaders.ETAG, etag);
        if (!job.status().isFinal()) {
            context.response().putHeader(HttpHeaders.RETRY_AFTER, Integer.toString(retryAfterSeconds(job)));
        }
        if (Preferences.matches(context.request().getHeader(HttpHeaders.IF_NONE_MATCH), etag)) {
            notModified(context);
            return;
        }
        JsonResponses.json(context, 200, StatusJson.one(job, position));
    }

    static void notModified(RoutingContext context) {
        context.response()
                .setStatusCode(304)
                .putHeader(HttpHeaders.CACHE_CONTROL, JsonResponses.NO_STORE)
                .end();
    }

    /** The entity tag of a status: every update of a job's row changes {@code updated_at}, which has microseconds. */
    static String etag(JobView job, OptionalInt position) {
        long micros =
                job.updatedAt().toEpochSecond() * 1_000_000 + job.updatedAt().getNano() / 1000;
        return '"' + Long.toString(micros, 36) + '-' + job.attempt() + '-' + position.orElse(0) + '"';
    }

    /** A quarter of the estimated time left, from 1 to 5 seconds. */
    static int retryAfterSeconds(JobView job) {
        return Math.max(1, Math.min(5, job.etaSeconds().orElse(4) / 4));
    }

    private Future<OptionalInt> queuePosition(JobView job) {
        return positions
                .map(queuePositions -> queuePositions.of(job).otherwise(OptionalInt.empty()))
                .orElseGet(() -> Future.succeededFuture(OptionalInt.empty()));
    }

    /** {@code GET /api/v1/jobs} */
    public void list(RoutingContext context) {
        int limit = Preferences.integer(context.request().getParam("limit")).orElse(DEFAULT_LIMIT);
        Optional<UUID> cursor =
                Optional.ofNullable(context.request().getParam("cursor")).map(UUID::fromString);
        jobs.page(RequestOwner.of(context), filter(context), cursor, limit)
                .onSuccess(page -> JsonResponses.json(
                        context, 200, StatusJson.list(page.jobs(), page.next().map(UUID::toString))))
                .onFailure(context::fail);
    }

    private static JobStore.Filter filter(RoutingContext context) {
        List<String> words = Chars.words(
                        parameter(context, "q").map(CleanText::line).orElse(""))
                .stream()
                .distinct()
                .toList();
        if (words.size() > MAX_WORDS) {
            throw ErrorResponse.DetailedFailure.invalid("q", "must have at most " + MAX_WORDS + " words");
        }
        return new JobStore.Filter(
                parameter(context, "status").map(JobStatus::of),
                parameter(context, "type").map(JobType::of),
                parameter(context, "tag").map(CleanText::line),
                words);
    }

    private static Optional<String> parameter(RoutingContext context, String name) {
        return Optional.ofNullable(context.request().getParam(name));
    }

    /** {@code POST /api/v1/jobs/:jobId/retry} */
    public void retry(RoutingContext context) {
        UUID id = id(context);
        Owner owner = RequestOwner.of(context);
        submitter
                .retry(id, owner, from(context), RequestSpan.of(context))
                .recover(cause -> payment.withBalance(cause, owner))
                .onSuccess(queued -> JsonResponses.json(context, 200, jobId(id)))
                .onFailure(context::fail);
    }

    private static Optional<String> from(RoutingContext context) {
        return JsonBodies.node(context).map(body -> body.path("from").textValue());
    }

    /** {@code POST /api/v1/jobs/:jobId/cancel} */
    public void cancel(RoutingContext context) {
        cancel(id(context), RequestOwner.of(context))
                .onSuccess(cancelled -> JsonResponses.json(context, 200, new JsonObject().put("cancelled", true)))
                .onFailure(context::fail);
    }

    /** Cancels a job. Fails with {@code NOT_FOUND}, or {@code JOB_NOT_CANCELLABLE} when it has ended. */
    public Future<Void> cancel(UUID id, Owner owner) {
        return jobs.cancel(id, owner)
                .compose(cancelled -> cancelled
                        .map(Future::succeededFuture)
                        .orElseGet(() -> get(jobs, id, owner).compose(job -> Future.failedFuture(alreadyFinal()))))
                .onSuccess(cancelled -> publishCancelled(id, cancelled))
                .mapEmpty();
    }

    /**
     * The status of a job with its result, as soon as it has ended or the time has passed. Fails with {@code NOT_FOUND}.
     *
     * @param atMost zero returns the current status at once
     * @param response of the request that waits
     */
    public Future<JsonObject> statusAtEnd(UUID id, Owner owner, Duration atMost, HttpServerResponse response) {
        return get(jobs, id, owner)
                .compose(job ->
                        atMost.isZero() ? Future.succeededFuture(job) : longPoll.untilFinal(job, atMost, response))
                .compose(job -> queuePosition(job)
                        .map(position -> StatusJson.one(job, position).toJsonObject()));
    }

    /**
     * Notifies subscribers, and the running node or the queue, of a cancellation that is already stored in Postgres.
     */
    private void publishCancelled(UUID id, JobStore.Cancelled cancelled) {
        signals.publish(new Signal.JobChanged(id, cancelled.attempt(), cancelled.lastEvent()));
        cancelled
                .ranOn()
                .ifPresentOrElse(
                        node -> vertx.eventBus()
                                .send(Addresses.node(node), new NodeMessage.Stop(id, cancelled.attempt())),
                        () -> queue.ifPresent(q -> q.remove(cancelled.type(), id, cancelled.attempt())));
    }

    /** {@code POST /api/v1/jobs/:jobId/stream-ticket} */
    public void createTicket(RoutingContext context) {
        UUID id = id(context);
        get(jobs, id, RequestOwner.of(context))
                .compose(job -> tickets.issue(id))
                .onSuccess(ticket -> JsonResponses.json(
                        context,
                        200,
                        new JsonObject().put("ticket", ticket).put("expiresIn", TicketStore.LIFETIME.toSeconds())))
                .onFailure(context::fail);
    }

    /** The job with its result. Fails with {@code NOT_FOUND} for an unknown job and for one of another owner. */
    static Future<JobView> get(JobStore jobs, UUID id, Owner owner) {
        return jobs.find(id, owner)
                .compose(job ->
                        job.map(Future::succeededFuture).orElseGet(() -> Future.failedFuture(JobStore.notFound())));
    }

    private static UUID id(RoutingContext context) {
        return PathIds.of(context, "jobId");
    }

    private static JsonObject jobId(UUID id) {
        return new JsonObject().put("jobId", id.toString());
    }

    private static Failure alreadyFinal() {
        return new Failure(ErrorCode.JOB_NOT_CANCELLABLE, "The job has already ended and cannot be cancelled.");
    }
}
