package dev.pressroom.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.support.Api;
import dev.pressroom.support.Await;
import dev.pressroom.support.Ledger;
import dev.pressroom.support.Race;
import dev.pressroom.support.Servers;
import dev.pressroom.support.Stores;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Jobs that must start within a time. */
class StartLimitIT {
    private static Stores stores;
    private static PostgresRescueStore rescueStore;
    private static PostgresLeaseStore worker;
    private final UUID user = UUID.randomUUID();

    @BeforeAll
    static void open() {
        stores = Stores.open(Map.of("STARTING_CREDITS", "100"));
        rescueStore = new PostgresRescueStore(stores.database());
        worker = stores.worker(UUID.randomUUID());
    }

    @AfterAll
    static void close() {
        Ledger.assertFits(stores.url());
        stores.close();
    }

    @Test
    void aLateJobFailsAndItsCreditIsReleased() {
        JobQueue.Entry job = late();

        assertThat(expired()).extracting(RescueStore.ExpiredJob::jobId).containsExactly(job.jobId());

        assertThat(stores.text(
                        "select status || ' ' || error_code || ' ' || retryable || ' ' || last_event from jobs where id = $job",
                        job.jobId()))
                .isEqualTo("failed EXPIRED true 1");
        assertThat(stores.text("select name from job_events where job_id = $job", job.jobId()))
                .isEqualTo("failed");
        assertThat(stores.text("select credit_balance from users where id = $job", user))
                .isEqualTo("100");
        assertThat(expired()).isEmpty();
    }

    @Test
    void aJobWithinItsTimeAndOneWithoutALimitStay() {
        JobQueue.Entry job = submitted(OptionalInt.of(3600));
        stores.submitted(user);

        assertThat(expired()).isEmpty();
        assertThat(stores.claimed(worker, job)).hasSize(1);
    }

    @Test
    void aLateJobIsNotLeasedEvenBeforeItHasExpired() {
        JobQueue.Entry job = late();

        assertThat(stores.claimed(worker, job)).isEmpty();
        expired();
    }

    @Test
    void aJobThatHasStartedOnceDoesNotExpire() {
        JobQueue.Entry job = submitted(OptionalInt.of(3600));
        Lease lease = stores.leased(worker, job).lease();
        stores.done(() -> worker.handBack(List.of(lease)));
        Servers.execute(
                stores.url(),
                "update jobs set start_before = now() - interval '1 second' where id = '" + job.jobId() + "'");

        assertThat(expired()).isEmpty();
        assertThat(stores.claimed(worker, job)).hasSize(1);
    }

    @Test
    void aRetryHasNoLimit() {
        JobQueue.Entry job = late();
        expired();

        JobQueue.Entry again = stores.done(() -> stores.jobs().retry(job.jobId(), Owner.user(user)));

        assertThat(expired()).isEmpty();
        assertThat(stores.claimed(worker, again)).hasSize(1);
    }

    @Test
    void ofAClaimAndTheExpiryOneWins() {
        for (int i = 0; i < 20; i++) {
            JobQueue.Entry job = submitted(OptionalInt.of(3600));
            Servers.execute(
                    stores.url(),
                    "update jobs set start_before = clock_timestamp() + interval '3 milliseconds' where id = '"
                            + job.jobId() + "'");

            List<Integer> won = Race.of(
                    2,
                    n -> n == 0
                            ? stores.claimed(worker, job).size()
                            : Await.value(Duration.ofSeconds(60), () -> rounds(job), rounds -> rounds > 0));

            String status = stores.text("select status from jobs where id = $job", job.jobId());
            assertThat(status).isEqualTo(won.get(0) == 1 ? "running" : "failed");
        }
    }

    /** Runs the expiry until the job is decided. */
    private int rounds(JobQueue.Entry job) {
        expired();
        return stores.text("select status from jobs where id = $job", job.jobId())
                        .equals("queued")
                ? 0
                : 1;
    }

    @Test
    void aCancelledJobDoesNotExpire() {
        JobQueue.Entry job = late();
        stores.done(() -> stores.jobs().cancel(job.jobId(), Owner.user(user)));

        assertThat(expired()).isEmpty();
    }

    @Test
    void pagesAreBoundedAndTheLatestComeFirst() {
        JobQueue.Entry second = late();
        JobQueue.Entry first = late();
        Servers.execute(
                stores.url(),
                "update jobs set start_before = now() - interval '1 day' where id = '" + first.jobId() + "'");

        assertThat(expired(1)).extracting(RescueStore.ExpiredJob::jobId).containsExactly(first.jobId());
        assertThat(expired(1)).extracting(RescueStore.ExpiredJob::jobId).containsExactly(second.jobId());
    }

    private JobQueue.Entry late() {
        JobQueue.Entry job = submitted(OptionalInt.of(60));
        assertThat(stores.text(
                        "select start_before between now() + interval '50 seconds' and now() + interval '61 seconds'"
                                + " from jobs where id = $job",
                        job.jobId()))
                .isEqualTo("t");
        Servers.execute(
                stores.url(),
                "update jobs set start_before = now() - interval '1 second' where id = '" + job.jobId() + "'");
        return job;
    }

    private JobQueue.Entry submitted(OptionalInt seconds) {
        Owner owner = Owner.user(user);
        Submission job = new Submission(
                UUID.randomUUID(),
                JobType.CONTENT_GENERATION,
                owner,
                Optional.empty(),
                Stores.tenant(owner),
                Optional.empty(),
                Api.order("Tomatoes").encode(),
                Optional.empty(),
                new JobOptions(Optional.of("Tomatoes"), List.of(), seconds, Optional.empty()));
        stores.done(() -> stores.jobs().submit(job));
        return new JobQueue.Entry(job.type(), job.id(), 1, job.tenant().key());
    }

    private static List<RescueStore.ExpiredJob> expired() {
        return expired(rescueStore.maxPageSize());
    }

    private static List<RescueStore.ExpiredJob> expired(int limit) {
        return stores.done(() -> rescueStore.expire(limit));
    }
}
