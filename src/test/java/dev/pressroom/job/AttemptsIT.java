package dev.pressroom.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.job.JobDetails.Attempt;
import dev.pressroom.job.JobDetails.Outcome;
import dev.pressroom.support.Stores;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The attempts of jobs whose workers stop or are lost. */
class AttemptsIT {
    private static Stores stores;
    private final UUID user = UUID.randomUUID();
    private final PostgresLeaseStore first = stores.worker(UUID.randomUUID());
    private final PostgresLeaseStore second = stores.worker(UUID.randomUUID());

    @BeforeAll
    static void open() {
        stores = Stores.open();
    }

    @AfterAll
    static void close() {
        stores.close();
    }

    private List<Attempt> attempts(UUID job) {
        return stores.done(() -> new DetailStore(stores.database()).find(job, Owner.user(user)))
                .orElseThrow()
                .attempts();
    }

    @Test
    void aJobThatWaitsHasAnAttemptThatHasNotStarted() {
        JobQueue.Entry entry = stores.submitted(user);

        assertThat(attempts(entry.jobId())).singleElement().satisfies(attempt -> {
            assertThat(attempt.outcome()).isEqualTo(Outcome.QUEUED);
            assertThat(attempt.startedAt()).isEmpty();
        });
    }

    @Test
    void anAttemptThatWasHandedBackHasBothRuns() {
        JobQueue.Entry entry = stores.submitted(user);
        Lease lease = stores.leased(first, entry).lease();
        stores.done(() -> first.handBack(List.of(lease)));
        stores.leased(second, entry);

        List<Attempt> attempts = attempts(entry.jobId());

        assertThat(attempts).extracting(Attempt::outcome).containsExactly(Outcome.HANDED_BACK, Outcome.RUNNING);
        assertThat(attempts).extracting(Attempt::number).containsExactly(1, 1);
        assertThat(attempts.get(0).endedAt()).isPresent();
    }

    @Test
    void anAttemptWhoseWorkerWasLostEndsThen() {
        JobQueue.Entry entry = stores.submitted(user);
        stores.leased(first, entry);
        stores.orphan(entry.jobId());
        stores.rescued();

        List<Attempt> attempts = attempts(entry.jobId());

        assertThat(attempts).extracting(Attempt::outcome).containsExactly(Outcome.LOST, Outcome.QUEUED);
        assertThat(attempts).extracting(Attempt::number).containsExactly(1, 2);
        assertThat(attempts.get(0).endedAt()).isPresent();
    }

    @Test
    void anAttemptThatANodeOfThePreviousVersionHandedBackIsKnownByItsNextRun() {
        JobQueue.Entry entry = stores.submitted(user);
        Lease lease = stores.leased(first, entry).lease();
        stores.done(() -> first.handBack(List.of(lease)));
        stores.text(
                "with gone as (delete from attempt_ends where job_id = $job returning 1) select count(*)::text from gone",
                entry.jobId());
        stores.leased(second, entry);

        assertThat(attempts(entry.jobId()))
                .extracting(Attempt::outcome)
                .containsExactly(Outcome.HANDED_BACK, Outcome.RUNNING);
    }
}
