package dev.pressroom.worker;

import dev.pressroom.base.CleanText;
import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import dev.pressroom.job.JobEvent;
import dev.pressroom.job.Lease;
import dev.pressroom.job.LeaseStore;
import dev.pressroom.job.Signal;
import dev.pressroom.pipeline.Pipeline;
import dev.pressroom.store.Database;
import dev.pressroom.worker.JobRun.CompletedStep;
import io.vertx.core.Future;
import io.vertx.core.json.Json;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Settles a run: ends its job in Postgres with the result or the failure, and publishes the end. */
final class Settler {
    private static final Logger LOG = LoggerFactory.getLogger(Settler.class);

    /** Larger results are read from Postgres by the nodes that have subscribers, instead of being sent to all. */
    private static final int MAX_PUBLISHED_RESULT_CHARS = 16_384;

    private final RunServices services;
    private final Lease lease;
    private final Recorder recorder;
    private final NarrativeWriter narrativeWriter;
    private final Supplier<List<LeaseStore.UnfinishedStep>> unfinished;
    private final BooleanSupplier abandoned;

    /**
     * @param unfinished takes the usage of steps without a checkpoint
     * @param abandoned true once nothing more may be written
     */
    Settler(
            RunServices services,
            Lease lease,
            Recorder recorder,
            NarrativeWriter narrativeWriter,
            Supplier<List<LeaseStore.UnfinishedStep>> unfinished,
            BooleanSupplier abandoned) {
        this.services = services;
        this.lease = lease;
        this.recorder = recorder;
        this.narrativeWriter = narrativeWriter;
        this.unfinished = unfinished;
        this.abandoned = abandoned;
    }

    /**
     * Settles a completed or failed run; other outcomes are returned unchanged.
     *
     * @param lastStep the last step, if its checkpoint is not stored yet
     * @return {@code outcome}; {@code Stopped} when the lease is lost; {@code Failed} when Postgres rejects the result
     */
    Future<RunOutcome> settle(RunOutcome outcome, Optional<CompletedStep> lastStep) {
        if (outcome instanceof RunOutcome.Completed completed) {
            return settled(outcome, () -> succeed(completed, lastStep), lastStep);
        }
        return outcome instanceof RunOutcome.Failed failed
                ? settledAsFailed(failed, lastStep)
                : Future.succeededFuture(outcome);
    }

    /** Stores the last step's checkpoint by itself, as there is no result to store it with. */
    private Future<RunOutcome> settledAsFailed(RunOutcome.Failed failed, Optional<CompletedStep> lastStep) {
        lastStep.ifPresent(step ->
                recorder.record(Optional.of(step.checkpoint()), step.result().events()));
        List<LeaseStore.UnfinishedStep> used = unfinished.get();
        return settled(failed, () -> fail(failed, used), Optional.empty());
    }

    private Future<Optional<Integer>> succeed(RunOutcome.Completed completed, Optional<CompletedStep> lastStep) {
        Pipeline.Product product = completed.product();
        String result = product.result().encode();
        Optional<LeaseStore.Recording> closing = lastStep.map(
                step -> recorder.last(step.checkpoint(), step.result().events()));
        return services.leases()
                .succeed(new LeaseStore.Settlement(
                        lease,
                        result,
                        closing,
                        product.post()
                                .map(p -> new LeaseStore.PostRow(p.id(), p.title(), p.content(), p.status(), p.meta())),
                        product.organization()
                                .map(o -> new LeaseStore.OrganizationRow(o.id(), o.host(), o.name(), o.context())),
                        product.repeated()
                                .map(r -> new LeaseStore.Repeated(r.step(), r.member(), Json.encode(r.value())))))
                .onSuccess(event -> event.ifPresent(seq -> {
                    closing.ifPresent(recorder::stored);
                    publishResult(seq, result);
                }));
    }

    /** Publishes a small result, so that subscribers need not read it from Postgres. */
    private void publishResult(int seq, String result) {
        if (result.length() <= MAX_PUBLISHED_RESULT_CHARS) {
            services.signals()
                    .publish(new Signal.EventAppended(
                            lease.jobId(), lease.attempt(), seq, JobEvent.COMPLETE, "{\"result\":" + result + "}"));
        }
    }

    private Future<Optional<Integer>> fail(RunOutcome.Failed failed, List<LeaseStore.UnfinishedStep> used) {
        return services.leases().fail(lease, failed.code(), failed.message(), failed.retryable(), used);
    }

    private Future<RunOutcome> settled(
            RunOutcome outcome, Supplier<Future<Optional<Integer>>> settlement, Optional<CompletedStep> lastStep) {
        return Future.join(recorder.drained(), narrativeWriter.drained())
                .compose(written -> services.persist(lease, "settlement", settlement, abandoned))
                .map(event -> event.map(seq -> published(outcome, seq))
                        .orElse(new RunOutcome.Stopped(RunOutcome.Reason.LEASE_LOST)))
                .recover(cause -> unsettled(outcome, cause, lastStep));
    }

    private RunOutcome published(RunOutcome outcome, int lastEvent) {
        services.signals().publish(new Signal.JobChanged(lease.jobId(), lease.attempt(), lastEvent));
        return outcome;
    }

    /** A result that Postgres rejects is a bug: the job fails instead of running again and again. */
    private Future<RunOutcome> unsettled(RunOutcome outcome, Throwable cause, Optional<CompletedStep> lastStep) {
        LOG.atError().addKeyValue("job", lease.jobId()).setCause(cause).log("job could not be settled");
        if (outcome instanceof RunOutcome.Completed && !abandoned.getAsBoolean()) {
            return settledAsFailed(failed(lease.jobId(), cause), lastStep);
        }
        return Future.succeededFuture(new RunOutcome.Stopped(RunOutcome.Reason.LEASE_LOST));
    }

    /** The outcome of a run that has failed. Logs a cause that is not a {@link Failure}. */
    static RunOutcome.Failed failed(UUID jobId, Throwable cause) {
        if (cause instanceof Failure failure) {
            return new RunOutcome.Failed(
                    failure.code(), CleanText.line(failure.getMessage()), reason(failure), isTransient(failure));
        }
        LOG.atError().addKeyValue("job", jobId).setCause(cause).log("step crashed");
        return new RunOutcome.Failed(
                ErrorCode.INTERNAL,
                "Something went wrong on our side. Try again.",
                cause.getClass().getSimpleName(),
                true);
    }

    /** The message, with the type of the exception behind it; that exception's text may quote users. */
    private static String reason(Failure failure) {
        String message = CleanText.line(failure.getMessage());
        return failure.getCause() == null
                ? message
                : message + " (" + failure.getCause().getClass().getSimpleName() + ")";
    }

    /** True for failures that another try may avoid. */
    static boolean isTransient(Throwable cause) {
        return cause instanceof Failure failure && failure.code().isTransient() || Database.isOutage(cause);
    }
}
