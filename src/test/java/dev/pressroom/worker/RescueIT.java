package dev.pressroom.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.job.JobQueue;
import dev.pressroom.job.JobType;
import dev.pressroom.job.LeaseStore;
import dev.pressroom.job.LeasedJob;
import dev.pressroom.job.PostgresLeaseStore;
import dev.pressroom.job.PostgresRescueStore;
import dev.pressroom.job.RedisJobQueue;
import dev.pressroom.job.RescueStore;
import dev.pressroom.job.Signals;
import dev.pressroom.support.Api;
import dev.pressroom.support.Await;
import dev.pressroom.support.ScriptedPipeline;
import dev.pressroom.support.Servers;
import dev.pressroom.support.Service;
import dev.pressroom.support.Sql;
import dev.pressroom.support.Stores;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Jobs whose worker was lost, and queued jobs that are missing in Redis. */
class RescueIT {
    private static final Duration LEASE = Duration.ofSeconds(10);
    private static final int MAX_DEATHS = 3;

    private final UUID user = UUID.randomUUID();
    private final AtomicLong nanos = new AtomicLong();
    private Stores stores;
    private RedisJobQueue queue;
    private PostgresRescueStore rescueStore;
    private PostgresLeaseStore worker;
    private Relay relay;
    private Reaper reaper;

    @BeforeEach
    void open() {
        stores = Stores.open(Map.of("STARTING_CREDITS", "5", "PRESSROOM_WORKERS_LOSS_PAUSES", "0s,1h"));
        queue = stores.queue();
        rescueStore = new PostgresRescueStore(stores.database());
        worker = stores.worker(UUID.randomUUID());
        relay = new Relay(stores.vertx(), rescueStore, queue, new JobMetrics(new SimpleMeterRegistry()));
        reaper = reaper(nanos::get);
    }

    @AfterEach
    void close() {
        stores.done(queue::close);
        stores.close();
    }

    private Reaper reaper(LongSupplier nanoTime) {
        return new Reaper(
                rescueStore,
                relay,
                new Signals(stores.vertx()),
                new JobMetrics(new SimpleMeterRegistry()),
                RescueStore.LossRules.of(stores.settings().workers().withLease(LEASE)),
                nanoTime);
    }

    @Test
    void aJobWhoseLeaseHasEndedWaitsForItsNextAttempt() {
        LeasedJob job = runningBesideAnother();
        UUID id = job.lease().jobId();
        stores.done(
                () -> worker.report(new LeaseStore.ProgressReport(job.lease(), 60, "Writing", Optional.empty(), 5)));
        stores.expire(id);

        stores.done(reaper::round);

        assertThat(stores.text(
                        "select concat_ws(' ', status, attempt, losses, progress, coalesce(current_step, '-')) from jobs where id = $job",
                        id))
                .isEqualTo("queued 2 1 0 -");
        assertThat(stores.done(() -> queue.claim(JobType.CONTENT_GENERATION, 5)))
                .contains(new JobQueue.Claimed(id, 2));
        assertThat(stores.text("select count(*) from credit_entries where job_id = $job", id))
                .isEqualTo("1");
    }

    @Test
    void aRescuedJobGoesOnBeforeThoseThatWaitForTheirTurn() {
        LeasedJob job = runningBesideAnother();
        List<JobQueue.Entry> waiting = List.of(stores.submitted(user), stores.submitted(UUID.randomUUID()));
        stores.done(() -> queue.enqueue(JobType.CONTENT_GENERATION, waiting));
        stores.expire(job.lease().jobId());

        stores.done(reaper::round);

        assertThat(stores.done(() -> queue.claim(JobType.CONTENT_GENERATION, 2)))
                .contains(new JobQueue.Claimed(job.lease().jobId(), 2));
    }

    @Test
    void aRescuedJobThatTheQueueForgotKeepsItsPlaceBeforeThoseThatWait() {
        LeasedJob job = runningBesideAnother();
        stores.expire(job.lease().jobId());
        stores.rescued();
        stores.submitted(user);

        sweep();

        assertThat(stores.done(() -> queue.claim(JobType.CONTENT_GENERATION, 2)))
                .contains(new JobQueue.Claimed(job.lease().jobId(), 2));
    }

    @Test
    void aJobWhoseLeaseHoldsIsLeftAlone() {
        LeasedJob job = running();
        String before = stores.fingerprint();

        stores.done(reaper::round);

        assertThat(stores.fingerprint()).isEqualTo(before);
        assertThat(stores.text(
                        "select status from jobs where id = $job", job.lease().jobId()))
                .isEqualTo("running");
    }

    /** The reaper's own setting is 10 seconds. */
    @ParameterizedTest
    @CsvSource({"300, 60, running", "3, 6, queued"})
    void theLeaseOfANodeIsThatOfItsOwnSetting(int leaseSeconds, int silentSeconds, String status) {
        PostgresLeaseStore other = stores.worker(UUID.randomUUID(), Duration.ofSeconds(leaseSeconds));
        LeasedJob job = stores.leased(other, stores.submitted(user));
        Servers.execute(stores.url(), "update workers set seen_at = now() - interval '1 second' * " + silentSeconds);
        stores.done(reaper::round);

        assertThat(status(job)).isEqualTo(status);
    }

    @Test
    void afterThreeWorkersThatItLostAloneTheJobFailsAsWorkerLostWithItsCreditGivenBack() {
        LeasedJob job = running();
        UUID id = job.lease().jobId();
        loseAlone(job, MAX_DEATHS);

        assertThat(stores.text(
                        "select concat_ws(' ', status, error_code, attempt, deaths, losses) from jobs where id = $job",
                        id))
                .isEqualTo("failed WORKER_LOST 3 3 3");
        assertThat(stores.text("select string_agg(name, ' ' order by seq) from job_events where job_id = $job", id))
                .isEqualTo("step-change step-change step-change failed");
        assertThat(stores.text("select max(seq) from job_events where job_id = $job", id))
                .isEqualTo("4");
        assertThat(Sql.number(stores.url(), "select credit_balance from users")).isEqualTo(5);
        assertThat(Sql.number(stores.url(), "select sum(amount) from credit_entries"))
                .isEqualTo(5);
    }

    @Test
    void aWorkerThatWasLostWithSeveralJobsCountsAgainstNone() {
        LeasedJob job = runningBesideAnother();

        stores.expire(job.lease().jobId());
        stores.done(reaper::round);

        assertThat(standing(job)).isEqualTo("queued: 1 lost, 0 alone, 0 count");
    }

    /** On a node of the previous version. The second lease lasts when the first job is rescued: both ran on the node. */
    @Test
    void ofJobsWhoseLeasesEndOneAfterTheOtherNoneWasAlone() {
        LeasedJob first = running();
        LeasedJob second = running();
        stores.expire(first.lease().jobId());
        setLeaseUntil(first, "- interval '1 second'");
        setLeaseUntil(second, "+ interval '1 hour'");
        stores.done(reaper::round);
        assertThat(standing(second)).startsWith("running");
        setLeaseUntil(second, "- interval '1 second'");
        stores.done(reaper::round);

        assertThat(standing(first)).isEqualTo("queued: 1 lost, 0 alone, 0 count");
        assertThat(standing(second)).isEqualTo("queued: 1 lost, 0 alone, 0 count");
    }

    @Test
    void aSuspectThatHadToBeAloneIsSoBesideJobsThatHaveLostNothing() {
        LeasedJob job = runningBesideAnother();
        Servers.execute(
                stores.url(),
                "update jobs set losses = 3 where id = '" + job.lease().jobId() + "'");
        stores.expire(job.lease().jobId());
        stores.done(reaper::round);

        assertThat(standing(job)).isEqualTo("queued: 4 lost, 1 alone, 1 count");
    }

    @Test
    void aLossSufferedAloneDoesNotCountWhileWorkersAreLostWithoutTheJob() {
        LeasedJob job = running();
        lostElsewhere(Optional.empty());
        stores.expire(job.lease().jobId());
        stores.done(reaper::round);

        assertThat(standing(job)).isEqualTo("queued: 1 lost, 1 alone, 0 count");
    }

    @Test
    void lossesOfAnotherLoneSuspectDoNotExcuseAJob() {
        LeasedJob job = running();
        UUID other = UUID.randomUUID();
        lostElsewhere(Optional.of(other));
        lostElsewhere(Optional.of(other));
        lostElsewhere(Optional.of(other));
        lostElsewhere(Optional.of(other));
        stores.expire(job.lease().jobId());
        stores.done(reaper::round);

        assertThat(standing(job)).isEqualTo("queued: 1 lost, 1 alone, 1 count");
    }

    @Test
    void manyLoneSuspectsAtOnceAreNotTheCause() {
        LeasedJob job = running();
        for (int i = 0; i < 4; i++) {
            lostElsewhere(Optional.of(UUID.randomUUID()));
        }
        stores.expire(job.lease().jobId());
        stores.done(reaper::round);

        assertThat(standing(job)).isEqualTo("queued: 1 lost, 1 alone, 0 count");
    }

    @Test
    void whatWasLostBeforeTheJobsOwnLastLossIsNoExcuse() {
        LeasedJob job = running();
        lostElsewhere(Optional.empty());
        loseAlone(job, 2);

        assertThat(standing(job)).isEqualTo("queued: 2 lost, 2 alone, 1 count");
    }

    @Test
    void aJobThatNobodyCanJudgeFailsAfterTwelveLossesAllTheSame() {
        LeasedJob job = running();
        for (int attempt = 1; attempt <= 12; attempt++) {
            lostElsewhere(Optional.empty());
            loseAlone(job, 1);
        }

        assertThat(stores.text(
                        "select concat_ws(' ', status, error_code, deaths, lone_losses) from jobs where id = $job",
                        job.lease().jobId()))
                .isEqualTo("failed WORKER_LOST 0 12");
    }

    @Test
    void theJobsOfANodeWithoutARowInWorkersAreRescued() {
        LeasedJob job = running();
        Servers.execute(stores.url(), "update jobs set lease_owner = gen_random_uuid()");
        stores.done(reaper::round);

        assertThat(standing(job)).isEqualTo("queued: 1 lost, 1 alone, 1 count");
    }

    @Test
    void whatANodeThatStoppedHasLeftIsRescued() {
        LeasedJob job = running();
        stores.done(worker::unregister);
        stores.done(reaper::round);

        assertThat(standing(job)).startsWith("queued: 1 lost");
    }

    /** On a node of the previous version, as after a claim that was answered too late. */
    @Test
    void aLeaseThatEndsOnANodeWhichIsAliveIsNoLostWorker() {
        LeasedJob job = running();
        stores.orphan(job.lease().jobId());
        stores.done(reaper::round);

        assertThat(standing(job)).isEqualTo("queued: 0 lost, 1 alone, 0 count");
        assertThat(Sql.number(stores.url(), "select count(*) from worker_losses"))
                .isZero();
    }

    @Test
    void aNodeThatWasLostIdleIsNotedAndOneThatStoppedIsNot() {
        PostgresLeaseStore idle = stores.worker(UUID.randomUUID());
        PostgresLeaseStore stopped = stores.worker(UUID.randomUUID());
        stores.done(() -> Future.all(stopped.unregister(), worker.unregister()));
        assertThat(stores.done(() -> idle.renew(List.of()))).isEmpty();
        Servers.execute(stores.url(), "update workers set seen_at = now() - interval '1 day'");
        stores.done(reaper::round);

        assertThat(Sql.text(stores.url(), "select count(*) || ' ' || min(jobs) from worker_losses"))
                .isEqualTo("1 0");
    }

    @Test
    void afterALossSufferedAloneTheJobIsOfferedWhenItsPauseIsOver() {
        LeasedJob job = running();
        loseAlone(job, 2);
        stores.done(relay::round);
        assertThat(stores.done(() -> queue.claim(JobType.CONTENT_GENERATION, 5)))
                .isEmpty();

        Servers.execute(stores.url(), "update jobs set not_before = now()");
        stores.done(relay::round);

        assertThat(stores.done(() -> queue.claim(JobType.CONTENT_GENERATION, 5)))
                .containsExactly(new JobQueue.Claimed(job.lease().jobId(), 3));
    }

    @Test
    void afterAMinuteWithoutALostWorkerSuspectsMayShareANodeAgain() {
        LeasedJob job = runningBesideAnother();
        stores.expire(job.lease().jobId());
        stores.done(reaper::round);
        Servers.execute(stores.url(), "update jobs set losses = 5");
        stores.done(reaper::round);
        assertThat(standing(job)).startsWith("queued: 5 lost");

        Servers.execute(stores.url(), "update worker_losses set lost_at = now() - interval '2 minutes'");
        stores.done(reaper::round);

        assertThat(standing(job)).startsWith("queued: 1 lost");
    }

    @Test
    void aRetryForgivesTheDeaths() {
        LeasedJob job = running();
        UUID id = job.lease().jobId();
        Servers.execute(stores.url(), "update jobs set deaths = 2, losses = 7, lone_losses = 11");
        stores.expire(id);
        stores.done(reaper::round);

        stores.done(() -> stores.jobs().retry(id, dev.pressroom.job.Owner.user(user)));

        assertThat(standing(job)).isEqualTo("queued: 0 lost, 0 alone, 0 count");
    }

    @Test
    void allThatAreLostAreRescuedOverMoreThanOnePage() {
        submittedMany(1203);
        Servers.execute(
                stores.url(),
                "update jobs set status = 'running', lease_owner = gen_random_uuid(), started_at = now(),"
                        + " lease_until = now() - interval '1 second', deaths = (random() * 2)::int, losses = 3");

        stores.done(reaper::round);

        assertThat(Sql.number(stores.url(), "select count(*) from jobs where status = 'running'"))
                .isZero();
        assertThat(stores.done(() -> queue.size(JobType.CONTENT_GENERATION)).longValue())
                .isEqualTo(Sql.number(stores.url(), "select count(*) from jobs where not_before is null"));
    }

    @Test
    void afterAnOutageTheReaperHoldsBackForALease() {
        LeasedJob job = runningBesideAnother();
        stores.expire(job.lease().jobId());
        reaper.databaseUnreachable();

        stores.done(reaper::round);
        assertThat(status(job)).isEqualTo("running");
        tickAfter(LEASE.minusSeconds(1), reaper);
        assertThat(status(job)).isEqualTo("running");

        tickAfter(Duration.ofSeconds(2), reaper);
        assertThat(status(job)).isEqualTo("queued");
    }

    @Test
    void afterTheDatabaseHungWithoutAnErrorTheReaperHoldsBackToo() {
        LeasedJob job = running();
        stores.expire(job.lease().jobId());
        nanos.addAndGet(LEASE.toNanos());

        stores.done(reaper::round);
        assertThat(status(job)).isEqualTo("running");

        tickAfter(LEASE.plusSeconds(1), reaper);
        assertThat(status(job)).isEqualTo("queued");
    }

    @Test
    void twoReapersAtOnceRescueEachJobOnce() {
        submittedMany(300);
        Servers.execute(
                stores.url(),
                "update jobs set status = 'running', lease_owner = gen_random_uuid(), started_at = now(),"
                        + " lease_until = now() - interval '1 second'");
        Reaper other = reaper(nanos::get);

        stores.done(() -> Future.all(reaper.round(), other.round()));

        assertThat(Sql.number(stores.url(), "select count(*) from jobs where attempt = 2 and losses = 1"))
                .isEqualTo(300);
    }

    @Test
    void aHealthyJobIsNotRescuedHoweverOldItIs() {
        ScriptedPipeline pipeline = new ScriptedPipeline().step("plan").gated("write");
        try (Service service = Service.start(
                Map.of("PRESSROOM_LEASE_SECONDS", "2", "PRESSROOM_WORKERS", "2"), pipeline.asPipelines())) {
            Api api = service.api(UUID.randomUUID());
            UUID job = api.created(Api.order("Slow"));
            String renewals = "select extract(epoch from seen_at) from workers";
            api.await(job, "running");
            double start = Double.parseDouble(Sql.text(service.databaseUrl(), renewals));

            Await.until(
                    Duration.ofSeconds(20),
                    () -> Double.parseDouble(Sql.text(service.databaseUrl(), renewals)) > start + 5);
            pipeline.open("write");

            JsonObject end = api.await(job, "succeeded");
            assertThat(end.getInteger("attempt")).isEqualTo(1);
            assertThat(pipeline.runs(job, "write")).isEqualTo(1);
        }
    }

    @Test
    void theRelayAddsWhatIsMissingOverMoreThanOnePage() {
        submittedMany(1203);

        sweep();

        assertThat(stores.done(() -> queue.size(JobType.CONTENT_GENERATION))).isEqualTo(1203);
    }

    @Test
    void theRelayDoesNotDoubleWhatIsThere() {
        List<JobQueue.Entry> there = List.of(stores.submitted(user), stores.submitted(user));
        stores.done(() -> queue.enqueue(JobType.CONTENT_GENERATION, there));
        stores.submitted(user);

        sweep();

        assertThat(stores.done(() -> queue.size(JobType.CONTENT_GENERATION))).isEqualTo(3);
    }

    @Test
    void theRelayLeavesAloneWhatHasOnlyJustBeenStored() {
        sweep();
        stores.submitted(user);

        stores.done(relay::round);

        assertThat(stores.done(() -> queue.size(JobType.CONTENT_GENERATION))).isZero();
    }

    @Test
    void anEntryWhoseTakerIsGoneIsServedAgain() {
        JobQueue.Entry entry = stores.submitted(user);
        stores.done(() -> queue.enqueue(JobType.CONTENT_GENERATION, List.of(entry)));
        List<JobQueue.Claimed> taken = stores.done(() -> queue.claim(JobType.CONTENT_GENERATION, 1));

        stores.done(() -> queue.recover(JobType.CONTENT_GENERATION, Duration.ofMinutes(1), 10));
        assertThat(stores.done(() -> queue.size(JobType.CONTENT_GENERATION))).isZero();
        stores.done(() -> queue.recover(JobType.CONTENT_GENERATION, Duration.ZERO, 10));

        assertThat(stores.done(() -> queue.claim(JobType.CONTENT_GENERATION, 1)))
                .isEqualTo(taken);
    }

    @Test
    void whatIsGivenBackIsServedInTheOrderInWhichItStood() {
        List<JobQueue.Entry> entries =
                Stream.generate(() -> stores.submitted(user)).limit(4).toList();
        stores.done(() -> queue.enqueue(JobType.CONTENT_GENERATION, entries));
        List<JobQueue.Claimed> taken = stores.done(() -> queue.claim(JobType.CONTENT_GENERATION, 3));
        stores.done(() -> queue.giveBack(JobType.CONTENT_GENERATION, List.of(taken.get(2), taken.get(0))));

        assertThat(stores.done(() -> queue.claim(JobType.CONTENT_GENERATION, 4)))
                .containsExactly(
                        taken.get(0),
                        taken.get(2),
                        new JobQueue.Claimed(entries.get(3).jobId(), 1));
    }

    /** Rounds of the relay until a sweep has compared all queued jobs with the queue. */
    private void sweep() {
        Servers.execute(stores.url(), "update jobs set queued_at = now() - interval '1 minute'");
        relay.sweepAll();
        while (stores.done(relay::round)) {}
    }

    /** The job loses this many workers, one after the other, alone on each. */
    private void loseAlone(LeasedJob job, int times) {
        UUID id = job.lease().jobId();
        for (int i = 0; i < times; i++) {
            if (status(job).equals("queued")) {
                Servers.execute(stores.url(), "update jobs set not_before = null");
                int attempt = (int) Sql.number(stores.url(), "select attempt from jobs where id = '" + id + "'");
                stores.leased(stores.worker(UUID.randomUUID()), new JobQueue.Entry(job.type(), id, attempt, "any"));
            }
            stores.expire(id);
            stores.done(reaper::round);
        }
    }

    private void lostElsewhere(Optional<UUID> alone) {
        Servers.execute(
                stores.url(),
                "insert into worker_losses (node, slots, jobs, job_id) values (gen_random_uuid(), 50, 1, "
                        + alone.map(id -> "'" + id + "'").orElse("null") + ")");
    }

    private String standing(LeasedJob job) {
        return stores.text(
                "select format('%s: %s lost, %s alone, %s count', status, losses, lone_losses, deaths) from jobs where id = $job",
                job.lease().jobId());
    }

    /** A job that would not be alone if its worker were lost now. */
    private LeasedJob runningBesideAnother() {
        running();
        return running();
    }

    private LeasedJob running() {
        return stores.leased(worker, stores.submitted(user));
    }

    /** Advances the clock in small steps, as while the database answers. */
    private void tickAfter(Duration pause, Reaper ticking) {
        Duration step = pause.dividedBy(10);
        for (int i = 0; i < 10; i++) {
            nanos.addAndGet(step.toNanos());
            ticking.databaseAnswered();
        }
        stores.done(ticking::round);
    }

    private void setLeaseUntil(LeasedJob job, String fromNow) {
        Servers.execute(
                stores.url(),
                "update jobs set lease_until = now() " + fromNow + " where id = '"
                        + job.lease().jobId() + "'");
    }

    private String status(LeasedJob job) {
        return stores.text(
                "select status from jobs where id = $job", job.lease().jobId());
    }

    /** Inserts many rows directly, to fill several pages. */
    private void submittedMany(int count) {
        Servers.execute(
                stores.url(),
                "insert into jobs (id, type, user_id, tenant) select gen_random_uuid(), 'content_generation', '" + user
                        + "', 'tenant-' || i % 10 from generate_series(1, " + count + ") i");
    }
}
