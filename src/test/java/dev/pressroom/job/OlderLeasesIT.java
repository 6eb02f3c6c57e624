package dev.pressroom.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.support.Servers;
import dev.pressroom.support.Sql;
import dev.pressroom.support.Stores;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Nodes of the previous version, which renew the lease of each job and rescue jobs whose {@code lease_until} is over, beside
 * nodes of this one. The statements are those of that version.
 */
class OlderLeasesIT {
    private static final Duration LEASE = Duration.ofSeconds(10);

    private static final String CLAIM = """
            update jobs j
            set status = 'running', lease_owner = $1, lease_until = now() + $2 * interval '1 millisecond',
                started_at = now(), updated_at = now(), last_event = j.last_event + 1
            where id = $3 and status = 'queued'
            """;

    private static final String RENEW = """
            with held as (
                select id from jobs where lease_owner = $1 and status = 'running' and id = any($3)
            ), alive as (
                insert into workers (node, slots) values ($1, $4)
                on conflict (node) do update set seen_at = now()
                returning set_config('synchronous_commit', 'off', true)
            ), free as (
                select held.id from held cross join lateral (
                    select from jobs j
                    where j.id = held.id and j.lease_owner = $1 and j.status = 'running'
                    for update skip locked
                ) lease
            ), renewed as (
                update jobs j set lease_until = now() + $2 * interval '1 millisecond'
                from free where j.id = free.id
            )
            select id from held
            """;

    private static final String RECORD_LOST_NODES = """
            with gone as (
                delete from workers where seen_at < now() - $1 * interval '1 millisecond' returning node, slots
            ), unknown as (
                select distinct j.lease_owner as node from jobs j
                where j.status = 'running' and j.lease_until < now()
                  and not exists (select from workers w where w.node = j.lease_owner)
                  and not exists (select from worker_losses l
                                  where l.node = j.lease_owner and l.lost_at > now() - interval '1 minute')
            ), lost as (
                select node, slots from gone union all select node, $2 from unknown
            )
            insert into worker_losses (node, slots, jobs, job_id)
            select lost.node, lost.slots, ran.jobs,
                   case when ran.suspects = 1 then ran.suspect when ran.jobs = 1 then ran.one end
            from lost cross join lateral (
                select count(*) as jobs, count(*) filter (where losses > 0) as suspects,
                       (array_agg(id) filter (where losses > 0))[1] as suspect, (array_agg(id))[1] as one
                from jobs where status = 'running' and lease_owner = lost.node
            ) ran
            on conflict do nothing
            """;

    private static final String RESCUE = """
            with expired as (
                select j.id, j.lease_owner, j.losses, w.node is null as lost,
                       greatest(coalesce(j.lost_at, j.created_at), now() - interval '10 minutes') as since
                from jobs j
                left join workers w
                    on w.node = j.lease_owner and w.seen_at >= now() - $3 * interval '1 millisecond'
                where j.status = 'running' and j.lease_until < now()
                  and (w.node is null or j.lease_until < now() - $3 * interval '0.5 millisecond')
                order by j.id limit $4 for update of j skip locked
            ), suffered as (
                select expired.*, expired.lost and coalesce(
                           loss.job_id = expired.id and (loss.jobs = 1 or loss.slots >> (2 * least(expired.losses, 15)) = 0),
                           false) as alone
                from expired left join lateral (
                    select * from worker_losses l where l.node = expired.lease_owner order by l.lost_at desc limit 1
                ) loss on true
            ), judged as (
                select id, lost, alone or not lost as alone, alone as pauses, alone and (
                           select count(*) filter (where o.job_id is null) = 0 and count(distinct o.job_id) < $5
                           from worker_losses o
                           where o.lost_at > suffered.since and o.node <> suffered.lease_owner
                             and o.job_id is distinct from suffered.id) as counts
                from suffered
            )""" + TransitionSql.FAIL_OR_REQUEUE;

    private final Stores stores =
            Stores.open(Map.of("PRESSROOM_LEASE_SECONDS", "10", "PRESSROOM_WORKERS_LOSS_PAUSES", "0s"));
    private final UUID node = UUID.randomUUID();
    private final PostgresLeaseStore worker = stores.worker(node, LEASE);
    private final UUID olderNode = UUID.randomUUID();

    @AfterEach
    void close() {
        stores.close();
    }

    @Test
    void anOlderReaperLeavesTheJobsOfANodeThatSendsHeartbeats() {
        UUID job = running();
        Servers.execute(stores.url(), "update jobs set started_at = now() - interval '1 day'");

        olderReaper();

        assertThat(state(job)).isEqualTo("running 1");
    }

    @Test
    void anOlderReaperRescuesTheJobsOfALostNode() {
        UUID job = running();
        running();
        stores.expire(job);

        olderReaper();

        assertThat(Sql.text(stores.url(), "select string_agg(distinct status || attempt || losses, ' ') from jobs"))
                .isEqualTo("queued21");
        assertThat(Sql.text(stores.url(), "select jobs from worker_losses")).isEqualTo("2");
    }

    @Test
    void anOlderReaperRescuesWhatANodeThatStoppedHasLeft() {
        UUID job = running();
        stores.done(worker::unregister);

        olderReaper();

        assertThat(state(job)).isEqualTo("queued 2");
    }

    /** A minute after the reaper has deleted its row, before the jobs are rescued. */
    @Test
    void anOlderReaperLeavesTheJobsOfANodeThatSendsHeartbeatsAgain() {
        UUID job = running();
        stores.expire(job);
        olderReaperRecordsLostNodes();
        Servers.execute(stores.url(), "update jobs set lease_until = lease_until - interval '1 minute'");
        assertThat(stores.done(() -> worker.renew(List.of(new Lease(job, 1, node)))))
                .isEmpty();

        olderReaperRescues();

        assertThat(state(job)).isEqualTo("running 1");
    }

    @Test
    void aJobThatAnOlderNodeRenewsIsLeftAlone() {
        UUID job = runningOnOlderNode();
        Servers.execute(stores.url(), "update jobs set lease_until = now() - interval '1 second'");
        olderHeartbeat(job);

        stores.rescued();

        assertThat(state(job)).isEqualTo("running 1");
    }

    @Test
    void aJobOfAnOlderNodeThatWasLostIsRescuedWhenItsLeaseEnds() {
        UUID job = runningOnOlderNode();
        stores.expire(job);
        stores.rescued();
        assertThat(state(job)).isEqualTo("running 1");

        Servers.execute(stores.url(), "update jobs set lease_until = now() - interval '1 second'");
        stores.rescued();

        assertThat(state(job)).isEqualTo("queued 2");
        assertThat(stores.text("select losses || ' ' || lone_losses from jobs where id = $job", job))
                .isEqualTo("1 1");
    }

    /** The answer of its claim was lost, so it renews nothing. */
    @Test
    void aJobThatAnOlderNodeDoesNotKnowIsRescuedWhileTheNodeLives() {
        UUID job = runningOnOlderNode();
        Servers.execute(stores.url(), "update jobs set lease_until = now() - interval '6 seconds'");

        stores.rescued();

        assertThat(state(job)).isEqualTo("queued 2");
        assertThat(stores.text("select losses || ' ' || lone_losses from jobs where id = $job", job))
                .isEqualTo("0 1");
    }

    private UUID running() {
        return stores.leased(worker, stores.submitted(UUID.randomUUID()))
                .lease()
                .jobId();
    }

    private UUID runningOnOlderNode() {
        UUID job = stores.submitted(UUID.randomUUID()).jobId();
        olderHeartbeat();
        stores.done(() -> stores.database().run(CLAIM, Tuple.of(olderNode, LEASE.toMillis(), job)));
        assertThat(state(job)).isEqualTo("running 1");
        return job;
    }

    private void olderHeartbeat(UUID... jobs) {
        stores.done(() -> stores.database().run(RENEW, Tuple.of(olderNode, LEASE.toMillis(), jobs, 50)));
    }

    private void olderReaper() {
        olderReaperRecordsLostNodes();
        olderReaperRescues();
    }

    private void olderReaperRecordsLostNodes() {
        stores.done(() -> stores.database().run(RECORD_LOST_NODES, Tuple.of(LEASE.toMillis(), 50)));
    }

    private void olderReaperRescues() {
        stores.done(() -> stores.database().run(RESCUE, Tuple.of(3, new Long[] {0L}, LEASE.toMillis(), 500, 4)));
    }

    private String state(UUID job) {
        return stores.text("select status || ' ' || attempt from jobs where id = $job", job);
    }
}
