package dev.pressroom.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import dev.pressroom.support.Servers;
import dev.pressroom.support.Sql;
import dev.pressroom.support.Stores;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
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

/** The writes of a worker, and how they have no effect without the lease. */
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
        JobQueue.Entry entry = stores.submitted(user);

        LeasedJob job = stores.leased(worker, entry);

        assertThat(stores.text("select status from jobs where id = $job", entry.jobId()))
                .isEqualTo("running");
        assertThat(stores.text("select lease_owner from jobs where id = $job", entry.jobId()))
                .isEqualTo(NODE.toString());
        assertThat(stores.text(
                        "select w.lease || ' ' || (w.seen_at <= now()) from workers w join jobs j on j.lease_owner = w.node"
                                + " where j.id = $job",
                        entry.jobId()))
                .isEqualTo("00:05:00 true");
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
        JobQueue.Entry entry = stores.submitted(user);
        List<JobQueue.Claimed> claimed = List.of(new JobQueue.Claimed(entry.jobId(), 1));

        List<LeasedJob> all = stores.done(() -> Future.all(worker.claim(claimed), otherWorker.claim(claimed))
                .map(both -> Stream.concat(
                                both.<List<LeasedJob>>resultAt(0).stream(), both.<List<LeasedJob>>resultAt(1).stream())
                        .toList()));

        assertThat(all).hasSize(1);
    }

    @Test
    void anEntryThatComesTwiceInOneClaimGivesOneLease() {
        JobQueue.Entry entry = stores.submitted(user);
        JobQueue.Claimed claimed = new JobQueue.Claimed(entry.jobId(), 1);

        assertThat(stores.done(() -> worker.claim(List.of(claimed, claimed)))).hasSize(1);
        assertThat(stores.text("select last_event from jobs where id = $job", entry.jobId()))
                .isEqualTo("1");
    }

    @Test
    void anEntryOfAnotherAttemptIsDropped() {
        UUID job = stores.submitted(user).jobId();

        assertThat(stores.done(() -> worker.claim(List.of(new JobQueue.Claimed(job, 2), new JobQueue.Claimed(job, 0)))))
                .isEmpty();
    }

    @Test
    void aSuspectSharesItsNodeWithSlotsByFourPerLossOtherSuspects() {
        PostgresLeaseStore node = stores.worker(UUID.randomUUID());
        PostgresLeaseStore another = stores.worker(UUID.randomUUID());
        List<JobQueue.Claimed> suspects =
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
        List<JobQueue.Claimed> mixed = claimed(List.of(having(3), having(0), having(1)));

        assertThat(stores.done(() -> node.claim(mixed)))
                .extracting(leased -> leased.lease().jobId())
                .containsExactlyInAnyOrder(mixed.get(1).jobId(), mixed.get(2).jobId());
    }

    @Test
    void aJobThatPausesIsNotLeasedBeforeItsTime() {
        JobQueue.Entry entry = having(1);
        Servers.execute(
                stores.url(),
                "update jobs set not_before = now() + interval '1 hour' where id = '" + entry.jobId() + "'");
        assertThat(stores.claimed(worker, entry)).isEmpty();

        Servers.execute(stores.url(), "update jobs set not_before = now() where id = '" + entry.jobId() + "'");
        assertThat(stores.claimed(worker, entry)).hasSize(1);
    }

    private static List<JobQueue.Claimed> claimed(List<JobQueue.Entry> entries) {
        return entries.stream()
                .map(entry -> new JobQueue.Claimed(entry.jobId(), entry.attempt()))
                .toList();
    }

    private JobQueue.Entry having(int losses) {
        JobQueue.Entry entry = stores.submitted(UUID.randomUUID());
        Servers.execute(stores.url(), "update jobs set losses = " + losses + " where id = '" + entry.jobId() + "'");
        return entry;
    }

    @Test
    void anEntryOfACancelledJobIsDropped() {
        JobQueue.Entry entry = stores.submitted(user);
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
                            stores.done(() -> worker.handBack(List.of(job.lease())));
                            stores.leased(
                                    otherWorker,
                                    new JobQueue.Entry(job.type(), job.lease().jobId(), 1, "any"));
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
                        .narrate(new NarrativeStore.Narrated(
                                lease,
                                List.of("plan"),
                                List.of("plan"),
                                List.of(new NarrativeEvent(1, "transition", "{}"))))
                        .map(done -> done),
                "record",
                (w, lease) -> w.record(recording(lease, "plan", 2)).map(done -> done),
                "report",
                (w, lease) -> w.report(new LeaseStore.ProgressReport(lease, 50, "Step", Optional.empty(), 3))
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

        assertThat(stores.done(() -> worker.renew(List.of(job.lease(), kept.lease()))))
                .containsExactly(job.lease());
    }

    @Test
    void aNodeWithoutAValidHeartbeatGetsNoLease() {
        JobQueue.Entry entry = stores.submitted(user);
        Servers.execute(stores.url(), "update workers set seen_at = now() - interval '6 minutes'");
        assertThat(claimFailure(entry)).isEqualTo(ErrorCode.DATABASE_UNAVAILABLE);
        Servers.execute(stores.url(), "delete from workers");
        assertThat(claimFailure(entry)).isEqualTo(ErrorCode.DATABASE_UNAVAILABLE);
        assertThat(stores.text("select status || attempt from jobs where id = $job", entry.jobId()))
                .isEqualTo("queued1");

        assertThat(stores.claimed(worker, entry)).hasSize(1);
    }

    private ErrorCode claimFailure(JobQueue.Entry entry) {
        return stores.done(() -> worker.claim(List.of(new JobQueue.Claimed(entry.jobId(), entry.attempt())))
                .transform(claim -> Future.succeededFuture(((Failure) claim.cause()).code())));
    }

    @Test
    void aNodeThatWakesBeforeTheRescueKeepsItsJobs() {
        LeasedJob job = stores.leased(worker, stores.submitted(user));
        stores.expire(job.lease().jobId());
        PostgresRescueStore reaper = new PostgresRescueStore(stores.database());
        RescueStore.LossRules rules = RescueStore.LossRules.of(stores.settings().workers());
        stores.done(() -> reaper.recordLostNodes(rules));

        assertThat(stores.done(() -> worker.renew(List.of(job.lease())))).isEmpty();
        stores.done(() -> reaper.rescue(rules, 500));

        assertThat(of(job, "select status || attempt from jobs where id = $job"))
                .isEqualTo("running1");
    }

    @Test
    void aNodeThatWakesAfterTheRescueHasLostItsJobs() {
        LeasedJob job = stores.leased(worker, stores.submitted(user));
        rescue(job.lease().jobId());

        assertThat(stores.done(() -> worker.renew(List.of(job.lease())))).containsExactly(job.lease());
    }

    @Test
    void anEarlierAttemptIsLostThoughTheNodeRunsTheNextOne() {
        LeasedJob first = stores.leased(worker, stores.submitted(user));
        rescue(first.lease().jobId());
        LeasedJob second = stores.leased(worker, next(first));

        assertThat(stores.done(() -> worker.renew(List.of(first.lease(), second.lease()))))
                .containsExactly(first.lease());
    }

    @Test
    void leasesThatTheNodeDoesNotKnowAreFoundWithTheirAttempts() {
        PostgresLeaseStore node = stores.worker(UUID.randomUUID());
        LeasedJob known = stores.leased(node, stores.submitted(user));
        LeasedJob first = stores.leased(node, stores.submitted(user));
        Servers.execute(
                stores.url(),
                "update jobs set attempt = 2 where id = '" + first.lease().jobId() + "'");

        assertThat(stores.done(() -> node.unknown(List.of(known.lease(), first.lease()))))
                .containsExactly(
                        new Lease(first.lease().jobId(), 2, first.lease().node()));
    }

    @Test
    void anUnusedLeaseThatIsGivenUpCountsAsALoneLoss() {
        LeasedJob job = stores.leased(worker, stores.submitted(user));

        RescueStore.Rescued rescued = stores.done(() -> worker.giveUpUnused(List.of(job.lease())));

        assertThat(rescued.due()).extracting(JobQueue.Entry::attempt).containsExactly(2);
        assertThat(of(job, "select concat_ws(' ', status, losses, lone_losses, deaths) from jobs where id = $job"))
                .isEqualTo("queued 0 1 0");
    }

    @Test
    void aJobThatNoNodeCanStartFails() {
        LeasedJob job = stores.leased(worker, stores.submitted(user));
        Servers.execute(
                stores.url(),
                "update jobs set lone_losses = 11 where id = '" + job.lease().jobId() + "'");

        RescueStore.Rescued rescued = stores.done(() -> worker.giveUpUnused(List.of(job.lease())));

        assertThat(rescued.failed()).hasSize(1);
        assertThat(of(job, "select status || ' ' || error_code from jobs where id = $job"))
                .isEqualTo("failed WORKER_LOST");
    }

    @Test
    void anUnusedLeaseThatIsLostIsNotGivenUp() {
        LeasedJob first = stores.leased(worker, stores.submitted(user));
        rescue(first.lease().jobId());
        LeasedJob second = stores.leased(worker, next(first));

        assertThat(stores.done(() -> worker.giveUpUnused(List.of(first.lease())))
                        .size())
                .isZero();
        assertThat(of(second, "select status || attempt from jobs where id = $job"))
                .isEqualTo("running2");
    }

    @Test
    void aJobIsNotHandedBackForAnEarlierAttempt() {
        LeasedJob first = stores.leased(worker, stores.submitted(user));
        rescue(first.lease().jobId());
        LeasedJob second = stores.leased(worker, next(first));

        assertThat(stores.done(() -> worker.handBack(List.of(first.lease())))).isEmpty();
        assertThat(of(second, "select status || attempt from jobs where id = $job"))
                .isEqualTo("running2");
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
        JobQueue.Entry entry = stores.submitted(user);
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
        JobQueue.Entry entry = stores.submitted(user);
        LeasedJob first = stores.leased(worker, entry);
        stores.done(() -> worker.record(recording(first.lease(), "plan", 2)));
        rescue(entry.jobId());
        LeasedJob second = stores.leased(otherWorker, next(first));
        stores.done(() -> otherWorker.record(recording(second.lease(), "write", second.lastEvent() + 1)));
        cancel(first);
        JobQueue.Entry third = stores.done(() -> stores.jobs().retry(entry.jobId(), Owner.user(user)));
        LeasedJob last = stores.leased(worker, third);
        stores.done(() -> worker.succeed(settlement(last.lease())));

        assertThat(events(first))
                .isEqualTo(
                        "1 step-change,2 plan-result,3 step-change,4 write-result,5 failed,6 step-change,7 complete");
        assertThat(of(first, "select last_event from jobs where id = $job")).isEqualTo("7");
    }

    /** A node that lost a lease and claimed the job again may write for both runs in one batch. */
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
                        worker.succeed(new LeaseStore.Settlement(
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

        assertThat(stores.done(() -> worker.succeed(new LeaseStore.Settlement(
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
        LeaseStore.PostRow bad =
                new LeaseStore.PostRow(UUID.randomUUID(), "Tomatoes", "Text", "no such status", new JsonObject());
        String before = stores.fingerprint();

        assertThat(failureOf(() -> worker.succeed(new LeaseStore.Settlement(
                        job.lease(), "{}", Optional.empty(), Optional.of(bad), Optional.empty()))))
                .hasMessageContaining("posts_status_check");

        assertThat(stores.fingerprint()).isEqualTo(before);
    }

    @Test
    void aBadSettlementHarmsNoneOfItsBatch() {
        List<LeasedJob> jobs = Stream.generate(() -> stores.leased(worker, stores.submitted(user)))
                .limit(4)
                .toList();
        LeaseStore.PostRow bad =
                new LeaseStore.PostRow(UUID.randomUUID(), "Tomatoes", "Text", "no such status", new JsonObject());

        List<Boolean> succeeded = stores.done(() -> {
            List<Future<Optional<Integer>>> settled = jobs.stream()
                    .map(job -> worker.succeed(
                            job == jobs.get(3)
                                    ? new LeaseStore.Settlement(
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

        List<JobQueue.Entry> entries = stores.done(() -> worker.handBack(List.of(job.lease())));

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

        assertThat(stores.done(() -> otherWorker.handBack(List.of(job.lease()))))
                .isEmpty();
        assertThat(of(job, "select status from jobs where id = $job")).isEqualTo("running");
    }

    @Test
    void progressNeverGoesDownWithinAnAttempt() {
        LeasedJob job = stores.leased(worker, stores.submitted(user));

        for (int progress : List.of(60, 30)) {
            stores.done(() -> worker.report(
                    new LeaseStore.ProgressReport(job.lease(), progress, "Step", Optional.of("phase"), 3)));
        }

        assertThat(of(job, "select progress from jobs where id = $job")).isEqualTo("60");
    }

    private static LeaseStore.Recording recording(Lease lease, String step, int seq) {
        JsonObject output = new JsonObject().put("said", step);
        return new LeaseStore.Recording(
                lease,
                40,
                Optional.of(new LeaseStore.StepOutput(step, output, 7)),
                List.of(new JobEvent(seq, lease.attempt(), step + "-result", output.encode())));
    }

    private static LeaseStore.Settlement settlement(Lease lease) {
        return new LeaseStore.Settlement(
                lease,
                "{\"title\":\"Tomatoes\"}",
                Optional.empty(),
                Optional.of(new LeaseStore.PostRow(
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
        Servers.execute(stores.url(), "update workers set seen_at = now() - interval '1 day'");
        stores.rescued();
    }

    private static void rescue(UUID job) {
        stores.expire(job);
        stores.rescued();
    }

    private static JobQueue.Entry next(LeasedJob job) {
        return new JobQueue.Entry(job.type(), job.lease().jobId(), job.lease().attempt() + 1, "any");
    }

    private static String of(LeasedJob job, String query) {
        return stores.text(query, job.lease().jobId());
    }

    private static String events(LeasedJob job) {
        return of(job, "select string_agg(seq || ' ' || name, ',' order by seq) from job_events where job_id = $job");
    }

    /** The job's row without the time of its last change, and its related rows. */
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
