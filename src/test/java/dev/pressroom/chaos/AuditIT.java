package dev.pressroom.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.support.Servers;
import dev.pressroom.support.Stores;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The audit finds each kind of fault that it is there to find, and none where all is well. */
class AuditIT {
    private static final UUID NODE = UUID.randomUUID();
    private static final UUID OTHER = UUID.randomUUID();

    private final UUID user = UUID.randomUUID();
    private static Stores stores;

    private UUID job;

    @BeforeAll
    static void open() {
        stores = Stores.open(Map.of("STARTING_CREDITS", Integer.toString(Cluster.STARTING_CREDITS)));
        stores.worker(NODE);
        WriteLog.install(stores.url());
        WriteLog.tryCreateRole(stores.url(), NODE).orElseThrow();
        WriteLog.tryCreateRole(stores.url(), OTHER).orElseThrow();
    }

    @AfterAll
    static void close() {
        stores.close();
    }

    /** A job runs on {@link #NODE} in its second attempt: the first was lost with {@link #OTHER}, which has no heartbeat. */
    @BeforeEach
    void lose() {
        Servers.execute(stores.url(), EMPTY);
        job = stores.submitted(user).jobId();
        as(OTHER, claimBy(OTHER));
        Servers.execute(stores.url(), "truncate chaos_writes");
        as(NODE, RESCUE);
        as(NODE, claimBy(NODE));
    }

    @Test
    void aJobThatWentWellIsWithoutFault() {
        checkpoints(2);
        as(NODE, SUCCEED);

        assertThat(faults()).isEmpty();
    }

    @Test
    void aCheckpointOfANodeWhoseLeaseIsLostIsAStaleWrite() {
        as(OTHER, checkpoint("plan", OTHER, 1));

        assertThat(count(Fault.Column.STALE_WRITE)).isEqualTo(1);
    }

    @Test
    void aCheckpointOfAnEarlierAttemptOnTheSameNodeIsAStaleWrite() {
        as(NODE, checkpoint("plan", NODE, 1));

        assertThat(count(Fault.Column.STALE_WRITE)).isEqualTo(1);
    }

    @Test
    void anyChangeOfTheRowByAnotherNodeIsAStaleWrite() {
        as(OTHER, "update jobs set progress = 50 where id = $job");

        assertThat(count(Fault.Column.STALE_WRITE)).isEqualTo(1);
    }

    @Test
    void aSuccessByAnotherNodeIsAStaleWrite() {
        checkpoints(2);
        as(OTHER, SUCCEED);

        assertThat(count(Fault.Column.STALE_WRITE)).isEqualTo(1);
    }

    @Test
    void aResultOfAnAttemptThatBeganBeforeThisOneIsAStaleWrite() {
        checkpoints(2);
        as(NODE, SUCCEED.replace("\"took\": 0", "\"took\": 60000"));

        assertThat(count(Fault.Column.STALE_WRITE)).isEqualTo(1);
    }

    @Test
    void aLeaseTakenAwayBeforeItsEndIsAStaleWrite() {
        as(OTHER, RESCUE);

        assertThat(count(Fault.Column.STALE_WRITE)).isEqualTo(1);
    }

    @Test
    void aJobThatDoesNotEndIsLost() {
        assertThat(count(Fault.Column.LOST)).isEqualTo(1);
    }

    @Test
    void aGapInTheEventsIsALoss() {
        checkpoints(2);
        as(NODE, SUCCEED);
        as(NODE, "delete from job_events where job_id = $job and seq = 2");

        assertThat(count(Fault.Column.LOST)).isEqualTo(1);
    }

    @Test
    void aStepThatIsBegunAgainAfterItsCheckpointIsDoubled() {
        checkpoints(1);
        as(NODE, SUCCEED);

        assertThat(faults(new Member.Began(job, "plan", 2)))
                .extracting(Fault::column)
                .contains(Fault.Column.DOUBLED);
    }

    @Test
    void twoJobsForOneOrderAreADouble() {
        UUID twin = stores.submitted(user).jobId();
        as(
                NODE,
                "update job_inputs set input = (select input from job_inputs where job_id = $job) where job_id = '"
                        + twin + "'");

        assertThat(count(Fault.Column.DOUBLED)).isEqualTo(1);
    }

    @Test
    void aSuccessThatIsGivenBackTooIsDoubleCharged() {
        checkpoints(2);
        as(NODE, SUCCEED);
        as(NODE, "insert into credit_entries values ('" + user + "', $job, 1, 'release', 1)");

        assertThat(count(Fault.Column.DOUBLE_CHARGED)).isEqualTo(2);
    }

    @Test
    void aSumThatIsNotThatOfItsEntriesIsDoubleCharged() {
        checkpoints(2);
        as(NODE, SUCCEED);
        Servers.execute(stores.url(), "update credit_sums set spent = spent + 1");

        assertThat(faults()).extracting(Fault::column).containsExactly(Fault.Column.DOUBLE_CHARGED);
    }

    private static final String EMPTY = """
            truncate users, credit_entries, credit_sums, jobs, job_inputs, job_results, job_steps, job_events, posts cascade
            """;

    private static final String RESCUE = """
            update jobs set status = 'queued', attempt = attempt + 1, lease_owner = null, lease_until = null where id = $job
            """;

    private static final String SUCCEED = """
            with won as (
                update jobs set status = 'succeeded', progress = 100, lease_owner = null, lease_until = null,
                                finished_at = now(), last_event = last_event + 1
                where id = $job returning *
            ), result as (
                insert into job_results select id, '{"took": 0}' from won
            ), event as (
                insert into job_events (job_id, seq, attempt, name) select id, last_event, attempt, 'complete' from won
            ), post as (
                insert into posts (id, job_id, title, content, status, meta) select id, id, '', '', 'draft', '{}' from won
            )
            insert into credit_entries select user_id, id, 1, 'spend', 0 from won
            """;

    private static String claimBy(UUID node) {
        return """
                with leased as (
                    update jobs set status = 'running', lease_owner = '%s', lease_until = '9999-12-31 00:00:00+00',
                                    started_at = now(), last_event = last_event + 1
                    where id = $job returning *
                )
                insert into job_events (job_id, seq, attempt, name, data)
                select id, last_event, attempt, 'step-change', '{}' from leased
                """.formatted(node);
    }

    private static String checkpoint(String step, UUID node, int attempt) {
        return """
                insert into job_steps (job_id, step, attempt, output, tokens)
                values ($job, '%s', %d, '{"node": "%s", "attempt": %d}', 0)
                """.formatted(step, attempt, node, attempt);
    }

    private void checkpoints(int attempt) {
        ChaosPipeline.STEPS.forEach(step -> as(NODE, checkpoint(step, NODE, attempt)));
    }

    private void as(UUID node, String sql) {
        String role = "node_" + node.toString().replace("-", "");
        String url = stores.url().replace(URI.create(stores.url()).getUserInfo() + "@", role + ":" + role + "@");
        Servers.execute(url, sql.replace("$job", "'" + job + "'"));
    }

    private long count(Fault.Column column) {
        return faults().stream().filter(fault -> fault.column() == column).count();
    }

    private List<Fault> faults(Member.Began... began) {
        try (Audit audit = new Audit(stores.url())) {
            return audit.faults(
                    List.of(new ChaosJob(1, user, ChaosJob.Kind.ORDINARY, Optional.of(job))), List.of(began));
        }
    }
}
