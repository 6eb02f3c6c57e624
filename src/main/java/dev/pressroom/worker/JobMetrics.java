package dev.pressroom.worker;

import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Meters;
import dev.pressroom.job.JobType;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.EnumSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The metrics of jobs on this node. */
public final class JobMetrics {
    private final MeterRegistry registry;
    private final Counter rescued;
    private final Counter nodesLost;
    private final Counter blocked;
    private final Counter relayed;
    private final Counter leasesLost;
    private final Function<JobType, Timer> waits;
    private final Function<JobType, Timer> firstTexts;
    private final Function<Step, Timer> steps;
    private final Function<Attempt, Timer> attempts;
    private final Function<Attempt, Counter> ends;

    private record Step(JobType type, String name, String outcome) {}

    private record Attempt(JobType type, String outcome) {}

    public JobMetrics(MeterRegistry registry) {
        this.registry = registry;
        rescued = counter("pressroom.jobs.rescued", "Jobs that were queued again because their worker was lost");
        nodesLost = counter("pressroom.nodes.lost", "Nodes whose heartbeats went missing, found by this node");
        blocked = counter("pressroom.jobs.blocked", "Jobs that were given up because they blocked a thread");
        relayed = counter("pressroom.jobs.relayed", "Jobs that were enqueued from the database");
        leasesLost = counter(
                "pressroom.leases.lost", "Runs that ended because their lease was lost, to a cancel or a rescue");
        waits = Meters.cached(
                type -> Meters.longTimes("pressroom.jobs.wait", "Time from queueing to the start of an attempt")
                        .tag("type", type.wireName())
                        .register(registry));
        firstTexts = Meters.cached(type -> Meters.longTimes(
                        "pressroom.jobs.first.text", "Time from the start of an attempt to its first text")
                .tag("type", type.wireName())
                .register(registry));
        steps = Meters.cached(step -> Meters.longTimes("pressroom.step", "Duration of steps, with their tries")
                .tag("type", step.type().wireName())
                .tag("step", step.name())
                .tag("outcome", step.outcome())
                .register(registry));
        attempts = Meters.cached(attempt -> Meters.longTimes("pressroom.run", "Duration of attempts on this node")
                .tag("type", attempt.type().wireName())
                .tag("outcome", attempt.outcome())
                .register(registry));
        ends = Meters.cached(attempt -> Counter.builder("pressroom.jobs.ended")
                .description("Attempts that ended, and jobs that failed without one, by outcome")
                .tag("type", attempt.type().wireName())
                .tag("outcome", attempt.outcome())
                .register(registry));
        JobType.known().forEach(this::registerTimers);
    }

    /** Creates the meters by type before the first job: the rate of a counter does not show its first increment otherwise. */
    private void registerTimers(JobType type) {
        waits.apply(type);
        firstTexts.apply(type);
        EnumSet.range(ErrorCode.CANCELLED, ErrorCode.INTERNAL).forEach(code -> endCounter(type, code.name()));
        Stream.of(RunOutcome.Reason.values()).forEach(reason -> endCounter(type, reason.name()));
        endCounter(type, RunOutcome.SUCCEEDED);
    }

    private Counter endCounter(JobType type, String outcome) {
        return ends.apply(new Attempt(type, outcome));
    }

    private Counter counter(String name, String description) {
        return Counter.builder(name).description(description).register(registry);
    }

    /** Times a step, labelled with its outcome. */
    <T> Future<T> timed(JobType type, String step, Future<T> work) {
        Timer.Sample sample = Timer.start(registry);
        return work.onComplete(done -> sample.stop(steps.apply(new Step(type, step, Meters.outcome(done.cause())))));
    }

    /** Counts another try of a step after a transient failure. */
    void stepRetried(JobType type, String step) {
        Counter.builder("pressroom.steps.retried")
                .description("Tries of steps after a transient failure")
                .tag("type", type.wireName())
                .tag("step", step)
                .register(registry)
                .increment();
    }

    /** Records how long a job was queued before this attempt. */
    void started(JobType type, Duration waited) {
        waits.apply(type).record(waited);
    }

    /** Records the time from the start of an attempt to its first text. */
    void firstText(JobType type, Duration sinceStart) {
        firstTexts.apply(type).record(sinceStart);
    }

    /** Records the duration of an ended attempt, labelled with its outcome. */
    void ended(JobType type, RunOutcome outcome, Timer.Sample sample) {
        sample.stop(attempts.apply(new Attempt(type, outcome.label())));
        endCounter(type, outcome.label()).increment();
        if (outcome.equals(new RunOutcome.Stopped(RunOutcome.Reason.LEASE_LOST))) {
            leasesLost.increment();
        }
    }

    /** Counts a job that failed while it was queued, or whose worker was lost. */
    void failed(JobType type, ErrorCode code) {
        endCounter(type, code.name()).increment();
    }

    Timer.Sample start() {
        return Timer.start(registry);
    }

    void rescued(int jobs) {
        rescued.increment(jobs);
    }

    void nodesLost(int nodes) {
        nodesLost.increment(nodes);
    }

    void blocked() {
        blocked.increment();
    }

    void relayed(int jobs) {
        relayed.increment(jobs);
    }

    void running(Supplier<Number> count) {
        Gauge.builder("pressroom.jobs.running", count)
                .strongReference(true)
                .description("Jobs that run on this node")
                .register(registry);
    }
}
