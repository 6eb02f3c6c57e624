package dev.pressroom.http.stream;

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
import dev.pressroom.job.TicketStore;
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

/**
 * {@code GET /api/v1/jobs/:jobId/stream} and {@code …/narrative-stream}: lets watchers in, and minds the clock for all
 * open streams.
 */
public final class StreamRoutes {
    private static final long TICK_MILLIS = 1000;
    private static final Duration WARNING = Duration.ofSeconds(10);
    private static final int MOVE_MILLIS = 500;

    private final Vertx vertx;
    private final Authenticator authenticator;
    private final JobStore jobs;
    private final EventStore events;
    private final PostgresNarrativeStore narrativeStore;
    private final TicketStore tickets;
    private final JobSubscriptions feeds;
    private final RateLimit limit;
    private final Settings.Streams settings;
    private final Set<JobStream> open = new HashSet<>();
    private final long timer;

    public StreamRoutes(
            Vertx vertx,
            Authenticator authenticator,
            JobStore jobs,
            EventStore events,
            PostgresNarrativeStore narrativeStore,
            TicketStore tickets,
            JobSubscriptions feeds,
            RateLimit limit,
            Settings.Streams settings) {
        this.vertx = vertx;
        this.authenticator = authenticator;
        this.jobs = jobs;
        this.events = events;
        this.narrativeStore = narrativeStore;
        this.tickets = tickets;
        this.feeds = feeds;
        this.limit = limit;
        this.settings = settings;
        this.timer = vertx.setPeriodic(TICK_MILLIS, tick -> tick());
    }

    public void stream(RoutingContext context) {
        int cursor = cursor(context.request());
        admit(context, job -> {
            if (isHead(context)) {
                answerHead(context);
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

    /** Only website analyses are narrated; of other jobs there is no such thing. */
    public void narrative(RoutingContext context) {
        admit(context, job -> {
            if (job.type() != JobType.WEBSITE_ANALYSIS) {
                context.fail(new Failure(ErrorCode.NOT_FOUND, "Only website analyses have a narrative."));
            } else if (isHead(context)) {
                answerHead(context);
            } else {
                open(
                        context,
                        job,
                        over -> new NarrativeStream(
                                vertx,
                                narrativeStore,
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

    /** The head of a stream that is not opened. */
    private static void answerHead(RoutingContext context) {
        StreamWriter.putHeaders(context.response()).end();
    }

    private void admit(RoutingContext context, Handler<JobView> then) {
        if (isFull()) {
            context.fail(tooMany());
            return;
        }
        counted(context)
                .compose(caller -> admitted(context.request(), PathIds.of(context, "jobId"), caller))
                .onSuccess(then)
                .onFailure(context::fail);
    }

    /** Counts the request; who calls, unless a ticket stands for that. */
    private Future<Optional<Owner>> counted(RoutingContext context) {
        if (context.request().getParam("ticket") != null) {
            return limit.count(context, Optional.empty()).map(Optional.empty());
        }
        return authenticator
                .forStream(context.request())
                .recover(cause -> Future.failedFuture(limit.countRejected(context, cause)))
                .compose(caller -> limit.count(context, Optional.of(caller)).map(Optional.of(caller)));
    }

    /** A ticket was given to somebody who owned the job; whoever has none must show that it is theirs. */
    private Future<JobView> admitted(HttpServerRequest request, UUID id, Optional<Owner> caller) {
        if (caller.isPresent()) {
            return jobs.find(id, caller.get()).compose(StreamRoutes::found);
        }
        if (request.method().equals(HttpMethod.HEAD)) {
            return Future.failedFuture(
                    new Failure(ErrorCode.UNAUTHENTICATED, "A ticket opens a stream by GET only: it is good once."));
        }
        return tickets.redeem(request.getParam("ticket"), id)
                .compose(good -> good
                        ? jobs.peek(List.of(id)).map(rows -> rows.stream().findFirst())
                        : Future.failedFuture(new Failure(
                                ErrorCode.UNAUTHENTICATED,
                                "This ticket is unknown, used or too old. Ask for a new one.")))
                .compose(StreamRoutes::found);
    }

    private static Future<JobView> found(Optional<JobView> job) {
        return job.map(Future::succeededFuture).orElseGet(() -> Future.failedFuture(JobStore.notFound()));
    }

    private boolean isFull() {
        return open.size() >= settings.maxOpen();
    }

    private static Failure tooMany() {
        return new Failure(ErrorCode.OVERLOADED, "Too many streams are open here. Try again shortly.");
    }

    /** Others may have come in while it was found out whether this one may. */
    private void open(RoutingContext context, JobView job, Function<Runnable, JobStream> made) {
        if (isFull()) {
            context.fail(tooMany());
            return;
        }
        Watch watch = new Watch(job.id());
        watch.stream = made.apply(watch::over);
        open.add(watch.stream);
        feeds.open(job.id(), watch.stream)
                .onSuccess(listening -> watch.stream.begin())
                .onFailure(cause -> {
                    watch.over();
                    context.fail(cause);
                });
    }

    /**
     * The last event that the client has: the header of a reconnecting {@code EventSource}, else the query. 0 when
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

    /** Ends all streams; their clients come back, to another node. */
    public void stop() {
        vertx.cancelTimer(timer);
        List.copyOf(open).forEach(stream -> stream.leave(MOVE_MILLIS));
    }

    /** Ties a stream to its places in the feed and in the list of open ones. */
    private final class Watch {
        private final UUID jobId;
        private JobStream stream;

        Watch(UUID jobId) {
            this.jobId = jobId;
        }

        void over() {
            open.remove(stream);
            feeds.close(jobId, stream);
        }
    }
}
