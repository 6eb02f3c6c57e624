package dev.pressroom.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.job.JobQueue;
import dev.pressroom.job.JobType;
import dev.pressroom.job.LeaseStore;
import dev.pressroom.job.LeasedJob;
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
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Jobs whose worker is gone, and jobs that Redis does not know. */
class RescueIT {
    private static final Duration LEASE = Duration.ofSeconds(10);
    private static final int MAX_DEATHS = 3;

    private final UUID user = UUID.randomUUID();
    private final AtomicLong nanos = new AtomicLong();
    private Stores stores;
    private JobQueue queue;
    private RescueStore rescues;
    private LeaseStore worker;
    private Relay relay;
    private Reaper reaper;

    @BeforeEach
    void open() {
        stores = Stores.open(Map.of("STARTING_CREDITS", "5"));
        queue = stores.queue();
        rescues = new RescueStore(stores.database());
        worker = stores.worker(UUID.randomUUID());
        relay = new Relay(stores.vertx(), rescues, queue, new JobMetrics(new SimpleMeterRegistry()));
        reaper = reaper(nanos::get);
    }

    @AfterEach
    void close() {
        stores.done(queue::close);
        stores.close();
    }

    private Reaper reaper(LongSupplier nanoTime) {
        return new Reaper(
                rescues,
                relay,
                new Signals(stores.vertx()),
                new JobMetrics(new SimpleMeterRegistry()),
                LEASE,
                MAX_DEATHS,
                nanoTime);
    }

    @Test
    void aJobWhoseLeaseHasEndedWaitsForItsNextAttempt() {
        LeasedJob job = running();
        UUID id = job.lease().jobId();
        stores.done(() -> worker.report(
                new LeaseStore.ProgressReport(job.lease(), 60, "Writing", java.util.Optional.empty(), 5)));
        stores.expire(id);

        stores.done(reaper::tick);

        assertThat(stores.text(
                        "select concat_ws(' ', status, attempt, deaths, progress, coalesce(current_step, '-')) from jobs where id = $job",
                        id))
                .isEqualTo("queued 2 1 0 -");
        assertThat(stores.done(() -> queue.claim(JobType.CONTENT_GENERATION, 5)))
                .containsExactly(new JobQueue.Claimed(id, 2));
        assertThat(stores.text("select count(*) from credit_entries where job_id = $job", id))
                .isEqualTo("1");
    }

    @Test
    void aRescuedJobGoesOnBeforeThoseThatWaitForTheirTurn() {
        LeasedJob job = running();
        List<JobQueue.Entry> waiting = List.of(stores.submitted(user), stores.submitted(UUID.randomUUID()));
        stores.done(() -> queue.enqueue(JobType.CONTENT_GENERATION, waiting));
        stores.expire(job.lease().jobId());

        stores.done(reaper::tick);

        assertThat(stores.done(() -> queue.claim(JobType.CONTENT_GENERATION, 1)))
                .containsExactly(new JobQueue.Claimed(job.lease().jobId(), 2));
    }

    @Test
    void aRescuedJobThatTheQueueForgotKeepsItsPlaceBeforeThoseThatWait() {
        LeasedJob job = running();
        stores.expire(job.lease().jobId());
        stores.done(() -> rescues.rescue(MAX_DEATHS));
        stores.submitted(user);

        stores.done(() -> relay.sweep(Duration.ZERO));

        assertThat(stores.done(() -> queue.claim(JobType.CONTENT_GENERATION, 1)))
                .containsExactly(new JobQueue.Claimed(job.lease().jobId(), 2));
    }

    @Test
    void aJobWhoseLeaseHoldsIsLeftAlone() {
        LeasedJob job = running();
        String before = stores.fingerprint();

        stores.done(reaper::tick);

        assertThat(stores.fingerprint()).isEqualTo(before);
        assertThat(stores.text(
                        "select status from jobs where id = $job", job.lease().jobId()))
                .isEqualTo("running");
    }

    @Test
    void afterTheThirdDeathTheJobFailsAsWorkerLostWithItsCreditGivenBack() {
        LeasedJob job = running();
        UUID id = job.lease().jobId();
        for (int attempt = 1; attempt <= MAX_DEATHS; attempt++) {
            if (attempt > 1) {
                stores.leased(worker, new JobQueue.Entry(job.type(), id, attempt, "any"));
            }
            stores.expire(id);
            stores.done(reaper::tick);
        }

        assertThat(stores.text(
                        "select concat_ws(' ', status, error_code, attempt, deaths) from jobs where id = $job", id))
                .isEqualTo("failed WORKER_LOST 3 3");
        assertThat(stores.text("select string_agg(name, ' ' order by seq) from job_events where job_id = $job", id))
                .isEqualTo("step-change step-change step-change failed");
        assertThat(stores.text("select max(seq) from job_events where job_id = $job", id))
                .isEqualTo("4");
        assertThat(Sql.number(stores.url(), "select credit_balance from users")).isEqualTo(5);
        assertThat(Sql.number(stores.url(), "select sum(amount) from credit_entries"))
                .isEqualTo(5);
    }

    @Test
    void aRetryForgivesTheDeaths() {
        LeasedJob job = running();
        UUID id = job.lease().jobId();
        Servers.execute(stores.url(), "update jobs set deaths = 2");
        stores.expire(id);
        stores.done(reaper::tick);

        stores.done(() -> stores.jobs().retry(id, dev.pressroom.job.Owner.user(user)));

        assertThat(stores.text("select concat_ws(' ', status, deaths, attempt) from jobs where id = $job", id))
                .isEqualTo("queued 0 2");
    }

    @Test
    void allThatAreLostAreRescuedOverMoreThanOnePage() {
        submittedMany(1203);
        Servers.execute(
                stores.url(),
                "update jobs set status = 'running', lease_owner = gen_random_uuid(), started_at = now(),"
                        + " lease_until = now() - interval '1 second', deaths = (random() * 2)::int");

        stores.done(reaper::tick);

        assertThat(Sql.number(stores.url(), "select count(*) from jobs where status = 'running'"))
                .isZero();
        assertThat(stores.done(() -> queue.size(JobType.CONTENT_GENERATION)).longValue())
                .isEqualTo(Sql.number(stores.url(), "select count(*) from jobs where status = 'queued'"));
    }

    @Test
    void afterAnOutageTheReaperHoldsBackForALease() {
        LeasedJob job = running();
        stores.expire(job.lease().jobId());
        reaper.lostSight();

        stores.done(reaper::tick);
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

        stores.done(reaper::tick);
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

        stores.done(() -> Future.all(reaper.tick(), other.tick()));

        assertThat(Sql.number(stores.url(), "select count(*) from jobs where attempt = 2 and deaths = 1"))
                .isEqualTo(300);
    }

    @Test
    void aHealthyJobIsNotRescuedHoweverOldItIs() {
        ScriptedPipeline pipeline = new ScriptedPipeline().step("plan").gated("write");
        try (Service service = Service.start(
                Map.of("PRESSROOM_LEASE_SECONDS", "2", "PRESSROOM_WORKERS", "2"), pipeline.asPipelines())) {
            Api api = service.api(UUID.randomUUID());
            UUID job = api.created(Api.order("Slow"));
            String renewals = "select extract(epoch from lease_until) from jobs where id = '" + job + "'";
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

        stores.done(() -> relay.sweep(Duration.ZERO));

        assertThat(stores.done(() -> queue.size(JobType.CONTENT_GENERATION))).isEqualTo(1203);
    }

    @Test
    void theRelayDoesNotDoubleWhatIsThere() {
        List<JobQueue.Entry> there = List.of(stores.submitted(user), stores.submitted(user));
        stores.done(() -> queue.enqueue(JobType.CONTENT_GENERATION, there));
        stores.submitted(user);

        stores.done(() -> relay.sweep(Duration.ZERO));

        assertThat(stores.done(() -> queue.size(JobType.CONTENT_GENERATION))).isEqualTo(3);
    }

    @Test
    void theRelayLeavesAloneWhatHasOnlyJustBeenStored() {
        stores.submitted(user);

        stores.done(() -> relay.sweep(Duration.ofMinutes(1)));

        assertThat(stores.done(() -> queue.size(JobType.CONTENT_GENERATION))).isZero();
    }

    @Test
    void onlyOneAtATimeGetsTheLock() {
        Promise<Void> held = Promise.promise();
        Promise<Void> begun = Promise.promise();
        Future<Boolean> first = stores.done(() -> {
            Future<Boolean> alone = stores.database().alone(7, () -> {
                begun.complete();
                return held.future();
            });
            return begun.future().map(alone);
        });

        assertThat(stores.done(() -> stores.database().alone(7, Future::succeededFuture)))
                .isFalse();
        held.complete();

        assertThat(stores.done(() -> first)).isTrue();
        assertThat(stores.done(() -> stores.database().alone(7, Future::succeededFuture)))
                .isTrue();
    }

    @Test
    void theLockIsFreeAfterWorkThatFailedOrThrew() {
        stores.done(() ->
                stores.database().alone(8, () -> Future.failedFuture("broken")).otherwise(true));
        stores.done(() -> stores.database()
                .alone(8, () -> {
                    throw new IllegalStateException("broken");
                })
                .otherwise(true));

        assertThat(Sql.advisoryLocks(stores.url())).isZero();
    }

    private LeasedJob running() {
        return stores.leased(worker, stores.submitted(user));
    }

    /** Lets time pass as it does while the database answers: in small steps. */
    private void tickAfter(Duration pause, Reaper ticking) {
        Duration step = pause.dividedBy(10);
        for (int i = 0; i < 10; i++) {
            nanos.addAndGet(step.toNanos());
            ticking.saw();
        }
        stores.done(ticking::tick);
    }

    private String status(LeasedJob job) {
        return stores.text(
                "select status from jobs where id = $job", job.lease().jobId());
    }

    /** Writes rows beside the service: so many that they fill pages. */
    private void submittedMany(int count) {
        Servers.execute(
                stores.url(),
                "insert into jobs (id, type, user_id, tenant) select gen_random_uuid(), 'content_generation', '" + user
                        + "', 'tenant-' || i % 10 from generate_series(1, " + count + ") i");
    }
}
