package dev.pressroom.worker;

import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import dev.pressroom.bus.Addresses;
import dev.pressroom.job.JobQueue;
import dev.pressroom.job.JobReady;
import dev.pressroom.job.JobType;
import dev.pressroom.job.Lease;
import dev.pressroom.job.LeaseStore;
import dev.pressroom.job.LeasedJob;
import dev.pressroom.job.Signals;
import dev.pressroom.ops.Controls;
import dev.pressroom.trace.TraceLog;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs jobs, as many at once as the node has slots. It claims when the bus message {@link JobReady} arrives, when a slot
 * becomes free, and at each poll ({@code workers.poll}), so that a lost message delays a job by at most one poll interval.
 */
public final class WorkerVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerVerticle.class);
    private static final Duration FIRST_BACKOFF = Duration.ofMillis(200);
    private static final Duration WRITE_RETRY_DELAY = Duration.ofMillis(250);

    /** The interval at which the controls are read, in case the message about a change was lost. */
    private static final Duration CONTROLS_POLL = Duration.ofMillis(500);

    /** The time limit for leasing taken entries; then they are given back to the queue. */
    private static final Duration LEASE_TIMEOUT = Duration.ofSeconds(3);

    private final WorkerServices services;
    private final List<JobType> types;
    private final Map<UUID, JobRun> runs = new ConcurrentHashMap<>();
    private final Promise<Void> idle = Promise.promise();
    private LeaseStore leases;
    private RunServices runServices;
    private Heartbeat heartbeat;
    private UnusedLeases unusedLeases;
    private Requeue requeue;
    private Controls controls = Controls.NONE;
    private long poll;
    private long controlsPoll;
    private boolean claiming;
    private boolean claimAgain;
    private boolean stopping;
    /** The index in {@code types} of the type that the current claim serves first; it rotates. */
    private int firstTypeIndex;

    public WorkerVerticle(WorkerServices services) {
        this.services = services;
        this.types = List.copyOf(services.pipelines().keySet());
    }

    @Override
    public Future<?> start() {
        leases = services.stores().leases();
        requeue = new Requeue(vertx, services.queue());
        runServices = new RunServices(
                vertx,
                leases,
                services.stores().narrativeStore(),
                new Signals(vertx, services.previousVersion()),
                services.metrics(),
                services.settings().workers(),
                ModelPrices.of(services.settings().model()),
                new Backoff(FIRST_BACKOFF, services.sources().random()),
                WRITE_RETRY_DELAY,
                () -> heartbeat.databaseAnswers());
        heartbeat =
                new Heartbeat(vertx, leases, runs, services.settings().workers().lease(), this::claimJobs);
        unusedLeases = new UnusedLeases(vertx, services, leases, requeue, this::heldLeases);
        services.metrics().running(runs::size);
        services.state().connect(runs::size, heartbeat::databaseAnswers);
        poll = vertx.setPeriodic(services.settings().workers().poll().toMillis(), tick -> claimJobs());
        readControls();
        controlsPoll = vertx.setPeriodic(CONTROLS_POLL.toMillis(), tick -> readControls());
        List<Future<Void>> registrations = new ArrayList<>();
        registrations.add(vertx.eventBus()
                .consumer(Addresses.CONTROLS, message -> readControls())
                .completion());
        for (JobType type : types) {
            registrations.add(vertx.eventBus()
                    .<JobReady>consumer(Addresses.ready(type.wireName()), message -> ready(message.body()))
                    .completion());
        }
        registrations.add(vertx.eventBus()
                .consumer(Addresses.node(services.node()), new NodeMessages(runs)::handle)
                .completion());
        heartbeat.start();
        unusedLeases.start();
        registrations.add(vertx.deployVerticle(new BlockedStepDetector(services, this::heldLeases))
                .mapEmpty());
        return Future.all(registrations);
    }

    /** May be called from other threads. */
    private List<Lease> heldLeases() {
        return runs.values().stream().map(run -> run.job().lease()).toList();
    }

    private void readControls() {
        services.stores().controls().onSuccess(read -> {
            boolean more = controls.drained() && !read.drained() || read.allowsMoreThan(controls);
            controls = read;
            if (more) {
                claimJobs();
            }
        });
    }

    private void ready(JobReady ready) {
        if (controls.isPaused(ready.type())) {
            return;
        }
        if (freeSlots() > 0 && canLease()) {
            claimJobs(ready.type());
        } else if (ready.hops() < JobReady.MAX_HOPS) {
            vertx.eventBus().send(Addresses.ready(ready.type().wireName()), ready.next());
        }
    }

    private int freeSlots() {
        return services.settings().workers().slots() - runs.size();
    }

    /** False while the node stops, is drained or the database does not answer; other nodes then serve the queue. */
    private boolean canLease() {
        return !stopping && !controls.drained() && heartbeat.databaseAnswers();
    }

    /** Claims jobs of this type first: a slot is free, so hardly any job of the other types can be waiting. */
    private void claimJobs(JobType first) {
        if (!claiming) {
            firstTypeIndex = types.indexOf(first) - 1;
        }
        claimJobs();
    }

    /** Claims jobs for all free slots. Runs one claim at a time, so that no slot is counted twice. */
    private void claimJobs() {
        if (!canLease() || freeSlots() <= 0 || !services.monitor().isUp()) {
            return;
        }
        if (claiming) {
            claimAgain = true;
            return;
        }
        claiming = true;
        claimAgain = false;
        firstTypeIndex = Math.floorMod(firstTypeIndex + 1, types.size());
        claimInTurn(0, 0).onFailure(this::logClaimFailure).otherwise(0).onComplete(claimed -> {
            claiming = false;
            completeIfIdle();
            if (claimed.result() > 0 || claimAgain) {
                claimJobs();
            }
        });
    }

    /** Claims jobs type by type while slots are free. Returns the number of claimed entries. */
    private Future<Integer> claimInTurn(int index, int claimed) {
        if (index == types.size() || freeSlots() <= 0 || !canLease()) {
            return Future.succeededFuture(claimed);
        }
        JobType type = types.get((firstTypeIndex + index) % types.size());
        if (controls.isPaused(type)) {
            return claimInTurn(index + 1, claimed);
        }
        return services.queue()
                .claim(type, freeSlots())
                .compose(entries -> entries.isEmpty()
                        ? Future.succeededFuture(claimed)
                        : lease(type, entries).map(claimed + entries.size()))
                .compose(sum -> claimInTurn(index + 1, sum));
    }

    /** Leases taken entries; gives them back to the queue when the database does not answer in time. */
    private Future<Void> lease(JobType type, List<JobQueue.Claimed> entries) {
        Future<List<LeasedJob>> leased = unusedLeases.claim(entries);
        return TimeLimit.within(vertx, LEASE_TIMEOUT, leased)
                .onSuccess(jobs -> {
                    jobs.forEach(this::run);
                    services.queue().settle(type, entries);
                })
                .onFailure(cause -> {
                    heartbeat.markDown();
                    services.queue().giveBack(type, entries);
                    leased.onSuccess(this::handBackLate);
                })
                .mapEmpty();
    }

    /** Hands back leases that were granted after the time limit: their entries are in the queue again. */
    private void handBackLate(List<LeasedJob> jobs) {
        if (!jobs.isEmpty()) {
            leases.handBack(jobs.stream().map(LeasedJob::lease).toList())
                    .compose(requeue::all)
                    .onFailure(cause -> LOG.atWarn()
                            .addKeyValue("jobs", jobs.size())
                            .addKeyValue("cause", cause.getMessage())
                            .log("jobs not handed back; they will be rescued"));
        }
    }

    private void logClaimFailure(Throwable cause) {
        if (cause instanceof Failure failure && failure.code() == ErrorCode.QUEUE_UNAVAILABLE) {
            services.monitor().markDown();
        }
        LOG.atWarn().addKeyValue("cause", cause.getMessage()).log("no jobs could be claimed");
    }

    private void run(LeasedJob job) {
        RunSpan span = RunSpan.start(services, job);
        JobRun run = new JobRun(runServices, job, services.pipelines().get(job.type()), span);
        JobRun previous = runs.put(run.jobId(), run);
        if (previous != null) {
            previous.stop(RunOutcome.Reason.LEASE_LOST);
        }
        if (stopping) {
            run.stopAfterCurrentSteps();
        }
        Timer.Sample sample = services.metrics().start();
        long beganNanos = System.nanoTime();
        services.metrics().started(job.type(), job.waited());
        TraceLog.in(LOG.atInfo(), span.run())
                .addKeyValue("job", run.jobId())
                .addKeyValue("attempt", run.attempt())
                .addKeyValue("type", job.type().wireName())
                .log("job started");
        run.run().compose(outcome -> handBackIfStopped(run, outcome)).onSuccess(outcome -> {
            runs.remove(run.jobId(), run);
            services.metrics().ended(job.type(), outcome, sample);
            span.end(outcome);
            logEnd(job, outcome, span, Duration.ofNanos(System.nanoTime() - beganNanos));
            completeIfIdle();
            claimJobs();
        });
    }

    private static void logEnd(LeasedJob job, RunOutcome outcome, RunSpan span, Duration duration) {
        Lease lease = job.lease();
        if (outcome instanceof RunOutcome.Failed failed) {
            FailureLog.failed(
                    lease.jobId(),
                    lease.attempt(),
                    job.type(),
                    failed.code(),
                    failed.cause(),
                    job.owner().userId(),
                    duration,
                    span.run());
            return;
        }
        TraceLog.in(LOG.atInfo(), span.run())
                .addKeyValue("job", lease.jobId())
                .addKeyValue("attempt", lease.attempt())
                .addKeyValue("outcome", outcome.label())
                .addKeyValue("ms", duration.toMillis())
                .log("job ended");
    }

    /** Hands a run that ended because the node stops back at once: its lease is not renewed any more. */
    private Future<RunOutcome> handBackIfStopped(JobRun run, RunOutcome outcome) {
        if (!outcome.equals(new RunOutcome.Stopped(RunOutcome.Reason.NODE_STOPS))) {
            return Future.succeededFuture(outcome);
        }
        return leases.handBack(List.of(run.lease()))
                .compose(requeue::all)
                .onFailure(cause -> LOG.atWarn()
                        .addKeyValue("job", run.jobId())
                        .addKeyValue("cause", cause.getMessage())
                        .log("job not handed back; it will be rescued"))
                .otherwiseEmpty()
                .map(outcome);
    }

    /** Completes {@code idle} when the node stops and nothing runs or is being claimed. */
    private void completeIfIdle() {
        if (stopping && runs.isEmpty() && !claiming) {
            idle.tryComplete();
        }
    }

    /** Lets current steps end within the grace time. Each run that has ended is handed back with its checkpoints. */
    @Override
    public Future<?> stop() {
        stopping = true;
        vertx.cancelTimer(poll);
        vertx.cancelTimer(controlsPoll);
        runs.values().forEach(JobRun::stopAfterCurrentSteps);
        long grace = vertx.setTimer(
                Math.max(1, services.settings().workers().grace().toMillis()),
                timer -> List.copyOf(runs.values()).forEach(run -> run.stop(RunOutcome.Reason.NODE_STOPS)));
        completeIfIdle();
        return idle.future()
                .onComplete(stopped -> {
                    vertx.cancelTimer(grace);
                    unusedLeases.stop();
                })
                .compose(stopped -> heartbeat.stop())
                .compose(stopped -> leases.unregister())
                .otherwiseEmpty();
    }
}
