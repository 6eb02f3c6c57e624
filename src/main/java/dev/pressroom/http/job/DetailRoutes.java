package dev.pressroom.http.job;

import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import dev.pressroom.http.request.JsonResponses;
import dev.pressroom.http.request.PathIds;
import dev.pressroom.http.request.Preferences;
import dev.pressroom.http.request.RequestOwner;
import dev.pressroom.job.DetailStore;
import dev.pressroom.job.JobDeletion;
import dev.pressroom.job.JobDetails;
import dev.pressroom.job.JobStore;
import dev.pressroom.job.JobView;
import dev.pressroom.job.Owner;
import dev.pressroom.job.QueuePositions;
import dev.pressroom.job.Signal;
import dev.pressroom.job.Signals;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/** Reads the details of a job, and deletes a job. */
public final class DetailRoutes {
    private final DetailStore details;
    private final JobDeletion deletion;
    private final JobStore jobs;
    private final Optional<QueuePositions> positions;
    private final Signals signals;

    /** @param positions empty without Redis */
    public DetailRoutes(
            DetailStore details,
            JobDeletion deletion,
            JobStore jobs,
            Optional<QueuePositions> positions,
            Signals signals) {
        this.details = details;
        this.deletion = deletion;
        this.jobs = jobs;
        this.positions = positions;
        this.signals = signals;
    }

    /** {@code GET /api/v1/jobs/:jobId} */
    public void get(RoutingContext context) {
        UUID id = PathIds.of(context, "jobId");
        Owner owner = RequestOwner.of(context);
        Future<Boolean> unchanged = context.request().getHeader(HttpHeaders.IF_NONE_MATCH) == null
                ? Future.succeededFuture(false)
                : isUnchanged(context, id, owner);
        unchanged
                .compose(same -> same ? Future.succeededFuture() : send(context, id, owner))
                .onFailure(context::fail);
    }

    /** Answers 304 by the row of the job alone, which is small, if the client has its newest state. */
    private Future<Boolean> isUnchanged(RoutingContext context, UUID id, Owner owner) {
        return jobs.peek(List.of(id), owner).compose(found -> {
            if (found.isEmpty()) {
                return Future.failedFuture(JobStore.notFound());
            }
            JobView job = found.get(0);
            return position(job).map(position -> {
                String etag = JobRoutes.etag(job, position);
                if (!Preferences.matches(context.request().getHeader(HttpHeaders.IF_NONE_MATCH), etag)) {
                    return false;
                }
                putHeaders(context, job, etag);
                JobRoutes.notModified(context);
                return true;
            });
        });
    }

    private Future<Void> send(RoutingContext context, UUID id, Owner owner) {
        return details.find(id, owner)
                .compose(found ->
                        found.map(Future::succeededFuture).orElseGet(() -> Future.failedFuture(JobStore.notFound())))
                .compose(found -> position(found.job()).map(position -> {
                    send(context, found, position);
                    return null;
                }));
    }

    private static void send(RoutingContext context, JobDetails found, OptionalInt position) {
        putHeaders(context, found.job(), JobRoutes.etag(found.job(), position));
        JsonResponses.json(context, 200, DetailsJson.of(found, position));
    }

    private static void putHeaders(RoutingContext context, JobView job, String etag) {
        context.response().putHeader(HttpHeaders.ETAG, etag);
        if (!job.status().isFinal()) {
            context.response().putHeader(HttpHeaders.RETRY_AFTER, Integer.toString(JobRoutes.retryAfterSeconds(job)));
        }
    }

    private Future<OptionalInt> position(JobView job) {
        return positions
                .map(queue -> queue.of(job).otherwise(OptionalInt.empty()))
                .orElseGet(() -> Future.succeededFuture(OptionalInt.empty()));
    }

    /** {@code DELETE /api/v1/jobs/:jobId} */
    public void delete(RoutingContext context) {
        UUID id = PathIds.of(context, "jobId");
        Owner owner = RequestOwner.of(context);
        deletion.delete(id, owner)
                .compose(deleted -> deleted.map(Future::succeededFuture).orElseGet(() -> notDeleted(id, owner)))
                .onSuccess(deleted -> {
                    signals.publish(new Signal.JobChanged(id, deleted.attempt(), deleted.lastEvent()));
                    context.response().setStatusCode(204).end();
                })
                .onFailure(context::fail);
    }

    /** A session that may only read the job gets the answer for an unknown job, as for a retry. */
    private <T> Future<T> notDeleted(UUID id, Owner owner) {
        return jobs.peek(List.of(id), owner)
                .compose(found -> Future.failedFuture(
                        found.stream().anyMatch(job -> owner.owns(job))
                                ? new Failure(
                                        ErrorCode.JOB_NOT_DELETABLE,
                                        "The job has not ended. Cancel it, or wait for its end, before deleting it.")
                                : JobStore.notFound()));
    }
}
