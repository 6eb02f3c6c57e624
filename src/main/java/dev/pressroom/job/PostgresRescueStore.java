package dev.pressroom.job;

import dev.pressroom.store.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The statements of the relay, the reaper and the retention. A suspect is a job that has lost a worker. */
public final class PostgresRescueStore implements RescueStore {
    /**
     * True for a job whose tenant is neither paused nor limited. The jobs of the others would be enqueued in vain again and
     * again. The first condition is evaluated once per statement.
     */
    private static final String OF_FREE_TENANT = """
             and ((select not exists (select from pauses p where starts_with(p.scope, 'tenant:'))
                          and not exists (select from tenant_limits l where l.max_running is not null))
                  or not exists (select from pauses p where p.scope = 'tenant:' || tenant)
                     and not exists (select from tenant_limits l where l.tenant = jobs.tenant and l.max_running is not null))
            """;

    static final String QUEUED_JOBS = """
            select id, type, attempt, tenant, losses > 0 as resumes from jobs
            where status = 'queued' and id > $1
              and queued_at <= now() - $2 * interval '1 millisecond'
              and (not_before is null or not_before <= now())
            """ + OF_FREE_TENANT + " order by id limit $3";

    /**
     * The oldest queued jobs of each limited tenant, as many as may start now. The comparisons of rows and the order leave the
     * planner the index of live jobs by tenant and status: see {@link JobSearch}.
     */
    static final String QUEUED_OF_LIMITED_TENANTS = """
            select q.id, q.type, q.attempt, q.tenant, q.losses > 0 as resumes
            from tenant_limits l
            cross join lateral (
                select l.max_running - count(*) as room from (
                    select from jobs r
                    where (r.tenant, r.status) >= (l.tenant, 'running') and (r.tenant, r.status) <= (l.tenant, 'running')
                      and r.finished_at is null
                    order by r.tenant, r.status, r.id offset 0
                ) running
            ) free
            cross join lateral (
                select j.* from jobs j
                where (j.tenant, j.status) >= (l.tenant, 'queued') and (j.tenant, j.status) <= (l.tenant, 'queued')
                  and j.finished_at is null and (j.not_before is null or j.not_before <= now())
                order by j.tenant, j.status, j.id limit greatest(free.room, 0)
            ) q
            where l.max_running is not null and not exists (select from pauses p where p.scope = 'tenant:' || l.tenant)
            order by q.id limit $1
            """;

    static final String QUEUED_SUSPECTS = """
            select id, type, attempt, tenant, true as resumes from jobs
            where status = 'queued' and losses > 0 and id > $1 and (not_before is null or not_before <= now())
            """ + OF_FREE_TENANT + " order by id limit $2";

    /**
     * The nodes that have running jobs, by one index lookup per node, however many jobs they run. See
     * <a href="https://wiki.postgresql.org/wiki/Loose_indexscan">Loose indexscan</a>.
     */
    private static final String OWNERS = """
            with recursive owners as (
                (select j.lease_owner as node from jobs j
                 where j.lease_owner is not null and j.started_at is not null order by j.lease_owner limit 1)
                union all
                select (select j.lease_owner from jobs j
                        where j.lease_owner > o.node and j.started_at is not null order by j.lease_owner limit 1)
                from owners o where o.node is not null
            )""";

    /** True for a job whose lease has ended when its owner sends no heartbeats. Only those of the previous version may last. */
    private static final String ENDED = "(j.lease_until < now() or j.lease_until = WHILE_OWNER_LIVES)"
            .replace("WHILE_OWNER_LIVES", TransitionSql.WHILE_OWNER_LIVES);

    /** Owners of running jobs without a row in {@code workers} are lost too, unless that was recorded a moment ago. */
    static final String RECORD_LOST_NODES = OWNERS + """
            , gone as (
                delete from workers where seen_at < now() - coalesce(lease, $1 * interval '1 millisecond')
                returning node, slots
            ), missing as materialized (
                select o.node from owners o
                where o.node is not null
                  and not exists (select from workers w where w.node = o.node)
                  and not exists (select from worker_losses l
                                  where l.node = o.node and l.lost_at > now() - interval '1 minute')
            ), unknown as (
                select m.node from missing m
                where (select true from jobs j
                       where j.lease_owner = m.node and j.started_at is not null and ENDED limit 1)
            ), lost as (
                select node, slots from gone union all select node, $2 from unknown
            )
            insert into worker_losses (node, slots, jobs, job_id)
            select lost.node, lost.slots, ran.jobs,
                   case when ran.suspects = 1 then ran.suspect when ran.jobs = 1 then ran.one end
            from lost cross join lateral (
                select count(*) as jobs, count(*) filter (where j.losses > 0) as suspects,
                       (array_agg(j.id) filter (where j.losses > 0))[1] as suspect, (array_agg(j.id))[1] as one
                from jobs j where j.lease_owner = lost.node and j.started_at is not null
            ) ran
            on conflict do nothing
            """.replace("ENDED", ENDED);

    /**
     * Rescues the jobs of nodes without a valid heartbeat. A loss is a lone one when no other job ran on the node, or the job
     * was the only suspect there and its losses allow it to share a node with no other suspect. A lone loss counts as a death
     * unless nodes are lost for another reason: since the job's last loss another node was lost with no lone suspect on it,
     * or $5 and more were lost with different suspects. A heartbeat is valid for the lease that its node has stored with it,
     * since nodes may have different settings; $3 is that of nodes of the previous version, which store none.
     *
     * <p>Nodes of the previous version renew each lease. An expired one of a node that still sends heartbeats belongs to a job
     * that the node never started or could not settle: no worker was lost.
     */
    static final String RESCUE = OWNERS
            + """
            , suspended as (
                select o.node, w.node is null or IS_OVER as lost
                from owners o left join workers w on w.node = o.node
                where o.node is not null
                  and (w.node is null or IS_OVER or w.lease is null)
            ), expired as (
                select j.id, j.lease_owner, j.losses, s.lost,
                       greatest(coalesce(j.lost_at, j.created_at), now() - interval '10 minutes') as since
                from suspended s
                cross join lateral (
                    select * from jobs j
                    where j.lease_owner = s.node and j.started_at is not null
                      and case when s.lost then ENDED
                               else j.lease_until < now() - $3 * interval '0.5 millisecond' end
                    limit $4 for update skip locked
                ) j
                limit $4
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
            )""".replace("ENDED", ENDED)
                    .replace("IS_OVER", "w.seen_at < now() - coalesce(w.lease, $3 * interval '1 millisecond')")
            + TransitionSql.FAIL_OR_REQUEUE;

    static final String RELAX_SUSPECTS = """
            update jobs set losses = 1
            where id in (select id from jobs where status = 'queued' and losses > 0 and losses > 1 and lone_losses = 0
                         order by id limit $1 for update skip locked)
              and not exists (select from worker_losses where lost_at > now() - interval '1 minute')
            """;

    /** A job that was interrupted while it ran has started in time. As in {@code CANCEL}, the update itself names no status. */
    private static final String EXPIRE = """
            with due as (
                select id from jobs
                where status = 'queued' and start_before <= now() and started_at is null
                order by start_before limit $1 for update skip locked
            ), won as (
                update jobs j
                set status = 'failed', error = 'The job did not start in time. Retry it to run it now.',
                    error_code = 'EXPIRED', retryable = true, last_event = j.last_event + 1, current_step = null,
                    phase = null, eta_seconds = null, finished_at = now(), updated_at = now()
                from due where j.id = due.id
                returning j.*
            )""" + TransitionSql.FAILED_EFFECTS + """
             select id, type, attempt, last_event, user_id, extract(epoch from now() - queued_at)::float8 as seconds
            from won
            """;

    private static final String DELETE_JOBS =
            """
            with gone as (
                select id from jobs
                where status in ('succeeded', 'failed') and finished_at < now() - $1 * interval '1 second'
                  and id < $2
                order by id limit $3 for update skip locked
            )""" + JobDeletion.CONTENTS + " delete from jobs where id in (select id from gone)";

    private static final String DELETE_KEYS = """
            delete from idempotency_keys where (caller, key) in (
                select caller, key from idempotency_keys
                where created_at < now() - $1 * interval '1 second' order by created_at limit $2 for update skip locked
            )
            """;

    private static final String DELETE_LOSSES = "delete from worker_losses where lost_at < now() - interval '1 hour'";

    private static final int MAX_PAGE_SIZE = 500;

    /** When this many nodes were lost with different lone suspects, the suspects do not count as the cause. */
    private static final int MAX_LONE_SUSPECTS = 4;

    /** Smaller than every id. */
    private static final UUID MIN_ID = new UUID(0, 0);

    private final Database database;

    public PostgresRescueStore(Database database) {
        this.database = database;
    }

    @Override
    public Future<List<JobQueue.Entry>> queuedJobs(Optional<UUID> after, Duration age, int limit) {
        return database.run(QUEUED_JOBS, Tuple.of(after.orElse(MIN_ID), age.toMillis(), limit))
                .map(PostgresRescueStore::entries);
    }

    @Override
    public Future<List<JobQueue.Entry>> queuedSuspects(Optional<UUID> after, int limit) {
        return database.run(QUEUED_SUSPECTS, Tuple.of(after.orElse(MIN_ID), limit))
                .map(PostgresRescueStore::entries);
    }

    @Override
    public Future<List<JobQueue.Entry>> queuedOfLimitedTenants(int limit) {
        return database.run(QUEUED_OF_LIMITED_TENANTS, Tuple.of(limit)).map(PostgresRescueStore::entries);
    }

    @Override
    public Future<Integer> recordLostNodes(LossRules rules) {
        return database.run(RECORD_LOST_NODES, Tuple.of(rules.lease().toMillis(), rules.slots()))
                .map(RowSet::rowCount);
    }

    @Override
    public Future<Rescued> rescue(LossRules rules, int limit) {
        return database.run(
                        RESCUE,
                        Tuple.of(
                                rules.maxDeaths(),
                                millis(rules.pauses()),
                                rules.lease().toMillis(),
                                limit,
                                MAX_LONE_SUSPECTS))
                .map(PostgresRescueStore::rescued);
    }

    static Long[] millis(List<Duration> pauses) {
        return pauses.stream().map(Duration::toMillis).toArray(Long[]::new);
    }

    static Rescued rescued(RowSet<Row> rows) {
        List<JobQueue.Entry> due = new ArrayList<>();
        List<JobQueue.Entry> paused = new ArrayList<>();
        List<FailedJob> failed = new ArrayList<>();
        for (Row row : rows) {
            if (row.getString("status").equals(JobStatus.FAILED.wireName())) {
                failed.add(new FailedJob(
                        JobType.of(row.getString("type")),
                        row.getUUID("id"),
                        row.getInteger("attempt"),
                        row.getInteger("last_event"),
                        Optional.ofNullable(row.getUUID("user_id")),
                        seconds(row)));
            } else {
                (row.getBoolean("waits") ? paused : due).add(entry(row));
            }
        }
        return new Rescued(due, paused, failed);
    }

    @Override
    public Future<Integer> relaxSuspects(int limit) {
        return database.run(RELAX_SUSPECTS, Tuple.of(limit)).map(RowSet::rowCount);
    }

    @Override
    public Future<List<ExpiredJob>> expire(int limit) {
        return database.run(EXPIRE, Tuple.of(limit))
                .map(rows -> rows.stream()
                        .map(row -> new ExpiredJob(
                                JobType.of(row.getString("type")),
                                row.getUUID("id"),
                                row.getInteger("attempt"),
                                row.getInteger("last_event"),
                                Optional.ofNullable(row.getUUID("user_id")),
                                seconds(row)))
                        .toList());
    }

    private static Duration seconds(Row row) {
        return Duration.ofMillis(Math.max(0, Math.round(row.getDouble("seconds") * 1000)));
    }

    @Override
    public int maxPageSize() {
        return MAX_PAGE_SIZE;
    }

    @Override
    public Future<Integer> deleteJobs(Duration age, UUID newestId, int limit) {
        return database.run(DELETE_JOBS, Tuple.of(age.toSeconds(), newestId, limit))
                .map(RowSet::rowCount);
    }

    @Override
    public Future<Void> deleteLeftovers(Duration keyAge, int limit) {
        return database.run(DELETE_KEYS, Tuple.of(keyAge.toSeconds(), limit))
                .compose(page -> page.rowCount() >= limit
                        ? deleteLeftovers(keyAge, limit)
                        : database.run(DELETE_LOSSES, Tuple.tuple()).mapEmpty());
    }

    static JobQueue.Entry entry(Row row) {
        return new JobQueue.Entry(
                JobType.of(row.getString("type")),
                row.getUUID("id"),
                row.getInteger("attempt"),
                row.getString("tenant"),
                row.getBoolean("resumes"));
    }

    private static List<JobQueue.Entry> entries(RowSet<Row> rows) {
        return rows.stream().map(PostgresRescueStore::entry).toList();
    }
}
