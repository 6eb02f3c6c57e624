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
    private static final String QUEUED_JOBS = """
            select id, type, attempt, tenant, losses > 0 as resumes from jobs
            where status = 'queued' and id > $1
              and queued_at <= now() - $2 * interval '1 millisecond'
              and (not_before is null or not_before <= now())
            order by id limit $3
            """;

    private static final String QUEUED_SUSPECTS = """
            select id, type, attempt, tenant, true as resumes from jobs
            where status = 'queued' and losses > 0 and id > $1 and (not_before is null or not_before <= now())
            order by id limit $2
            """;

    private static final String ACQUIRE_LOCK = """
            insert into duties as d (name, holder, held_until) values ($1, $2, now() + $3 * interval '1 millisecond')
            on conflict (name) do update set holder = excluded.holder, held_until = excluded.held_until
            where d.holder = excluded.holder or d.held_until < now()
            returning name, set_config('synchronous_commit', 'off', true)
            """;

    private static final String RELEASE_LOCK = "delete from duties where name = $1 and holder = $2";

    /** Nodes of the previous version have no row in {@code workers}: they are found by their expired leases. */
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

    /**
     * Rescues jobs whose lease has expired. A loss is a lone one when no other job ran on the node, or the job was the only
     * suspect there and its losses allow it to share a node with no other suspect. A lone loss counts as a death unless
     * nodes are lost for another reason: since the job's last loss another node was lost with no lone suspect on it, or $5
     * and more were lost with different suspects.
     *
     * <p>An expired lease of a node that still sends heartbeats belongs to a job that the node never started or could not
     * settle: no worker was lost.
     */
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

    private static final String RELAX_SUSPECTS = """
            update jobs set losses = 1
            where id in (select id from jobs where status = 'queued' and losses > 0 and losses > 1 and lone_losses = 0
                         order by id limit $1 for update skip locked)
              and not exists (select from worker_losses where lost_at > now() - interval '1 minute')
            """;

    private static final String DELETE_JOBS = """
            with old as (
                select id from jobs
                where status in ('succeeded', 'failed') and finished_at < now() - $1 * interval '1 second'
                  and id < $2
                order by id limit $3 for update skip locked
            ), inputs as (delete from job_inputs where job_id in (select id from old)
            ), results as (delete from job_results where job_id in (select id from old)
            ), steps as (delete from job_steps where job_id in (select id from old)
            ), events as (delete from job_events where job_id in (select id from old)
            ), narratives as (delete from narrative_events where job_id in (select id from old))
            delete from jobs where id in (select id from old)
            """;

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
    public Future<Boolean> acquireLock(String name, UUID holder, Duration time) {
        return database.runRelaxed(ACQUIRE_LOCK, Tuple.of(name, holder, time.toMillis()))
                .map(rows -> rows.size() > 0);
    }

    @Override
    public Future<Void> releaseLock(String name, UUID holder) {
        return database.run(RELEASE_LOCK, Tuple.of(name, holder)).mapEmpty();
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
                failed.add(new FailedJob(row.getUUID("id"), row.getInteger("attempt"), row.getInteger("last_event")));
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
