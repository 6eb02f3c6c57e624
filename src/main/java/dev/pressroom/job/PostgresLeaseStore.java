package dev.pressroom.job;

import dev.pressroom.base.ErrorCode;
import dev.pressroom.config.WorkerSettings;
import dev.pressroom.store.Batcher;
import dev.pressroom.store.Database;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The transitions of a worker's jobs in Postgres. Leases are granted, renewed and expire by the database's clock alone.
 * Batches concurrent writes: create one instance per Vert.x context.
 */
public final class PostgresLeaseStore implements LeaseStore {
    /**
     * A suspect, a job that has lost workers, shares its node with at most slots / 4^losses other suspects: after few losses
     * it is known which job causes them and which jobs only ran on the same node. Suspects over that number stay queued; the
     * relay enqueues them again. So do jobs that an operator has paused, those over the limit of their tenant, and all jobs
     * while this node is drained.
     */
    private static final String CLAIM = """
            with matching as (
                select free.id, free.losses, free.tenant
                from unnest($3::uuid[], $4::int[]) as entry(id, attempt)
                cross join lateral (
                    select j.id, j.losses, j.tenant
                    from jobs j
                    where j.id = entry.id and j.attempt = entry.attempt and j.status = 'queued'
                      and (j.not_before is null or j.not_before <= now())
                      and (j.start_before is null or j.start_before > now() or j.started_at is not null)
                      and not exists (
                          select from pauses p where p.scope in ('all', 'type:' || j.type, 'tenant:' || j.tenant))
                      and not exists (select from node_drains d where d.node = $1)
                    for update skip locked
                ) free
            ), tenants as materialized (
                select t.tenant, tenant_room(t.tenant) as room
                from (select distinct m.tenant from matching m) t
                where exists (select from tenant_limits l where l.tenant = t.tenant and l.max_running is not null)
            ), within_limits as (
                select m.id, m.losses
                from (select m.*, row_number() over (partition by m.tenant order by m.id) as nth from matching m) m
                left join tenants t on t.tenant = m.tenant
                where t.tenant is null or m.nth <= t.room
            ), here as (
                select count(*) as suspects, coalesce(max(losses), 0) as max_losses
                from jobs where status = 'running' and losses > 0 and lease_owner = $1
            ), claimable as (
                select id from within_limits where losses = 0
                union all
                select id
                from (
                    select m.id, here.suspects + row_number() over (order by m.losses, m.id) as together,
                           greatest(here.max_losses, m.losses) as max_losses
                    from within_limits m cross join here where m.losses > 0
                ) suspect
                where together <= 1 + ($5::int >> (2 * least(max_losses, 15)))
            ), leased as (
                update jobs j
                set status = 'running', lease_owner = $1, lease_until = now() + $2 * interval '1 millisecond',
                    started_at = now(), start_before = null, updated_at = now(), last_event = j.last_event + 1
                from claimable where j.id = claimable.id
                returning j.*
            ), event as (
                insert into job_events (job_id, seq, attempt, name, data)
                select id, last_event, attempt, 'step-change',
                       json_build_object('progress', progress, 'currentStep', current_step,
                                         'estimatedTimeRemaining', eta_seconds)
                from leased
            )
            select l.id, l.attempt, l.type, l.user_id, l.session_id, l.token_organization, l.tenant,
                   coalesce(l.named_organization, l.organization_id) as organization_id, l.progress, l.last_event, i.input,
                   extract(epoch from now() - l.queued_at)::float8 as waited_seconds,
                   (select json_object_agg(s.step, json_build_object('output', s.output, 'tokens', s.tokens))
                    from job_steps s where s.job_id = l.id) as checkpoints
            from leased l join job_inputs i on i.job_id = l.id
            """;

    /**
     * Waits for no row lock, since all jobs of the node would wait with it: a job whose row is locked counts as held and is
     * renewed by the next heartbeat. Stores the node's heartbeat by the same clock, so node and leases expire together.
     */
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

    /**
     * The failed step is one with usage and without a checkpoint, or else the first step of the type without a checkpoint.
     * Parameters 15 and 16: the steps of articles and of analyses, in order.
     */
    private static final String FAIL = """
            with won as (
                update jobs j
                set status = 'failed', error = $4, error_code = $5, retryable = $6,
                    failed_step = coalesce(($7::text[])[1], (
                        select s.name
                        from unnest(case j.type when 'content_generation' then $15::text[] else $16::text[] end)
                            with ordinality s(name, n)
                        where not exists (select from job_steps c where c.job_id = j.id and c.step = s.name)
                        order by s.n limit 1)),
                    current_step = null, phase = null, eta_seconds = null, last_event = last_event + 1, lease_owner = null, lease_until = null,
                    finished_at = now(), updated_at = now()
                where id = $1 and attempt = $2 and lease_owner = $3 and status = 'running'
                returning *
            ), used as (
                insert into usage_entries (job_id, user_id, tenant, type, step, attempt, reason, model,
                                           input_tokens, output_tokens, images, cost, currency)
                select won.id, won.user_id, won.tenant, won.type, u.step, won.attempt, 'failed', c.model,
                       c.input_tokens, c.output_tokens, c.images, c.cost, case when c.cost is not null then u.currency end
                from won
                cross join unnest($7::text[], $8::int[], $9::text[], $10::int[], $11::int[], $12::text[], $13::text[],
                                  $14::text[])
                    as u(step, duration_ms, model, input_tokens, output_tokens, cost, currency, calls)
                cross join lateral used_calls(u.calls::json, u.model, u.input_tokens, u.output_tokens, u.cost::numeric) c
            )""" + TransitionSql.FAILED_EFFECTS + " select last_event from won";

    private static final String HAND_BACK = """
            with returned as (
                update jobs
                set status = 'queued', lease_owner = null, lease_until = null, queued_at = now(), updated_at = now()
                where id = any($1) and lease_owner = $2 and status = 'running'
                returning id, type, attempt, tenant, last_event
            ), ended as (
                insert into attempt_ends (job_id, seq, attempt, outcome)
                select id, last_event, attempt, 'handed_back' from returned
                on conflict do nothing
            )
            select id, type, attempt, tenant, true as resumes from returned
            """;

    private static final String UNREGISTER = "delete from workers where node = $1";

    private static final String GIVE_UP_BLOCKED = """
            with judged as (
                select id, false as lost, true as alone, true as counts, true as pauses from jobs
                where id = $3 and attempt = $4 and lease_owner = $5 and status = 'running' for update
            )""" + TransitionSql.FAIL_OR_REQUEUE;

    private final Database database;
    private final UUID node;
    private final WorkerSettings settings;
    private final Batcher<Recording, Boolean> recordings;
    private final Batcher<ProgressReport, Boolean> reports;
    private final Batcher<Settlement, Optional<Integer>> successes;

    /**
     * @param node the id of this node's start, which the leases carry
     * @param settings the duration of a lease, the slots of this node, and the rules for lost workers
     */
    public PostgresLeaseStore(Database database, UUID node, WorkerSettings settings) {
        this.database = database;
        this.node = node;
        this.settings = settings;
        this.recordings = Batcher.locking(
                new RecordBatch(database, node)::record, r -> r.lease().jobId(), 64, 8192, 2);
        this.reports = Batcher.locking(
                new ProgressBatch(database, node)::report, r -> r.lease().jobId(), 128, 8192, 1);
        this.successes = Batcher.locking(
                new SucceedBatch(database, node)::succeed, s -> s.lease().jobId(), 64, 8192, 2);
    }

    @Override
    public Future<List<LeasedJob>> claim(List<JobQueue.Claimed> entries) {
        return database.run(
                        CLAIM,
                        Tuple.of(
                                node,
                                settings.lease().toMillis(),
                                entries.stream().map(JobQueue.Claimed::jobId).toArray(UUID[]::new),
                                entries.stream().map(JobQueue.Claimed::attempt).toArray(Integer[]::new),
                                settings.slots()))
                .map(rows -> rows.stream().map(this::leased).toList());
    }

    private LeasedJob leased(Row row) {
        Map<String, LeasedJob.Checkpoint> checkpoints = new HashMap<>();
        JsonObject stored = row.getJsonObject("checkpoints");
        if (stored != null) {
            stored.fieldNames().forEach(step -> {
                JsonObject value = stored.getJsonObject(step);
                checkpoints.put(
                        step, new LeasedJob.Checkpoint(value.getJsonObject("output"), value.getInteger("tokens")));
            });
        }
        return new LeasedJob(
                new Lease(row.getUUID("id"), row.getInteger("attempt"), node),
                JobType.of(row.getString("type")),
                new Owner(
                        Optional.ofNullable(row.getUUID("user_id")),
                        Optional.ofNullable(row.getString("session_id")),
                        Optional.ofNullable(row.getUUID("token_organization"))),
                row.getString("tenant"),
                waited(row),
                Optional.ofNullable(row.getUUID("organization_id")),
                row.getJsonObject("input"),
                checkpoints,
                row.getInteger("progress"),
                row.getInteger("last_event"));
    }

    private static Duration waited(Row row) {
        return Duration.ofMillis(Math.max(0, Math.round(row.getDouble("waited_seconds") * 1000)));
    }

    @Override
    public Future<Collection<UUID>> renew(Collection<UUID> jobs) {
        return database.runRelaxed(
                        RENEW, Tuple.of(node, settings.lease().toMillis(), jobs.toArray(UUID[]::new), settings.slots()))
                .map(rows -> rows.stream().map(row -> row.getUUID("id")).toList());
    }

    @Override
    public Future<Boolean> record(Recording recording) {
        return recordings.add(recording);
    }

    @Override
    public Future<Boolean> report(ProgressReport report) {
        return reports.add(report);
    }

    @Override
    public Future<Optional<Integer>> succeed(Settlement settlement) {
        return successes.add(settlement);
    }

    @Override
    public Future<Optional<Integer>> fail(
            Lease lease, ErrorCode code, String message, boolean retryable, List<UnfinishedStep> unfinished) {
        List<Object> values = new ArrayList<>(List.of(
                lease.jobId(),
                lease.attempt(),
                lease.node(),
                message,
                code.name(),
                retryable,
                ColumnArrays.of(unfinished, String[]::new, UnfinishedStep::step)));
        values.addAll(UsageColumns.of(unfinished, step -> Optional.of(step.usage())));
        values.add(StepNames.all(JobType.CONTENT_GENERATION).toArray(String[]::new));
        values.add(StepNames.all(JobType.WEBSITE_ANALYSIS).toArray(String[]::new));
        return database.run(FAIL, Tuple.tuple(values)).map(PostgresLeaseStore::lastEvent);
    }

    @Override
    public Future<List<JobQueue.Entry>> handBack(Collection<UUID> jobs) {
        return database.run(HAND_BACK, Tuple.of(jobs.toArray(UUID[]::new), node))
                .map(rows -> rows.stream().map(PostgresRescueStore::entry).toList());
    }

    @Override
    public Future<RescueStore.Rescued> giveUpBlocked(Lease lease) {
        return database.run(
                        GIVE_UP_BLOCKED,
                        Tuple.of(
                                settings.maxDeaths(),
                                PostgresRescueStore.millis(settings.lossPauses()),
                                lease.jobId(),
                                lease.attempt(),
                                lease.node()))
                .map(PostgresRescueStore::rescued);
    }

    @Override
    public Future<Void> unregister() {
        return database.run(UNREGISTER, Tuple.of(node)).mapEmpty();
    }

    private static Optional<Integer> lastEvent(RowSet<Row> rows) {
        return rows.size() == 0
                ? Optional.empty()
                : Optional.of(rows.iterator().next().getInteger(0));
    }
}
