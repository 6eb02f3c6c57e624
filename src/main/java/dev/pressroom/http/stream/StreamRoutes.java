package dev.pressroom.http.stream;

import dev.pressroom.account.TicketStore;
import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import dev.pressroom.config.Settings;
import dev.pressroom.http.request.Authenticator;
import dev.pressroom.http.request.ImageUrls;
import dev.pressroom.http.request.PathIds;
import dev.pressroom.http.request.Preferences;
import dev.pressroom.http.request.RateLimit;
import dev.pressroom.job.EventStore;
import dev.pressroom.job.JobStore;
import dev.pressroom.job.JobType;
import dev.pressroom.job.JobView;
import dev.pressroom.job.Owner;
import dev.pressroom.job.PostgresNarrativeStore;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/** {@code GET /api/v1/jobs/:jobId/stream} and {@code …/narrative-stream}: opens streams and checks their timeouts. */
public final class StreamRoutes {
    private static final long TICK_INTERVAL_MILLIS = 1000;

    /** Time before the end of a stream at which the event {@code stream-timeout} is sent. */
    private static final Duration WARNING = Duration.ofSeconds(10);

    /** Delay after which clients reconnect, to another node, when this one stops. */
    private static final int SHUTDOWN_RETRY_MILLIS = 500;

    private final Vertx vertx;
    private final Authenticator authenticator;
    private final JobStore jobs;
    private final EventStore events;
    private final PostgresNarrativeStore narratives;
    private final TicketStore tickets;
    private final JobSubscriptions subscriptions;
    private final RateLimit limit;
    private final Settings.Streams settings;
    private final Set<JobStream> open = new HashSet<>();
    private final long timer;

    public StreamRoutes(
            Vertx vertx,
            Authenticator authenticator,
            JobStore jobs,
            EventStore events,
            PostgresNarrativeStore narratives,
            TicketStore tickets,
            JobSubscriptions subscriptions,
            RateLimit limit,
            Settings.Streams settings) {
        this.vertx = vertx;
        this.authenticator = authenticator;
        this.jobs = jobs;
        this.events = events;
        this.narratives = narratives;
        this.tickets = tickets;
        this.subscriptions = subscriptions;
        this.limit = limit;
        this.settings = settings;
        this.timer = vertx.setPeriodic(TICK_INTERVAL_MILLIS, tick -> tick());
    }

    /**
     * Streams the events of a job after the {@code Last-Event-ID}. Responds with 204 when the client already has the last
     * event of a finished job, so that an {@code EventSource} does not reconnect.
     */
    public void stream(RoutingContext context) {
        int cursor = cursor(context.request());
        admit(context, job -> {
            if (isHead(context)) {
                respondToHead(context);
            } else if (job.status().isFinal() && cursor >= job.lastEvent()) {
                context.response().setStatusCode(204).end();
            } else {
                open(
                        context,
                        job,
                        over -> new EventStream(
                                vertx,
                                events,
                                context.request(),
                                ImageUrls.of(context),
                                job,
                                cursor,
                                settings.bufferBytes(),
                                over));
            }
        });
    }

    /** Streams the narrative of a website analysis; {@code NOT_FOUND} for other job types. */
    public void narrative(RoutingContext context) {
        admit(context, job -> {
            if (job.type() != JobType.WEBSITE_ANALYSIS) {
                context.fail(new Failure(ErrorCode.NOT_FOUND, "Only website analyses have a narrative."));
            } else if (isHead(context)) {
                respondToHead(context);
            } else {
                open(
                        context,
                        job,
                        over -> new NarrativeStream(
                                vertx,
                                narratives,
                                jobs,
                                context.request(),
                                ImageUrls.of(context),
                                job,
                                settings.bufferBytes(),
                                over));
            }
        });
    }

    private static boolean isHead(RoutingContext context) {
        return context.request().method().equals(HttpMethod.HEAD);
    }

    private static void respondToHead(RoutingContext context) {
        StreamWriter.putHeaders(context.response()).end();
    }

    private void admit(RoutingContext context, Handler<JobView> then) {
        if (isFull()) {
            context.fail(tooMany());
            return;
        }
        ownerWithinLimit(context)
                .compose(owner -> find(context.request(), PathIds.of(context, "jobId"), owner))
                .onSuccess(then)
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

    private boolean isFull() {
        return open.size() >= settings.maxOpen();
    }

    private static Failure tooMany() {
        return new Failure(ErrorCode.OVERLOADED, "Too many streams are open on this node. Try again shortly.");
    }

    /** Checks the limit again: other streams may have been opened while the job was read. */
    private void open(RoutingContext context, JobView job, Function<Runnable, JobStream> factory) {
        if (isFull()) {
            context.fail(tooMany());
            return;
        }
        Registration registration = new Registration(job.id());
        registration.stream = factory.apply(registration::remove);
        open.add(registration.stream);
        subscriptions
                .subscribe(job.id(), registration.stream)
                .onSuccess(subscribed -> registration.stream.begin())
                .onFailure(cause -> {
                    registration.remove();
                    context.fail(cause);
                });
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

    private void tick() {
        List.copyOf(open)
                .forEach(
                        stream -> stream.tick(settings.heartbeat(), settings.maxAge(), WARNING, settings.slowClient()));
    }

    /** Ends all streams with a hint to reconnect, because the node stops. */
    public void stop() {
        vertx.cancelTimer(timer);
        List.copyOf(open).forEach(stream -> stream.endWithRetry(SHUTDOWN_RETRY_MILLIS));
    }

    /** The entries of one stream in the set of open streams and in the subscriptions. */
    private final class Registration {
        private final UUID jobId;
        private JobStream stream;

        Registration(UUID jobId) {
            this.jobId = jobId;
        }

        void remove() {
            open.remove(stream);
            subscriptions.unsubscribe(jobId, stream);
        }
    }
}
