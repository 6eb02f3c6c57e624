package dev.pressroom.worker;

import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import dev.pressroom.bus.Addresses;
import dev.pressroom.job.JobReady;
import dev.pressroom.job.JobType;
import dev.pressroom.job.Lease;
import dev.pressroom.job.LeaseStore;
import dev.pressroom.job.LeasedJob;
import dev.pressroom.job.NodeMessage;
import dev.pressroom.job.RedisJobQueue;
import dev.pressroom.job.Signals;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs jobs, up to a number at once: woken by "there is work" on the bus, by a slot that falls free, and by its own
 * look every quarter of a second, so that a lost message costs no more than that.
 */
public final class WorkerVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerVerticle.class);
    private static final Duration FIRST_BACKOFF = Duration.ofMillis(200);

    private static final Duration BETWEEN_WRITES = Duration.ofMillis(250);

    /** Of the leases of what was taken off the queue; then it is put back. */
    private static final Duration LONGEST_CLAIM = Duration.ofSeconds(3);

    private final WorkerServices services;
    private final List<JobType> types;
    private final Map<UUID, JobRun> runs = new ConcurrentHashMap<>();
    private final Promise<Void> idle = Promise.promise();
    private LeaseStore leases;
    private RunServices runServices;
    private Heartbeat heartbeat;
    private Requeue requeue;
    private long poll;
    private boolean looking;
    private boolean lookAgain;
    private boolean stopping;
    private int firstType;

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
                new Signals(vertx),
                services.metrics(),
                services.settings().workers(),
                new Backoff(FIRST_BACKOFF, services.sources().random()),
                BETWEEN_WRITES,
                () -> heartbeat.databaseAnswers());
        heartbeat =
                new Heartbeat(vertx, leases, runs, services.settings().workers().lease(), this::look);
        services.metrics().running(runs::size);
        poll = vertx.setPeriodic(services.settings().workers().poll().toMillis(), tick -> look());
        List<Future<Void>> listening = new ArrayList<>();
        for (JobType type : types) {
            listening.add(vertx.eventBus()
                    .<JobReady>consumer(Addresses.ready(type.wireName()), message -> ready(message.body()))
                    .completion());
        }
        listening.add(vertx.eventBus()
                .consumer(Addresses.node(services.node()), this::answer)
                .completion());
        heartbeat.start();
        listening.add(vertx.deployVerticle(new BlockedStepDetector(services, this::leasesHeld))
                .mapEmpty());
        return Future.all(listening);
    }

    /** Also for other threads. */
    private List<Lease> leasesHeld() {
        return runs.values().stream().map(run -> run.job().lease()).toList();
    }

    private void ready(JobReady ready) {
        if (free() > 0 && canLease()) {
            look();
        } else if (ready.hops() < JobReady.MOST_HOPS) {
            vertx.eventBus().send(Addresses.ready(ready.type().wireName()), ready.next());
        }
    }

    private void answer(Message<Object> message) {
        if (message.body() instanceof NodeMessage.Stop stop) {
            JobRun run = runs.get(stop.jobId());
            if (run != null && run.attempt() == stop.attempt()) {
                run.stop(RunOutcome.Reason.CANCELLED);
            }
        } else if (message.body() instanceof NodeMessage.TextFrom wanted) {
            JobRun run = runs.get(wanted.jobId());
            if (run != null && run.attempt() == wanted.attempt()) {
                message.reply(run.text().from(wanted.edition(), wanted.offset()));
            } else {
                message.fail(404, "not running here");
            }
        }
    }

    private int free() {
        return services.settings().workers().slots() - runs.size();
    }

    /** A node whose database is away leaves the queue to the others. */
    private boolean canLease() {
        return !stopping && heartbeat.databaseAnswers();
    }

    /** One look at a time: what it takes is counted before the next begins. */
    private void look() {
        if (!canLease() || free() <= 0 || !services.monitor().isUp()) {
            return;
        }
        if (looking) {
            lookAgain = true;
            return;
        }
        looking = true;
        lookAgain = false;
        firstType = (firstType + 1) % types.size();
        claimInTurn(0, 0).onFailure(this::claimFailed).otherwise(0).onComplete(claimed -> {
            looking = false;
            restIfIdle();
            if (claimed.result() > 0 || lookAgain) {
                look();
            }
        });
    }

    private Future<Integer> claimInTurn(int index, int claimed) {
        if (index == types.size() || free() <= 0 || !canLease()) {
            return Future.succeededFuture(claimed);
        }
        JobType type = types.get((firstType + index) % types.size());
        return services.queue()
                .claim(type, free())
                .compose(entries -> entries.isEmpty()
                        ? Future.succeededFuture(claimed)
                        : lease(type, entries).map(claimed + entries.size()))
                .compose(sum -> claimInTurn(index + 1, sum));
    }

    /** What cannot be leased goes back to where it was, for others to take. */
    private Future<Void> lease(JobType type, List<RedisJobQueue.Claimed> entries) {
        Future<List<LeasedJob>> leased = leases.claim(entries);
        return inTime(leased)
                .onSuccess(jobs -> {
                    jobs.forEach(this::run);
                    services.queue().settled(type, entries);
                })
                .onFailure(cause -> {
                    heartbeat.suspect();
                    services.queue().giveBack(type, entries);
                    leased.onSuccess(this::tooLate);
                })
                .mapEmpty();
    }

    private Future<List<LeasedJob>> inTime(Future<List<LeasedJob>> leased) {
        Promise<List<LeasedJob>> first = Promise.promise();
        long late = vertx.setTimer(
                LONGEST_CLAIM.toMillis(), timer -> first.tryFail("no leases in " + LONGEST_CLAIM.toMillis() + " ms"));
        leased.onSuccess(first::tryComplete).onFailure(first::tryFail);
        return first.future().onComplete(done -> vertx.cancelTimer(late));
    }

    /** Leases that came when nobody waited for them any more: their entries are others' already. */
    private void tooLate(List<LeasedJob> jobs) {
        if (!jobs.isEmpty()) {
            leases.handBack(jobs.stream().map(job -> job.lease().jobId()).toList())
                    .compose(requeue::all)
                    .onFailure(cause -> LOG.atWarn()
                            .addKeyValue("jobs", jobs.size())
                            .addKeyValue("cause", cause.getMessage())
                            .log("jobs not handed back; they will be rescued"));
        }
    }

    private void claimFailed(Throwable cause) {
        if (cause instanceof Failure failure && failure.code() == ErrorCode.QUEUE_UNAVAILABLE) {
            services.monitor().suspect();
        }
        LOG.atWarn().addKeyValue("cause", cause.getMessage()).log("no jobs could be claimed");
    }

    private void run(LeasedJob job) {
        JobRun run = new JobRun(runServices, job, services.pipelines().get(job.type()));
        JobRun before = runs.put(run.jobId(), run);
        if (before != null) {
            before.stop(RunOutcome.Reason.LEASE_LOST);
        }
        if (stopping) {
            run.stopSoon();
        }
        Timer.Sample sample = services.metrics().start();
        LOG.atInfo()
                .addKeyValue("job", run.jobId())
                .addKeyValue("attempt", run.attempt())
                .addKeyValue("type", job.type().wireName())
                .log("job started");
        run.run().compose(outcome -> givenUp(run, outcome)).onSuccess(outcome -> {
            runs.remove(run.jobId(), run);
            services.metrics().ended(job.type(), outcome, sample);
            LOG.atInfo()
                    .addKeyValue("job", run.jobId())
                    .addKeyValue("attempt", run.attempt())
                    .addKeyValue("outcome", outcome.label())
                    .log("job ended");
            restIfIdle();
            look();
        });
    }

    /** A run that ends because the node stops is handed back at once: nobody renews its lease any more. */
    private Future<RunOutcome> givenUp(JobRun run, RunOutcome outcome) {
        if (!outcome.equals(new RunOutcome.Stopped(RunOutcome.Reason.NODE_STOPS))) {
            return Future.succeededFuture(outcome);
        }
        return leases.handBack(List.of(run.jobId()))
                .compose(requeue::all)
                .onFailure(cause -> LOG.atWarn()
                        .addKeyValue("job", run.jobId())
                        .addKeyValue("cause", cause.getMessage())
                        .log("job not handed back; it will be rescued"))
                .otherwiseEmpty()
                .map(outcome);
    }

    /** What is being claimed while the node stops becomes a run, and is handed back as one. */
    private void restIfIdle() {
        if (stopping && runs.isEmpty() && !looking) {
            idle.tryComplete();
        }
    }

    /** Current steps may end within the grace time; each run is handed back, with its checkpoints, when it has ended. */
    @Override
    public Future<?> stop() {
        stopping = true;
        vertx.cancelTimer(poll);
        runs.values().forEach(JobRun::stopSoon);
        long grace = vertx.setTimer(
                Math.max(1, services.settings().workers().grace().toMillis()),
                timer -> List.copyOf(runs.values()).forEach(run -> run.stop(RunOutcome.Reason.NODE_STOPS)));
        restIfIdle();
        return idle.future()
                .onComplete(rested -> {
                    vertx.cancelTimer(grace);
                    heartbeat.stop();
                })
                .compose(rested -> leases.leave())
                .otherwiseEmpty();
    }
}
