package dev.pressroom.worker;

import dev.pressroom.base.Cancellation;
import dev.pressroom.base.CleanText;
import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import dev.pressroom.job.JobEvent;
import dev.pressroom.job.LeasedJob;
import dev.pressroom.job.PostgresLeaseStore;
import dev.pressroom.job.Signal;
import dev.pressroom.pipeline.Pipeline;
import dev.pressroom.pipeline.Step;
import dev.pressroom.pipeline.StepResult;
import dev.pressroom.store.Database;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One attempt of one job on this node: runs the steps that have no checkpoint yet, keeps what they make, and settles.
 * Confined to the worker's context.
 */
final class JobRun {
    private static final Logger LOG = LoggerFactory.getLogger(JobRun.class);

    /** In characters. */
    private static final int LARGEST_TOLD = 16_384;

    private final RunServices services;
    private final LeasedJob job;
    private final Pipeline pipeline;
    private final Cancellation cancellation = new Cancellation();
    private final Promise<RunOutcome> ended = Promise.promise();
    private final Map<String, JsonObject> outputs = new HashMap<>();
    private final Map<String, Double> shares = new HashMap<>();
    private final ProgressMeter meter;
    private final TextPublisher text;
    private final Recorder recorder;
    private final NarrativeWriter narrativeWriter;
    private final long startNanos = System.nanoTime();
    private Optional<Made> last = Optional.empty();
    private int tokens;
    private boolean stopsSoon;
    private boolean givenUp;

    JobRun(RunServices services, LeasedJob job, Pipeline pipeline) {
        this.services = services;
        this.job = job;
        this.pipeline = pipeline;
        this.text = new TextPublisher(services.vertx(), services.signals(), job.lease());
        this.meter = new ProgressMeter(
                services.vertx(),
                services.signals(),
                services.leases(),
                job.lease(),
                job.progress(),
                pipeline.usualDuration());
        this.recorder = new Recorder(services, job.lease(), job.lastEvent(), meter::progress, this::isLive, this::lost);
        this.narrativeWriter = new NarrativeWriter(services, job.lease(), this::isLive, this::lost);
        job.checkpoints().forEach((step, checkpoint) -> {
            outputs.put(step, checkpoint.output());
            tokens += checkpoint.tokens();
            shares.put(step, 1.0);
        });
    }

    UUID jobId() {
        return job.lease().jobId();
    }

    int attempt() {
        return job.lease().attempt();
    }

    LeasedJob job() {
        return job;
    }

    JsonObject output(String step) {
        return outputs.get(step);
    }

    Cancellation cancellation() {
        return cancellation;
    }

    TextPublisher text() {
        return text;
    }

    /** Runs to the end and settles. Always succeeds, with how it ended. */
    Future<RunOutcome> run() {
        long deadline = services.vertx()
                .setTimer(services.settings().jobDeadline().toMillis(), timer -> stop(RunOutcome.Reason.DEADLINE));
        services.signals().send(new Signal.JobChanged(jobId(), attempt(), job.lastEvent()));
        Future.<Void>succeededFuture()
                .compose(begin -> runStages(0))
                .onSuccess(ended::tryComplete)
                .onFailure(ended::tryFail);
        return ended.future()
                .recover(cause -> Future.succeededFuture(outcomeOf(cause)))
                .onComplete(done -> {
                    services.vertx().cancelTimer(deadline);
                    meter.close();
                })
                .compose(this::settle);
    }

    /** Ends the run now: model calls are broken off and nothing more is written, but for a deadline's failure. */
    void stop(RunOutcome.Reason reason) {
        givenUp = reason != RunOutcome.Reason.DEADLINE;
        ended.tryComplete(
                reason == RunOutcome.Reason.DEADLINE
                        ? new RunOutcome.Failed(
                                ErrorCode.DEADLINE_EXCEEDED, "The job took longer than it may. Try again.", true)
                        : new RunOutcome.Stopped(reason));
        cancellation.cancel();
    }

    /** Ends the run when its current steps are done and kept. */
    void stopSoon() {
        stopsSoon = true;
    }

    private Future<RunOutcome> runStages(int index) {
        List<List<Step>> stages = pipeline.stages();
        if (index == stages.size()) {
            return Future.succeededFuture(new RunOutcome.Completed(pipeline.finish(finished())));
        }
        if (stopsSoon || !isLive()) {
            return Future.succeededFuture(new RunOutcome.Stopped(RunOutcome.Reason.NODE_STOPS));
        }
        List<Step> steps = stages.get(index).stream()
                .filter(step -> !outputs.containsKey(step.name()))
                .toList();
        boolean nothingFollows = index == stages.size() - 1 && steps.size() == 1;
        return Future.join(steps.stream()
                        .map(step -> runStep(step, nothingFollows ? this::keepWithResult : this::keep))
                        .toList())
                .compose(done -> runStages(index + 1));
    }

    private Pipeline.Finished finished() {
        return new Pipeline.Finished(
                jobId(),
                job.owner(),
                job.organizationId(),
                job.input(),
                outputs::get,
                Duration.ofNanos(System.nanoTime() - startNanos),
                tokens);
    }

    private Future<Void> runStep(Step step, BiFunction<String, StepResult, Future<Void>> keeping) {
        progress(step, 0, "");
        return services.metrics()
                .timed(pipeline.type(), step.name(), tryStep(step, 1))
                .compose(result -> keeping.apply(step.name(), result))
                .onSuccess(kept -> progress(step, 1, ""));
    }

    /** A failure that passes is met with another try, after a pause that grows and that the provider may prolong. */
    private Future<StepResult> tryStep(Step step, int tries) {
        return started(step).recover(cause -> {
            if (!isLive() || tries >= services.settings().stepTries() || !passes(cause)) {
                return Future.failedFuture(cause);
            }
            LOG.atWarn()
                    .addKeyValue("job", jobId())
                    .addKeyValue("step", step.name())
                    .addKeyValue("try", tries)
                    .addKeyValue("cause", ((Failure) cause).code())
                    .log("step failed, will be tried again");
            return services.pause(services.backoff().afterTry(tries, ((Failure) cause).retryAfter()))
                    .compose(rested ->
                            ended.future().isComplete() ? Future.failedFuture(cause) : tryStep(step, tries + 1));
        });
    }

    private Future<StepResult> started(Step step) {
        narrativeWriter.begin(step.name());
        try {
            return RunServices.onBehalfOf(
                    new BlockedStepDetector.Work(job.lease(), job.type(), step.name()),
                    () -> step.run(new RunningStep(this, step)));
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }

    private static boolean passes(Throwable cause) {
        return cause instanceof Failure failure && failure.code().isTransient() || Database.isOutage(cause);
    }

    private Future<Void> keep(String name, StepResult result) {
        text.flush();
        Made made = new Made(name, result);
        return recorder.record(Optional.of(made.checkpoint()), result.events()).onSuccess(kept -> add(made));
    }

    /** What only the result of the job follows is stored together with it: one write instead of two. */
    private Future<Void> keepWithResult(String name, StepResult result) {
        text.flush();
        return recorder.rest().onSuccess(written -> {
            Made made = new Made(name, result);
            last = Optional.of(made);
            add(made);
        });
    }

    private void add(Made made) {
        outputs.put(made.name, made.result.output());
        tokens += made.result.tokens();
    }

    private record Made(String name, StepResult result) {
        PostgresLeaseStore.StepOutput checkpoint() {
            return new PostgresLeaseStore.StepOutput(name, result.output(), result.tokens());
        }
    }

    /** A part of a step: its checkpoint's name is that of the step and its own. */
    Future<JsonObject> part(Step step, String part, Supplier<Future<StepResult>> work) {
        String name = step.name() + "/" + part;
        JsonObject known = outputs.get(name);
        if (known != null) {
            return Future.succeededFuture(known);
        }
        return whileLive(() -> work.get().compose(result -> keep(name, result).map(kept -> result.output())));
    }

    Future<Void> tell(String event, JsonObject data) {
        return whileLive(() -> recorder.record(Optional.empty(), List.of(new StepResult.Event(event, data))));
    }

    Future<Void> narrate(Step step, String event, JsonObject data) {
        return whileLive(() -> narrativeWriter.add(step.name(), event, data));
    }

    private <T> Future<T> whileLive(Supplier<Future<T>> work) {
        return isLive() ? work.get() : Future.failedFuture(new Failure(ErrorCode.CANCELLED, "Cancelled"));
    }

    private void lost() {
        stop(RunOutcome.Reason.LEASE_LOST);
    }

    static Failure leaseIsLost() {
        return new Failure(ErrorCode.INTERNAL, "The lease is lost.");
    }

    private RunOutcome.Failed outcomeOf(Throwable cause) {
        if (cause instanceof Failure failure) {
            return new RunOutcome.Failed(failure.code(), CleanText.line(failure.getMessage()), passes(failure));
        }
        LOG.atError().addKeyValue("job", jobId()).setCause(cause).log("step crashed");
        return new RunOutcome.Failed(ErrorCode.INTERNAL, "Something went wrong on our side. Try again.", true);
    }

    private Future<RunOutcome> settle(RunOutcome outcome) {
        if (outcome instanceof RunOutcome.Completed completed) {
            return settled(outcome, () -> succeed(completed));
        }
        return outcome instanceof RunOutcome.Failed failed ? settledAsFailed(failed) : Future.succeededFuture(outcome);
    }

    /** What the last step made is kept all the same, should there be no result to keep it with. */
    private Future<RunOutcome> settledAsFailed(RunOutcome.Failed failed) {
        last.ifPresent(made -> recorder.record(Optional.of(made.checkpoint()), made.result.events()));
        last = Optional.empty();
        return settled(failed, () -> fail(failed));
    }

    private Future<Optional<Integer>> succeed(RunOutcome.Completed completed) {
        Pipeline.Product product = completed.product();
        String result = product.result().encode();
        Optional<PostgresLeaseStore.Recording> closing =
                last.map(made -> recorder.last(made.checkpoint(), made.result.events()));
        return services.leases()
                .succeed(new PostgresLeaseStore.Settlement(
                        job.lease(),
                        result,
                        closing,
                        product.post()
                                .map(p -> new PostgresLeaseStore.PostRow(
                                        p.id(), p.title(), p.content(), p.status(), p.meta())),
                        product.organization()
                                .map(o -> new PostgresLeaseStore.OrganizationRow(
                                        o.id(), o.host(), o.name(), o.context()))))
                .onSuccess(event -> event.ifPresent(seq -> {
                    closing.ifPresent(recorder::stored);
                    tellResult(seq, result);
                }));
    }

    /** Spares those who watch a look into Postgres. A large one is not sent to every node that watches anything. */
    private void tellResult(int seq, String result) {
        if (result.length() <= LARGEST_TOLD) {
            services.signals()
                    .send(new Signal.EventAppended(
                            jobId(), attempt(), seq, JobEvent.COMPLETE, "{\"result\":" + result + "}"));
        }
    }

    private Future<Optional<Integer>> fail(RunOutcome.Failed failed) {
        return services.leases().fail(job.lease(), failed.code(), failed.message(), failed.retryable());
    }

    private Future<RunOutcome> settled(RunOutcome outcome, Supplier<Future<Optional<Integer>>> settlement) {
        return Future.join(recorder.rest(), narrativeWriter.rest())
                .compose(written -> services.persist(job.lease(), "settlement", settlement, () -> givenUp))
                .map(event -> event.map(seq -> told(outcome, seq))
                        .orElse(new RunOutcome.Stopped(RunOutcome.Reason.LEASE_LOST)))
                .recover(cause -> unsettled(outcome, cause));
    }

    private RunOutcome told(RunOutcome outcome, int lastEvent) {
        services.signals().send(new Signal.JobChanged(jobId(), attempt(), lastEvent));
        return outcome;
    }

    /** A result that Postgres will not take is our fault and no reason to run the job again and again. */
    private Future<RunOutcome> unsettled(RunOutcome outcome, Throwable cause) {
        LOG.atError().addKeyValue("job", jobId()).setCause(cause).log("job could not be settled");
        if (outcome instanceof RunOutcome.Completed && !givenUp) {
            return settledAsFailed(outcomeOf(cause));
        }
        return Future.succeededFuture(new RunOutcome.Stopped(RunOutcome.Reason.LEASE_LOST));
    }

    void progress(Step step, double fraction, String phase) {
        shares.merge(step.name(), fraction, Math::max);
        double done = 0;
        double all = 0;
        for (List<Step> stage : pipeline.stages()) {
            for (Step each : stage) {
                all += each.weight();
                done += each.weight() * shares.getOrDefault(each.name(), 0.0);
            }
        }
        meter.update(done / all, step.title(), phase.isEmpty() ? Optional.empty() : Optional.of(phase));
    }

    boolean isLive() {
        return !ended.future().isComplete();
    }
}
