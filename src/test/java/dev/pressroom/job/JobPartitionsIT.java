package dev.pressroom.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.support.Await;
import dev.pressroom.support.Servers;
import dev.pressroom.support.Sql;
import dev.pressroom.support.Stores;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JobPartitionsIT {
    private static final Duration WIDTH = Duration.ofSeconds(1);
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final Stores stores = Stores.open();
    private final JobPartitions partitions = new JobPartitions(stores.database());
    private final UUID user = UUID.randomUUID();

    @AfterEach
    void close() {
        stores.close();
    }

    @Test
    void aNewDatabaseHasPartitionsForItsFirstJobs() {
        stores.submitted(user);

        assertThat(count("job_inputs")).isOne();
        assertThat(count("job_inputs_default")).isZero();
    }

    @Test
    void theWidthIsAQuarterOfTheRetentionAndAtMostAWeek() {
        assertThat(JobPartitions.width(Duration.ofHours(1))).isEqualTo(Duration.ofMinutes(15));
        assertThat(JobPartitions.width(Duration.ofDays(3650))).isEqualTo(Duration.ofDays(7));
    }

    @Test
    void nodesThatCreatePartitionsAtTheSameTimeCreateThemOnce() {
        shortPartitions();
        long before = count("job_partitions");
        long more = LIMIT.toSeconds() + 10;

        stores.done(() -> Future.all(create(more), create(more), create(more)));

        assertThat(count("job_partitions")).isGreaterThan(before);
        assertThat(
                        Sql.number(
                                stores.url(),
                                "select count(*) from job_partitions a join job_partitions b"
                                        + " on a.parent = b.parent and a.lower_at < b.upper_at and b.lower_at < a.upper_at and a.name <> b.name"))
                .isZero();
    }

    @Test
    void aPartitionIsDroppedWithItsJobs() {
        shortPartitions();
        UUID job = finished();

        afterItsTime(job);
        assertThat(dropped()).isNotEmpty().doesNotContain(false);

        assertThat(count("jobs")).isZero();
        assertThat(count("job_inputs") + count("job_events") + count("job_steps") + count("job_results"))
                .isZero();
        assertThat(count("job_partitions where job_id_at(upper_at) > '" + job + "' and job_id_at(lower_at) <= '" + job
                        + "'"))
                .isZero();
    }

    @Test
    void aPartitionWithAnUnfinishedJobStays() {
        shortPartitions();
        UUID job = stores.submitted(user).jobId();

        afterItsTime(job);
        assertThat(dropped()).containsOnlyOnce(false);

        assertThat(count("job_inputs")).isOne();
    }

    @Test
    void oldJobsBesideAnUnfinishedOneKeepTheirRowsAndContents() {
        shortPartitions();
        UUID old = finished();
        UUID beside = new UUID(old.getMostSignificantBits(), old.getLeastSignificantBits() + 1);
        execute("insert into jobs (id, type, user_id, tenant) values ('" + beside + "', 'content_generation', '" + user
                + "', 'somebody')");

        afterItsTime(old);
        dropped();

        assertThat(count("jobs")).isEqualTo(2);
        assertThat(count("job_inputs")).isOne();
    }

    @Test
    void aJobThatFinishedLateKeepsThePartition() {
        shortPartitions();
        UUID job = finished();

        afterItsTime(job);
        execute("update jobs set finished_at = now() + interval '1 hour'");
        dropped();

        assertThat(count("jobs")).isOne();
        assertThat(count("job_inputs")).isOne();
    }

    @Test
    void contentsOfATimeWithoutPartitionAreKeptAndTheNextTimeHasOne() {
        execute("select drop_job_partition(name) from job_partitions");
        stores.submitted(user);

        stores.done(() -> partitions.create(Duration.ofHours(1), Duration.ofHours(2)));

        assertThat(count("job_inputs_default")).isOne();
        assertThat(count("job_partitions where parent = 'job_inputs' and lower_at > now()"))
                .isPositive();
        assertThat(count("job_partitions where parent = 'job_inputs' and lower_at <= now()"))
                .isZero();
    }

    @Test
    void aSpanWithoutAPartitionOfOneTableLeavesNoContents() {
        shortPartitions();
        execute("select drop_job_partition(name) from job_partitions where parent = 'job_events'");
        UUID job = finished();

        afterItsTime(job);
        dropped();

        assertThat(count("jobs")).isZero();
        assertThat(count("job_events")).isZero();
    }

    @Test
    void aTableWhosePartitionBeginsEarlierKeepsTheContentsOfEarlierJobs() {
        for (String table : List.of("job_inputs", "job_results", "job_steps")) {
            partition(table, "2020-01-02", "2020-01-03");
        }
        partition("job_events", "2020-01-01", "2020-01-03");
        execute(
                "insert into jobs (id, type, user_id, tenant) select job_id_at('2020-01-01 12:00Z'), 'content_generation', '"
                        + user + "', 'somebody'");
        execute(
                "insert into job_events (job_id, seq, attempt, name, data) select id, 1, 1, 'step-change', '{}' from jobs");

        dropped();

        assertThat(count("job_events")).isOne();
    }

    private void partition(String parent, String lower, String upper) {
        String name = parent + "_early";
        execute("do $$ begin execute format('create table " + name + " partition of " + parent
                + " for values from (%L) to (%L)', job_id_at('" + lower + "Z'), job_id_at('" + upper + "Z')); end $$");
        execute("insert into job_partitions (parent, name, lower_at, upper_at) values ('" + parent + "', '" + name
                + "', '" + lower + "Z', '" + upper + "Z')");
    }

    private void shortPartitions() {
        execute("select drop_job_partition(name) from job_partitions");
        stores.done(() -> create(LIMIT.toSeconds()));
    }

    private Future<Void> create(long seconds) {
        return partitions.create(WIDTH, Duration.ofSeconds(seconds));
    }

    /** Runs a job to its end and returns its id. */
    private UUID finished() {
        JobQueue.Entry entry = stores.submitted(user);
        PostgresLeaseStore worker = stores.worker(UUID.randomUUID());
        stores.done(() -> worker.claim(List.of(new JobQueue.Claimed(entry.jobId(), entry.attempt()))));
        execute("update jobs set status = 'succeeded', progress = 100, lease_owner = null, lease_until = null,"
                + " finished_at = now() where id = '" + entry.jobId() + "'");
        return entry.jobId();
    }

    private void afterItsTime(UUID job) {
        Await.until(
                LIMIT,
                () -> Sql.number(
                                stores.url(),
                                "select count(*) where job_id_at(now() - 2 * interval '1 second') > '" + job + "'")
                        == 1);
    }

    private List<Boolean> dropped() {
        return stores.done(() -> partitions
                .endedBefore(Duration.ZERO)
                .compose(spans -> Future.all(spans.stream()
                                .map(span -> partitions.drop(span, Duration.ZERO, 10))
                                .toList())
                        .map(all -> all.<Boolean>list())));
    }

    private long count(String table) {
        return Sql.number(stores.url(), "select count(*) from " + table);
    }

    private void execute(String statement) {
        Servers.execute(stores.url(), statement);
    }
}
