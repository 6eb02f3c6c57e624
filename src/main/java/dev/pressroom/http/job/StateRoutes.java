package dev.pressroom.http.job;

import dev.pressroom.base.Chars;
import dev.pressroom.http.request.ErrorResponse;
import dev.pressroom.http.request.JsonResponses;
import dev.pressroom.http.request.Preferences;
import dev.pressroom.http.request.RequestOwner;
import dev.pressroom.job.JobStore;
import dev.pressroom.job.JobView;
import dev.pressroom.job.Owner;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** Reads the states of many jobs at once: {@code GET /api/v1/jobs?ids=…}. */
public final class StateRoutes {
    private static final int MAX_IDS = 100;

    private static final String IDS = "ids";
    private static final List<String> FILTERS = List.of("status", "type", "tag", "q", "limit", "cursor");

    private final JobStore jobs;
    private final LongPoll longPoll;

    public StateRoutes(JobStore jobs, LongPoll longPoll) {
        this.jobs = jobs;
        this.longPoll = longPoll;
    }

    /** Handles requests with the parameter {@code ids}; passes all others to {@code list}. */
    public Handler<RoutingContext> orElse(Handler<RoutingContext> list) {
        return context -> {
            if (context.queryParams().contains(IDS)) {
                get(context);
            } else {
                list.handle(context);
            }
        };
    }

    private void get(RoutingContext context) {
        List<UUID> ids = ids(context);
        Owner owner = RequestOwner.of(context);
        Optional<Integer> seconds = Preferences.waitSeconds(context.request());
        seconds.ifPresent(s -> context.response().putHeader("Preference-Applied", "wait=" + s));
        find(ids, owner)
                .compose(found -> seconds.filter(s -> mayWait(context, found))
                        .map(s -> longPoll.untilAnyChanges(found, s, context.response())
                                .compose(changed -> find(ids, owner)))
                        .orElse(Future.succeededFuture(found)))
                .onSuccess(found -> send(context, found))
                .onFailure(context::fail);
    }

    private static List<UUID> ids(RoutingContext context) {
        FILTERS.stream().filter(context.queryParams()::contains).findFirst().ifPresent(name -> {
            throw ErrorResponse.DetailedFailure.invalid(name, "cannot be combined with ids");
        });
        List<String> values = context.queryParam(IDS);
        List<String> texts = Chars.split(values.get(0), ',');
        if (values.size() > 1 || texts.size() > MAX_IDS) {
            throw ErrorResponse.DetailedFailure.invalid(IDS, "must be one list of at most " + MAX_IDS + " ids");
        }
        for (int i = 0; i < texts.size(); i++) {
            if (!Chars.isUuid(texts.get(i))) {
                throw ErrorResponse.DetailedFailure.invalid(IDS + "/" + i, "must be the id of a job");
            }
        }
        return texts.stream().map(UUID::fromString).distinct().toList();
    }

    /** The jobs that the owner may access, in the order asked. */
    private Future<List<JobView>> find(List<UUID> ids, Owner owner) {
        return jobs.peek(ids, owner).map(rows -> {
            Map<UUID, JobView> found = new HashMap<>();
            rows.forEach(job -> found.put(job.id(), job));
            return ids.stream().map(found::get).filter(Objects::nonNull).toList();
        });
    }

    /** False when the client's entity tag shows that a job has changed since its last request. */
    private static boolean mayWait(RoutingContext context, List<JobView> found) {
        String known = context.request().getHeader(HttpHeaders.IF_NONE_MATCH);
        return known == null || StatesTag.of(found).hasSameStates(known);
    }

    private static void send(RoutingContext context, List<JobView> found) {
        String etag = StatesTag.of(found).toString();
        context.response().putHeader(HttpHeaders.ETAG, etag);
        found.stream()
                .filter(job -> !job.status().isFinal())
                .mapToInt(JobRoutes::retryAfterSeconds)
                .min()
                .ifPresent(pause -> context.response().putHeader(HttpHeaders.RETRY_AFTER, Integer.toString(pause)));
        if (Preferences.matches(context.request().getHeader(HttpHeaders.IF_NONE_MATCH), etag)) {
            JobRoutes.notModified(context);
            return;
        }
        JsonResponses.json(context, 200, StatusJson.list(found, Optional.empty()));
    }
}
