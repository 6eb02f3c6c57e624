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

/** What the relay and the reaper look for in Postgres, page by page, and how what is too old is thrown away. */
public final class PostgresRescueStore implements RescueStore {
    private static final String WAITING = """
            select id, type, attempt, tenant, losses > 0 as resumes from jobs
            where status = 'queued' and id > $1
              and queued_at <= now() - $2 * interval '1 millisecond'
              and (not_before is null or not_before <= now())
            order by id limit $3
            """;

    private static final String SUSPECTS = """
            select id, type, attempt, tenant, true as resumes from jobs
            where status = 'queued' and losses > 0 and id > $1 and (not_before is null or not_before <= now())
            order by id limit $2
            """;

    private static final String HOLD = """
            insert into duties as d (name, holder, held_until) values ($1, $2, now() + $3 * interval '1 millisecond')
            on conflict (name) do update set holder = excluded.holder, held_until = excluded.held_until
            where d.holder = excluded.holder or d.held_until < now()
            returning name, set_config('synchronous_commit', 'off', true)
            """;

    private static final String RELEASE = "delete from duties where name = $1 and holder = $2";

    /** Those of the version before this one have no row among the workers: they show by the leases that have ended. */
    private static final String NOTE_LOSSES = """
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
     * A job suffered a loss alone when nothing else ran there, or nothing but jobs that had lost no worker while it was
     * to share its node with no other suspect. That counts against it unless nodes die for another reason: since the
     * job's loss before, when it could not be the cause, another node was lost with no suspect alone on it, or so did
     * many with different ones.
     *
     * <p>The lease of a job that ended on a node which is alive was never used there, or could not be settled: no
     * worker was lost.
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
            )""" + LostSql.SETTLE;

    private static final String FORGIVE = """
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

    private static final String DELETE_TICKETS = "delete from stream_tickets where expires_at < now()";

    private static final String DELETE_LOSSES = "delete from worker_losses where lost_at < now() - interval '1 hour'";

    private static final int PAGE = 500;

    /** Of different jobs: where more nodes were lost with a suspect alone on them, suspects are not the reason. */
    private static final int MOST_CULPRITS = 4;

    /** Below every id. */
    private static final UUID BEFORE_ALL = new UUID(0, 0);

    private final Database database;

    public PostgresRescueStore(Database database) {
        this.database = database;
    }

    @Override
    public Future<Boolean> hold(String duty, UUID holder, Duration time) {
        return database.runRelaxed(HOLD, Tuple.of(duty, holder, time.toMillis()))
                .map(rows -> rows.size() > 0);
    }

    @Override
    public Future<Void> release(String duty, UUID holder) {
        return database.run(RELEASE, Tuple.of(duty, holder)).mapEmpty();
    }

    @Override
    public Future<List<RedisJobQueue.Entry>> waiting(Optional<UUID> after, Duration age, int limit) {
        return database.run(WAITING, Tuple.of(after.orElse(BEFORE_ALL), age.toMillis(), limit))
                .map(PostgresRescueStore::entries);
    }

    @Override
    public Future<List<RedisJobQueue.Entry>> suspects(Optional<UUID> after, int limit) {
        return database.run(SUSPECTS, Tuple.of(after.orElse(BEFORE_ALL), limit)).map(PostgresRescueStore::entries);
    }

    @Override
    public Future<Integer> noteLosses(Lost rules) {
        return database.run(NOTE_LOSSES, Tuple.of(rules.lease().toMillis(), rules.slots()))
                .map(RowSet::rowCount);
    }

    @Override
    public Future<Rescued> rescue(Lost rules, int limit) {
        return database.run(
                        RESCUE,
                        Tuple.of(
                                rules.maxDeaths(),
                                millis(rules.pauses()),
                                rules.lease().toMillis(),
                                limit,
                                MOST_CULPRITS))
                .map(PostgresRescueStore::rescued);
    }

    static Long[] millis(List<Duration> pauses) {
        return pauses.stream().map(Duration::toMillis).toArray(Long[]::new);
    }

    static Rescued rescued(RowSet<Row> rows) {
        List<RedisJobQueue.Entry> due = new ArrayList<>();
        List<RedisJobQueue.Entry> paused = new ArrayList<>();
        List<LostForGood> failed = new ArrayList<>();
        for (Row row : rows) {
            if (row.getString("status").equals(JobStatus.FAILED.wireName())) {
                failed.add(new LostForGood(row.getUUID("id"), row.getInteger("attempt"), row.getInteger("last_event")));
            } else {
                (row.getBoolean("waits") ? paused : due).add(RedisJobQueue.Entry.of(row));
            }
        }
        return new Rescued(due, paused, failed);
    }

    @Override
    public Future<Integer> forgive(int limit) {
        return database.run(FORGIVE, Tuple.of(limit)).map(RowSet::rowCount);
    }

    @Override
    public int largestPage() {
        return PAGE;
    }

    /** @param lastEvent number of the event that tells it */
    public record LostForGood(UUID jobId, int attempt, int lastEvent) {}

    @Override
    public Future<Integer> deleteJobs(Duration age, UUID newest) {
        return database.run(DELETE_JOBS, Tuple.of(age.toSeconds(), newest, PAGE))
                .map(RowSet::rowCount);
    }

    @Override
    public Future<Void> deleteLeftovers(Duration keyAge) {
        return database.run(DELETE_KEYS, Tuple.of(keyAge.toSeconds(), PAGE))
                .compose(page -> page.rowCount() >= PAGE
                        ? deleteLeftovers(keyAge)
                        : database.run(DELETE_TICKETS, Tuple.tuple())
                                .compose(tickets -> database.run(DELETE_LOSSES, Tuple.tuple()))
                                .mapEmpty());
    }

    private static List<RedisJobQueue.Entry> entries(RowSet<Row> rows) {
        return rows.stream().map(RedisJobQueue.Entry::of).toList();
    }
}
