package dev.pressroom.worker;

import dev.pressroom.base.Cancellation;
import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import dev.pressroom.job.Lease;
import dev.pressroom.job.LeaseStore;
import dev.pressroom.job.LeasedJob;
import dev.pressroom.job.Signal;
import dev.pressroom.job.StepUsage;
import dev.pressroom.pipeline.Pipeline;
import dev.pressroom.pipeline.Step;
import dev.pressroom.pipeline.StepResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One attempt of one job on this node: runs the steps that have no checkpoint yet, stores their checkpoints, and settles the
 * job. Confined to the worker's context.
 */
final class JobRun {
    private static final Logger LOG = LoggerFactory.getLogger(JobRun.class);

    private final RunServices services;
    private final LeasedJob job;
    private final Pipeline pipeline;
    private final RunSpan span;
    private final Cancellation cancellation = new Cancellation();
    private final Promise<RunOutcome> ended = Promise.promise();
    private final Map<String, JsonObject> outputs = new HashMap<>();
    /** The part of each step that is done, from 0 to 1. */
    private final Map<String, Double> shares = new HashMap<>();

    private final Watchers watchers;
    private final ProgressMeter meter;
    private final TextPublisher text;
    private final Recorder recorder;
    private final NarrativeWriter narrativeWriter;
    private final Settler settler;
    private final long startNanos = System.nanoTime();
    /** By step: its model calls, in all tries. */
    private final Map<String, UsageMeter> meters = new HashMap<>();

    private Optional<CompletedStep> lastStep = Optional.empty();
    private int tokens;
    private boolean stopAfterSteps;
    private boolean abandoned;
    private boolean hasText;

    JobRun(RunServices services, LeasedJob job, Pipeline pipeline, RunSpan span) {
        this.span = span;
        this.services = services;
        this.job = job;
        this.pipeline = pipeline;
        this.watchers = new Watchers(services.signals(), System::nanoTime);
        this.text = new TextPublisher(services.vertx(), watchers, job.lease());
        this.meter = new ProgressMeter(
                services.vertx(), watchers, services.leases(), job.lease(), job.progress(), pipeline.usualDuration());
        this.recorder = new Recorder(services, job.lease(), job.lastEvent(), meter::progress, this::isLive, this::lost);
        this.narrativeWriter = new NarrativeWriter(services, job.lease(), this::isLive, this::lost);
        this.settler = new Settler(services, job.lease(), recorder, narrativeWriter, this::unfinished, () -> abandoned);
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

    Lease lease() {
        return job.lease();
    }

    LeasedJob job() {
        return job;
    }

    RunSpan span() {
        return span;
    }

    JsonObject output(String step) {
        return outputs.get(step);
    }

    Cancellation cancellation() {
        return cancellation;
    }

    /** Publishes text of this attempt; measures the time to the first. */
    void append(String piece) {
        if (!hasText) {
            hasText = true;
            services.metrics().firstText(pipeline.type(), Duration.ofNanos(System.nanoTime() - startNanos));
        }
        text.append(piece);
    }

    TextPublisher text() {
        return text;
    }

    /** From now on transient signals are sent to this node, the present progress and length of the text at once. */
    void watch(UUID node) {
        text.flush();
        if (watchers.add(node)) {
            meter.announceTo(node);
            text.announceTo(node);
        }
    }

    /** Transient signals are not sent to this node any more. */
    void unwatch(UUID node) {
        watchers.remove(node);
    }

    /** Runs the attempt to its end and settles the job. The future always succeeds, with the outcome. */
    Future<RunOutcome> run() {
        long deadline = services.vertx()
                .setTimer(services.settings().jobDeadline().toMillis(), timer -> stop(RunOutcome.Reason.DEADLINE));
        services.signals()
                .publish(new Signal.RunStarted(jobId(), attempt(), job.lease().node()));
        services.signals().publish(new Signal.JobChanged(jobId(), attempt(), job.lastEvent()));
        Future.<Void>succeededFuture()
                .compose(begin -> runStages(0))
                .onSuccess(ended::tryComplete)
                .onFailure(ended::tryFail);
        return ended.future()
                .recover(cause -> Future.succeededFuture(Settler.failed(jobId(), cause)))
                .onComplete(done -> {
                    services.vertx().cancelTimer(deadline);
                    meter.close();
                })
                .compose(outcome -> settler.settle(outcome, lastStep));
    }

    /**
     * Ends the run now and cancels its model calls. Nothing more is written, except the failure when the deadline has
     * passed.
     */
    void stop(RunOutcome.Reason reason) {
        abandoned = reason != RunOutcome.Reason.DEADLINE;
        ended.tryComplete(
                reason == RunOutcome.Reason.DEADLINE
                        ? new RunOutcome.Failed(
                                ErrorCode.DEADLINE_EXCEEDED,
                                "The job took longer than it may. Try again.",
                                "deadline of jobs",
                                true)
                        : new RunOutcome.Stopped(reason));
        cancellation.cancel();
    }

    /** Ends the run when its current steps are done and their checkpoints stored. */
    void stopAfterCurrentSteps() {
        stopAfterSteps = true;
    }

    /** Takes the usage of model calls that no checkpoint has counted. */
    private List<LeaseStore.UnfinishedStep> unfinished() {
        return meters.entrySet().stream()
                .filter(meter -> !meter.getValue().isEmpty())
                .map(meter -> new LeaseStore.UnfinishedStep(
                        meter.getKey(), meter.getValue().take(0)))
                .toList();
    }

    private Future<RunOutcome> runStages(int index) {
        List<List<Step>> stages = pipeline.stages();
        if (index == stages.size()) {
            return Future.succeededFuture(new RunOutcome.Completed(pipeline.finish(finished())));
        }
        if (stopAfterSteps || !isLive()) {
            return Future.succeededFuture(new RunOutcome.Stopped(RunOutcome.Reason.NODE_STOPS));
        }
        List<Step> steps = stages.get(index).stream()
                .filter(step -> !outputs.containsKey(step.name()))
                .toList();
        boolean isLastStep = index == stages.size() - 1 && steps.size() == 1;
        return Future.join(steps.stream()
                        .map(step -> runStep(step, isLastStep ? this::storeWithResult : this::store))
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

    private Future<Void> runStep(Step step, Function<CompletedStep, Future<Void>> storing) {
        progress(step, 0, "");
        long startedNanos = System.nanoTime();
        return services.metrics()
                .timed(pipeline.type(), step.name(), span.step(step, () -> tryStep(step, 1)))
                .compose(result -> storing.apply(completed(step, step.name(), result, startedNanos)))
                .onSuccess(stored -> progress(step, 1, ""));
    }

    /** Repeats a step after transient failures, with growing pauses of at least the provider's Retry-After. */
    private Future<StepResult> tryStep(Step step, int tries) {
        return started(step).recover(cause -> {
            if (!isLive() || tries >= services.settings().stepTries() || !Settler.isTransient(cause)) {
                return Future.failedFuture(cause);
            }
            LOG.atWarn()
                    .addKeyValue("job", jobId())
                    .addKeyValue("step", step.name())
                    .addKeyValue("try", tries)
                    .addKeyValue("cause", ((Failure) cause).code())
                    .log("step failed, will be tried again");
            services.metrics().stepRetried(pipeline.type(), step.name());
            span.retried(step, cause);
            return services.pause(services.backoff().afterTry(tries, ((Failure) cause).retryAfter()))
                    .compose(paused ->
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

    private CompletedStep completed(Step step, String name, StepResult result, long startedNanos) {
        return new CompletedStep(name, result, meter(step).take(millisSince(startedNanos)));
    }

    private static int millisSince(long nanos) {
        return (int) Math.min(
                Integer.MAX_VALUE, Duration.ofNanos(System.nanoTime() - nanos).toMillis());
    }

    /** Counts the model calls of this step. */
    UsageMeter meter(Step step) {
        return meters.computeIfAbsent(step.name(), name -> new UsageMeter(services.prices()));
    }

    private Future<Void> store(CompletedStep completed) {
        text.flush();
        return recorder.record(
                        Optional.of(completed.checkpoint()), completed.result().events())
                .onSuccess(stored -> add(completed));
    }

    /** Keeps the last step's checkpoint, to store it together with the job's result: one write instead of two. */
    private Future<Void> storeWithResult(CompletedStep completed) {
        text.flush();
        return recorder.drained().onSuccess(written -> {
            lastStep = Optional.of(completed);
            add(completed);
        });
    }

    private void add(CompletedStep completed) {
        outputs.put(completed.name, completed.result.output());
        tokens += completed.result.tokens();
    }

    /** A step with its result. */
    record CompletedStep(String name, StepResult result, StepUsage usage) {
        LeaseStore.StepOutput checkpoint() {
            return new LeaseStore.StepOutput(name, result.output(), result.tokens(), Optional.of(usage));
        }
    }

    /**
     * Runs a part of a step and stores its checkpoint under the name {@code step/part}; returns the output of an existing
     * checkpoint.
     */
    Future<JsonObject> part(Step step, String part, Supplier<Future<StepResult>> work) {
        String name = step.name() + "/" + part;
        JsonObject checkpoint = outputs.get(name);
        if (checkpoint != null) {
            return Future.succeededFuture(checkpoint);
        }
        long startedNanos = System.nanoTime();
        return whileLive(() -> work.get()
                .compose(result ->
                        store(completed(step, name, result, startedNanos)).map(stored -> result.output())));
    }

    Future<Void> recordEvent(String event, JsonObject data) {
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
