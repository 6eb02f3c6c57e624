package dev.pressroom.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.base.ErrorCode;
import dev.pressroom.support.Await;
import dev.pressroom.support.Servers;
import dev.pressroom.support.Sql;
import dev.pressroom.support.Stores;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What a worker may write, and when its writes are void. */
class PostgresLeaseStoreIT {
    private static final UUID NODE = UUID.randomUUID();
    private static final UUID OTHER_NODE = UUID.randomUUID();
    private static Stores stores;

    private final UUID user = UUID.randomUUID();
    private final PostgresLeaseStore worker = stores.worker(NODE);
    private final PostgresLeaseStore otherWorker = stores.worker(OTHER_NODE);

    @BeforeAll
    static void open() {
        stores = Stores.open(Map.of("STARTING_CREDITS", "5", "PRESSROOM_WORKERS_LOSS_PAUSES", "0s"));
    }

    @AfterAll
    static void close() {
        stores.close();
    }

    @Test
    void aClaimedJobRunsUnderALeaseByTheDatabasesClock() {
        RedisJobQueue.Entry entry = stores.submitted(user);

        LeasedJob job = stores.leased(worker, entry);

        assertThat(stores.text("select status from jobs where id = $job", entry.jobId()))
                .isEqualTo("running");
        assertThat(stores.text("select lease_owner from jobs where id = $job", entry.jobId()))
                .isEqualTo(NODE.toString());
        assertThat(stores.text("select lease_until - updated_at from jobs where id = $job", entry.jobId()))
                .isEqualTo("00:05:00");
        assertThat(job.lease()).isEqualTo(new Lease(entry.jobId(), 1, NODE));
    }

    @Test
    void aClaimIsToldToWatchersAsTheFirstEvent() {
        LeasedJob job = stores.leased(worker, stores.submitted(user));

        assertThat(events(job)).isEqualTo("1 step-change");
        assertThat(job.lastEvent()).isEqualTo(1);
    }

    @Test
    void twoClaimsOfOneEntryGiveOneLease() {
        RedisJobQueue.Entry entry = stores.submitted(user);
        List<RedisJobQueue.Claimed> claimed = List.of(new RedisJobQueue.Claimed(entry.jobId(), 1));

        List<LeasedJob> all = stores.done(() -> Future.all(worker.claim(claimed), otherWorker.claim(claimed))
                .map(both -> Stream.concat(
                                both.<List<LeasedJob>>resultAt(0).stream(), both.<List<LeasedJob>>resultAt(1).stream())
                        .toList()));

        assertThat(all).hasSize(1);
    }

    @Test
    void anEntryThatComesTwiceInOneClaimGivesOneLease() {
        RedisJobQueue.Entry entry = stores.submitted(user);
        RedisJobQueue.Claimed claimed = new RedisJobQueue.Claimed(entry.jobId(), 1);

        assertThat(stores.done(() -> worker.claim(List.of(claimed, claimed)))).hasSize(1);
        assertThat(stores.text("select last_event from jobs where id = $job", entry.jobId()))
                .isEqualTo("1");
    }

    @Test
    void anEntryOfAnotherAttemptIsDropped() {
        UUID job = stores.submitted(user).jobId();

        assertThat(stores.done(() ->
                        worker.claim(List.of(new RedisJobQueue.Claimed(job, 2), new RedisJobQueue.Claimed(job, 0)))))
                .isEmpty();
    }

    @Test
    void aSuspectSharesItsNodeWithSlotsByFourPerLossOtherSuspects() {
        PostgresLeaseStore node = stores.worker(UUID.randomUUID());
        PostgresLeaseStore another = stores.worker(UUID.randomUUID());
        List<RedisJobQueue.Claimed> suspects =
                claimed(Stream.generate(() -> having(2)).limit(9).toList());

        List<LeasedJob> first = stores.done(() -> node.claim(suspects));
        assertThat(first).as("one and 50 / 16 others").hasSize(4);
        assertThat(stores.done(() -> node.claim(suspects))).isEmpty();
        assertThat(stores.done(() -> another.claim(suspects))).hasSize(4);

        stores.done(() -> node.fail(first.get(0).lease(), ErrorCode.INTERNAL, "No luck.", false));
        assertThat(stores.done(() -> node.claim(suspects))).hasSize(1);
    }

    @Test
    void aSuspectOfManyLossesRunsBesideNoOther() {
        PostgresLeaseStore node = stores.worker(UUID.randomUUID());
        stores.leased(node, having(3));

        assertThat(stores.claimed(node, having(3))).isEmpty();
        assertThat(stores.claimed(node, having(1))).isEmpty();
    }

    @Test
    void aSuspectHoldsUpNoJobThatHasLostNoWorker() {
        PostgresLeaseStore node = stores.worker(UUID.randomUUID());
        stores.leased(node, having(7));

        assertThat(stores.claimed(node, stores.submitted(user))).hasSize(1);
    }

    @Test
    void ofSuspectsThoseOfFewerLossesGoFirst() {
        PostgresLeaseStore node = stores.worker(UUID.randomUUID());
        List<RedisJobQueue.Claimed> mixed = claimed(List.of(having(3), having(0), having(1)));

        assertThat(stores.done(() -> node.claim(mixed)))
                .extracting(leased -> leased.lease().jobId())
                .containsExactlyInAnyOrder(mixed.get(1).jobId(), mixed.get(2).jobId());
    }

    @Test
    void aJobThatPausesIsNotLeasedBeforeItsTime() {
        RedisJobQueue.Entry entry = having(1);
        Servers.execute(
                stores.url(),
                "update jobs set not_before = now() + interval '1 hour' where id = '" + entry.jobId() + "'");
        assertThat(stores.claimed(worker, entry)).isEmpty();

        Servers.execute(stores.url(), "update jobs set not_before = now() where id = '" + entry.jobId() + "'");
        assertThat(stores.claimed(worker, entry)).hasSize(1);
    }

    /** However many jobs run elsewhere: the statement may not read their rows. */
    @Test
    void whatAClaimReadsDoesNotGrowWithTheRunningJobs() {
        Servers.execute(
                stores.url(),
                "insert into jobs (id, type, user_id, tenant, status, lease_owner, lease_until, started_at)"
                        + " select gen_random_uuid(), 'content_generation', '" + user + "', 'a', 'running',"
                        + " gen_random_uuid(), now() + interval '1 hour', now() from generate_series(1, 5000)");
        try {
            RedisJobQueue.Entry entry = having(1);
            long before = tuplesReadFromJobs();
            assertThat(stores.claimed(worker, entry)).hasSize(1);
            long read = Await.value(Duration.ofSeconds(10), this::tuplesReadFromJobs, now -> now > before) - before;
            // What earlier statements read is counted late, so the bound is far above what a claim reads.
            assertThat(read).isLessThan(1000);
        } finally {
            Servers.execute(stores.url(), "delete from jobs where tenant = 'a'");
        }
    }

    private long tuplesReadFromJobs() {
        return Sql.number(
                stores.url(),
                "select sum(idx_tup_read) + (select seq_tup_read from pg_stat_user_tables where relname = 'jobs')"
                        + " from pg_stat_user_indexes where relname = 'jobs'");
    }

    private static List<RedisJobQueue.Claimed> claimed(List<RedisJobQueue.Entry> entries) {
        return entries.stream()
                .map(entry -> new RedisJobQueue.Claimed(entry.jobId(), entry.attempt()))
                .toList();
    }

    private RedisJobQueue.Entry having(int losses) {
        RedisJobQueue.Entry entry = stores.submitted(UUID.randomUUID());
        Servers.execute(stores.url(), "update jobs set losses = " + losses + " where id = '" + entry.jobId() + "'");
        return entry;
    }

    @Test
    void anEntryOfACancelledJobIsDropped() {
        RedisJobQueue.Entry entry = stores.submitted(user);
        stores.done(() -> stores.jobs().cancel(entry.jobId(), Owner.user(user)));

        assertThat(stores.claimed(worker, entry)).isEmpty();
    }

    /** Each way to lose a lease, against each write. */
    @TestFactory
    Stream<DynamicTest> aWriteAfterTheLeaseWasLostSaysSoAndChangesNothing() {
        return losses().entrySet().stream()
                .flatMap(loss -> writes().entrySet().stream()
                        .map(write -> DynamicTest.dynamicTest(write.getKey() + " after " + loss.getKey(), () -> {
                            LeasedJob job = stores.leased(worker, stores.submitted(UUID.randomUUID()));
                            loss.getValue().accept(job);
                            String before = stores.fingerprint();

                            Object answer = stores.done(() -> write.getValue().of(worker, job.lease()));

                            assertThat(answer).isIn(false, Optional.empty(), List.of());
                            assertThat(stores.fingerprint()).isEqualTo(before);
                        })));
    }

    private Map<String, Consumer<LeasedJob>> losses() {
        return Map.of(
                "a cancel", job -> cancel(job),
                "a rescue", job -> rescue(),
                "a rescue that another node claimed",
                        job -> {
                            rescue();
                            stores.leased(otherWorker, next(job));
                        },
                "a rescue that the same node claimed",
                        job -> {
                            rescue();
                            stores.leased(worker, next(job));
                        },
                "its success", job -> stores.done(() -> worker.succeed(settlement(job.lease()))),
                "being handed back to another node",
                        job -> {
                            stores.done(
                                    () -> worker.handBack(List.of(job.lease().jobId())));
                            stores.leased(
                                    otherWorker,
                                    new RedisJobQueue.Entry(
                                            job.type(), job.lease().jobId(), 1, "any"));
                        });
    }

    private interface Write {
        Future<Object> of(PostgresLeaseStore worker, Lease lease);
    }

    private static Map<String, Write> writes() {
        PostgresNarrativeStore narrativeStore = stores.narrativeStore();
        return Map.of(
                "narrate",
                (w, lease) -> narrativeStore
                        .narrate(new PostgresNarrativeStore.Narrated(
                                lease,
                                List.of("plan"),
                                List.of("plan"),
                                List.of(new NarrativeEvent(1, "transition", "{}"))))
                        .map(done -> done),
                "record",
                (w, lease) -> w.record(recording(lease, "plan", 2)).map(done -> done),
                "report",
                (w, lease) -> w.report(new PostgresLeaseStore.ProgressReport(lease, 50, "Step", Optional.empty(), 3))
                        .map(done -> done),
                "succeed",
                (w, lease) -> w.succeed(settlement(lease)).map(done -> done),
                "fail",
                (w, lease) -> w.fail(lease, ErrorCode.INTERNAL, "Broken.", true).map(done -> done));
    }

    @Test
    void aLostLeaseIsNotRenewed() {
        LeasedJob job = stores.leased(worker, stores.submitted(user));
        LeasedJob kept = stores.leased(worker, stores.submitted(user));
        cancel(job);

        assertThat(stores.done(() ->
                        worker.renew(List.of(job.lease().jobId(), kept.lease().jobId()))))
                .containsExactly(kept.lease().jobId());
    }

    @Test
    void aRecordingWritesItsEventsAndItsCheckpoint() {
        LeasedJob job = stores.leased(worker, stores.submitted(user));

        assertThat(stores.done(() -> worker.record(recording(job.lease(), "plan", 2))))
                .isTrue();

        assertThat(events(job)).isEqualTo("1 step-change,2 plan-result");
        assertThat(of(
                        job,
                        "select step || attempt || (output ->> 'said') || tokens from job_steps where job_id = $job"))
                .isEqualTo("plan1plan7");
        assertThat(of(job, "select last_event || ' ' || progress from jobs where id = $job"))
                .isEqualTo("2 40");
    }

    @Test
    void aRecordingRepeatedAsItIsChangesNothing() {
        LeasedJob job = stores.leased(worker, stores.submitted(user));
        stores.done(() -> worker.record(recording(job.lease(), "plan", 2)));
        String before = rows(job);

        assertThat(stores.done(() -> worker.record(recording(job.lease(), "plan", 2))))
                .isTrue();

        assertThat(rows(job)).isEqualTo(before);
    }

    @Test
    void aStepThatHasACheckpointKeepsTheFirstOne() {
        RedisJobQueue.Entry entry = stores.submitted(user);
        LeasedJob job = stores.leased(worker, entry);
        stores.done(() -> worker.record(recording(job.lease(), "plan", 2)));
        rescue(entry.jobId());

        LeasedJob again = stores.leased(otherWorker, next(job));
        stores.done(() -> otherWorker.record(recording(again.lease(), "plan", 4)));

        assertThat(again.checkpoints()).containsOnlyKeys("plan");
        assertThat(of(job, "select attempt from job_steps where job_id = $job")).isEqualTo("1");
    }

    @Test
    void eventsAreNumberedWithoutGapsOverAttempts() {
        RedisJobQueue.Entry entry = stores.submitted(user);
        LeasedJob first = stores.leased(worker, entry);
        stores.done(() -> worker.record(recording(first.lease(), "plan", 2)));
        rescue(entry.jobId());
        LeasedJob second = stores.leased(otherWorker, next(first));
        stores.done(() -> otherWorker.record(recording(second.lease(), "write", second.lastEvent() + 1)));
        cancel(first);
        RedisJobQueue.Entry third = stores.done(() -> stores.jobs().retry(entry.jobId(), Owner.user(user)));
        LeasedJob last = stores.leased(worker, third);
        stores.done(() -> worker.succeed(settlement(last.lease())));

        assertThat(events(first))
                .isEqualTo(
                        "1 step-change,2 plan-result,3 step-change,4 write-result,5 failed,6 step-change,7 complete");
        assertThat(of(first, "select last_event from jobs where id = $job")).isEqualTo("7");
    }

    /** Where a node has lost a lease and got the job again, both of its runs may write at the same moment. */
    @Test
    void ofTwoAttemptsInOneBatchOnlyTheOneThatIsLeasedWrites() {
        LeasedJob stale = stores.leased(worker, stores.submitted(user));
        rescue(stale.lease().jobId());
        Lease held = stores.leased(worker, next(stale)).lease();
        LeasedJob one = stores.leased(worker, stores.submitted(user));
        LeasedJob two = stores.leased(worker, stores.submitted(user));

        List<Boolean> answers = stores.done(() -> Future.all(List.of(
                        worker.record(recording(one.lease(), "goes at once", 2)),
                        worker.record(recording(two.lease(), "goes at once", 2)),
                        worker.record(recording(stale.lease(), "stale", 9)),
                        worker.record(recording(held, "held", 3))))
                .map(all -> all.<Boolean>list()));
        List<Optional<Integer>> ends = stores.done(() -> Future.all(List.of(
                        worker.succeed(settlement(one.lease())),
                        worker.succeed(settlement(two.lease())),
                        worker.succeed(settlement(stale.lease())),
                        worker.succeed(settlement(held))))
                .map(all -> all.<Optional<Integer>>list()));

        assertThat(answers).containsExactly(true, true, false, true);
        assertThat(events(stale)).isEqualTo("1 step-change,2 step-change,3 held-result,4 complete");
        assertThat(of(stale, "select string_agg(step, ' ') from job_steps where job_id = $job"))
                .isEqualTo("held");
        assertThat(ends.subList(2, 4)).containsExactly(Optional.empty(), Optional.of(4));
    }

    @Test
    void successWritesResultEventPostAndSpendAtOnce() {
        LeasedJob job = stores.leased(worker, stores.submitted(user));

        assertThat(stores.done(() -> worker.succeed(settlement(job.lease())))).hasValue(2);

        assertThat(of(job, "select status || progress from jobs where id = $job"))
                .isEqualTo("succeeded100");
        assertThat(of(job, "select result ->> 'title' from job_results where job_id = $job"))
                .isEqualTo("Tomatoes");
        assertThat(events(job)).isEqualTo("1 step-change,2 complete");
        assertThat(of(job, "select title || user_id from posts where job_id = $job"))
                .isEqualTo("Tomatoes" + user);
        assertThat(of(
                        job,
                        "select string_agg(kind || amount, ' ' order by kind) from credit_entries where job_id = $job"))
                .isEqualTo("hold-1 spend0");
    }

    @Test
    void whatTheLastStepMadeIsStoredWithTheSuccess() {
        LeasedJob job = stores.leased(worker, stores.submitted(user));
        LeasedJob other = stores.leased(worker, stores.submitted(user));

        List<Optional<Integer>> ends = stores.done(() -> Future.all(List.of(
                        worker.succeed(new PostgresLeaseStore.Settlement(
                                job.lease(),
                                "{}",
                                Optional.of(recording(job.lease(), "seo", 2)),
                                Optional.empty(),
                                Optional.empty())),
                        worker.succeed(settlement(other.lease()))))
                .map(all -> all.<Optional<Integer>>list()));

        assertThat(ends).containsExactly(Optional.of(3), Optional.of(2));
        assertThat(events(job)).isEqualTo("1 step-change,2 seo-result,3 complete");
        assertThat(of(job, "select data ->> 'said' from job_events where job_id = $job and seq = 2"))
                .isEqualTo("seo");
        assertThat(of(
                        job,
                        "select step || attempt || (output ->> 'said') || tokens from job_steps where job_id = $job"))
                .isEqualTo("seo1seo7");
        assertThat(events(other)).isEqualTo("1 step-change,2 complete");
    }

    @Test
    void aSuccessWithoutItsLeaseKeepsNothingOfTheLastStep() {
        LeasedJob stale = stores.leased(worker, stores.submitted(user));
        rescue(stale.lease().jobId());
        String before = stores.fingerprint();

        assertThat(stores.done(() -> worker.succeed(new PostgresLeaseStore.Settlement(
                        stale.lease(),
                        "{}",
                        Optional.of(recording(stale.lease(), "seo", 2)),
                        Optional.empty(),
                        Optional.empty()))))
                .isEmpty();

        assertThat(stores.fingerprint()).isEqualTo(before);
    }

    @Test
    void aSuccessWhosePostCannotBeStoredChangesNothing() {
        LeasedJob job = stores.leased(worker, stores.submitted(user));
        PostgresLeaseStore.PostRow bad = new PostgresLeaseStore.PostRow(
                UUID.randomUUID(), "Tomatoes", "Text", "no such status", new JsonObject());
        String before = stores.fingerprint();

        assertThat(failureOf(() -> worker.succeed(new PostgresLeaseStore.Settlement(
                        job.lease(), "{}", Optional.empty(), Optional.of(bad), Optional.empty()))))
                .hasMessageContaining("posts_status_check");

        assertThat(stores.fingerprint()).isEqualTo(before);
    }

    @Test
    void aBadSettlementHarmsNoneOfItsBatch() {
        List<LeasedJob> jobs = Stream.generate(() -> stores.leased(worker, stores.submitted(user)))
                .limit(4)
                .toList();
        PostgresLeaseStore.PostRow bad = new PostgresLeaseStore.PostRow(
                UUID.randomUUID(), "Tomatoes", "Text", "no such status", new JsonObject());

        List<Boolean> succeeded = stores.done(() -> {
            List<Future<Optional<Integer>>> settled = jobs.stream()
                    .map(job -> worker.succeed(
                            job == jobs.get(3)
                                    ? new PostgresLeaseStore.Settlement(
                                            job.lease(), "{}", Optional.empty(), Optional.of(bad), Optional.empty())
                                    : settlement(job.lease())))
                    .toList();
            return Future.join(settled)
                    .transform(done -> Future.succeededFuture(
                            settled.stream().map(Future::succeeded).toList()));
        });

        assertThat(succeeded).containsExactly(true, true, true, false);
        assertThat(of(jobs.get(2), "select status from jobs where id = $job")).isEqualTo("succeeded");
    }

    @Test
    void aSuccessRepeatedDoublesNothing() {
        LeasedJob job = stores.leased(worker, stores.submitted(user));
        stores.done(() -> worker.succeed(settlement(job.lease())));
        String before = stores.fingerprint();

        assertThat(stores.done(() -> worker.succeed(settlement(job.lease())))).isEmpty();

        assertThat(stores.fingerprint()).isEqualTo(before);
    }

    @Test
    void aFailureGivesTheCreditBackOnce() {
        LeasedJob job = stores.leased(worker, stores.submitted(user));
        assertThat(balance()).isEqualTo(4);

        assertThat(stores.done(() -> worker.fail(job.lease(), ErrorCode.MODEL_REFUSED, "No.", false)))
                .hasValue(2);
        stores.done(() -> worker.fail(job.lease(), ErrorCode.MODEL_REFUSED, "No.", false));

        assertThat(balance()).isEqualTo(5);
        assertThat(of(job, "select count(*) from credit_entries where job_id = $job and kind = 'release'"))
                .isEqualTo("1");
        assertThat(of(job, "select data from job_events where job_id = $job and name = 'failed'"))
                .contains("MODEL_REFUSED");
    }

    @Test
    void aJobHandedBackKeepsItsAttemptAndItsProgress() {
        LeasedJob job = stores.leased(worker, stores.submitted(user));
        stores.done(() -> worker.record(recording(job.lease(), "plan", 2)));

        List<RedisJobQueue.Entry> entries =
                stores.done(() -> worker.handBack(List.of(job.lease().jobId())));

        assertThat(entries)
                .singleElement()
                .satisfies(entry -> assertThat(entry.attempt()).isEqualTo(1))
                .satisfies(entry -> assertThat(entry.resumes()).isTrue());
        assertThat(of(job, "select status || attempt || deaths || ' ' || progress from jobs where id = $job"))
                .isEqualTo("queued10 40");
    }

    @Test
    void nobodyHandsBackTheJobOfAnother() {
        LeasedJob job = stores.leased(worker, stores.submitted(user));

        assertThat(stores.done(() -> otherWorker.handBack(List.of(job.lease().jobId()))))
                .isEmpty();
        assertThat(of(job, "select status from jobs where id = $job")).isEqualTo("running");
    }

    @Test
    void progressNeverGoesDownWithinAnAttempt() {
        LeasedJob job = stores.leased(worker, stores.submitted(user));

        for (int progress : List.of(60, 30)) {
            stores.done(() -> worker.report(
                    new PostgresLeaseStore.ProgressReport(job.lease(), progress, "Step", Optional.of("phase"), 3)));
        }

        assertThat(of(job, "select progress from jobs where id = $job")).isEqualTo("60");
    }

    private static PostgresLeaseStore.Recording recording(Lease lease, String step, int seq) {
        JsonObject output = new JsonObject().put("said", step);
        return new PostgresLeaseStore.Recording(
                lease,
                40,
                Optional.of(new PostgresLeaseStore.StepOutput(step, output, 7)),
                List.of(new JobEvent(seq, lease.attempt(), step + "-result", output.encode())));
    }

    private static PostgresLeaseStore.Settlement settlement(Lease lease) {
        return new PostgresLeaseStore.Settlement(
                lease,
                "{\"title\":\"Tomatoes\"}",
                Optional.empty(),
                Optional.of(new PostgresLeaseStore.PostRow(
                        UUID.randomUUID(), "Tomatoes", "Water them.", "draft", new JsonObject())),
                Optional.empty());
    }

    private void cancel(LeasedJob job) {
        Owner owner = job.owner();
        assertThat(stores.done(() -> stores.jobs().cancel(job.lease().jobId(), owner)))
                .isPresent();
    }

    /** Ends all leases and rescues their jobs. */
    private static void rescue() {
        Sql.number(
                stores.url(),
                "with e as (update jobs set lease_until = now() - interval '1 second' where status = 'running' returning 1)"
                        + " select count(*) from e");
        stores.rescued();
    }

    private static void rescue(UUID job) {
        stores.expire(job);
        stores.rescued();
    }

    private static RedisJobQueue.Entry next(LeasedJob job) {
        return new RedisJobQueue.Entry(
                job.type(), job.lease().jobId(), job.lease().attempt() + 1, "any");
    }

    private static String of(LeasedJob job, String query) {
        return stores.text(query, job.lease().jobId());
    }

    private static String events(LeasedJob job) {
        return of(job, "select string_agg(seq || ' ' || name, ',' order by seq) from job_events where job_id = $job");
    }

    /** Everything about the job but the time of its last change. */
    private static String rows(LeasedJob job) {
        return events(job)
                + of(job, "select to_jsonb(j) - 'updated_at' from jobs j where id = $job")
                + of(job, "select string_agg(s::text, ',') from job_steps s where job_id = $job");
    }

    private long balance() {
        return Sql.number(stores.url(), "select credit_balance from users where id = '" + user + "'");
    }

    private static Throwable failureOf(java.util.function.Supplier<Future<Optional<Integer>>> call) {
        return stores.done(() -> call.get().<Throwable>transform(done -> Future.succeededFuture(done.cause())));
    }
}
