package dev.pressroom.job;

import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
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
 * The transitions of a worker's jobs in Postgres. Batches concurrent writes: create one instance per Vert.x context.
 *
 * <p>A lease is a running job with its attempt and its owner, and lasts as long as the owner's row in {@code workers} has been
 * seen within the duration of a lease, by the database's clock alone. A heartbeat writes that row, the reaper deletes it.
 * A node that was frozen for longer may continue at any point between those; at each of them it does no harm:
 *
 * <ul>
 *   <li>Its row is too old or deleted: it gets no leases, see {@link #CLAIM}.
 *   <li>Its row is deleted, its jobs are not rescued yet: its next heartbeat inserts the row, and the jobs continue. If a
 *       rescue that began before takes them all the same, they have another attempt: see the next case.
 *   <li>Its jobs are rescued: they have another attempt, so its writes change nothing, and its heartbeat says what is lost.
 *   <li>A claim that it sent before is executed after its row was deleted: nothing is leased. Executed after its next
 *       heartbeat: the jobs run if the answer arrives in time; otherwise {@link #UNKNOWN} finds them.
 *   <li>A claim is executed while its row is being deleted: the jobs belong to a node without a row and are rescued.
 * </ul>
 */
public final class PostgresLeaseStore implements LeaseStore {
    /**
     * A suspect, a job that has lost workers, shares its node with at most slots / 4^losses other suspects: after few losses
     * it is known which job causes them and which jobs only ran on the same node. Suspects over that number stay queued; the
     * relay enqueues them again. So do jobs that an operator has paused, those over the limit of their tenant, and all jobs
     * while this node is drained.
     *
     * <p>A node without a valid heartbeat gets nothing: its jobs would be those of a lost worker. The row is only read here: a
     * claim that inserted it would wait for the row lock of the heartbeat, and write a row more per claim. Returns a row
     * without a job when none is leased.
     */
    static final String CLAIM = """
            with registered as materialized (
                select exists (
                    select from workers w where w.node = $1 and w.seen_at >= now() - $2 * interval '1 millisecond') as valid
            ), matching as (
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
                where (select valid from registered)
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
                from jobs where lease_owner = $1 and started_at is not null and losses > 0
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
                set status = 'running', lease_owner = $1, lease_until = WHILE_OWNER_LIVES, started_at = now(),
                    start_before = null, updated_at = now(), last_event = j.last_event + 1
                from claimable where j.id = claimable.id
                returning j.*
            ), event as (
                insert into job_events (job_id, seq, attempt, name, data)
                select id, last_event, attempt, 'step-change',
                       json_build_object('progress', progress, 'currentStep', current_step,
                                         'estimatedTimeRemaining', eta_seconds)
                from leased
            )
            select r.valid, l.id, l.attempt, l.type, l.user_id, l.session_id, l.token_organization, l.tenant,
                   coalesce(l.named_organization, l.organization_id) as organization_id, l.progress, l.last_event, i.input,
                   extract(epoch from now() - l.queued_at)::float8 as waited_seconds,
                   (select json_object_agg(s.step, json_build_object('output', s.output, 'tokens', s.tokens))
                    from job_steps s where s.job_id = l.id and s.job_id between $6 and $7) as checkpoints
            from registered r
            left join (
                leased l cross join lateral (
                    select i.input from job_inputs i where i.job_id = l.id and i.job_id between $6 and $7 offset 0
                ) i
            ) on true
            """.replace("WHILE_OWNER_LIVES", TransitionSql.WHILE_OWNER_LIVES);

    /**
     * Writes the node's row alone, and finds its jobs by their ids. When the row was missing, the reaper may have deleted it,
     * which has ended the leases for nodes of the previous version: the jobs that are still leased get the unlimited one
     * again. Waits for no row lock of a job.
     */
    static final String RENEW = """
            with restored as (
                update jobs j set lease_until = WHILE_OWNER_LIVES
                from (
                    select l.id from jobs l
                    where l.lease_owner = $1 and l.started_at is not null and l.lease_until < WHILE_OWNER_LIVES
                      and not exists (select from workers w where w.node = $1)
                    for update skip locked
                ) leased
                where j.id = leased.id
            ), alive as (
                insert into workers (node, slots, lease) values ($1, $3, $2 * interval '1 millisecond')
                on conflict (node) do update set seen_at = now(), lease = excluded.lease
                returning set_config('synchronous_commit', 'off', true)
            )
            select held.id, held.attempt
            from unnest($4::uuid[], $5::int[]) as held(id, attempt)
            left join jobs j on j.id = held.id
            where j.attempt is distinct from held.attempt or j.lease_owner is distinct from $1
            """.replace("WHILE_OWNER_LIVES", TransitionSql.WHILE_OWNER_LIVES);

    /** A statement of its own: it reads all jobs of the node, so it may take longer than a heartbeat should. */
    static final String UNKNOWN = """
            select j.id, j.attempt from jobs j
            where j.lease_owner = $1 and j.started_at is not null
              and (j.id, j.attempt) not in (
                  select known.id, known.attempt from unnest($2::uuid[], $3::int[]) as known(id, attempt))
            limit 500
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

    static final String HAND_BACK = """
            with returned as (
                update jobs j
                set status = 'queued', lease_owner = null, lease_until = null, queued_at = now(), updated_at = now()
                from (
                    select held.id
                    from unnest($2::uuid[], $3::int[]) as held(id, attempt)
                    cross join lateral (
                        select from jobs l
                        where l.id = held.id and l.attempt = held.attempt and l.lease_owner = $1 and l.status = 'running'
                        for update
                    ) leased
                ) held
                where j.id = held.id
                returning j.id, j.type, j.attempt, j.tenant, j.last_event
            ), ended as (
                insert into attempt_ends (job_id, seq, attempt, outcome)
                select id, last_event, attempt, 'handed_back' from returned
                on conflict do nothing
            )
            select id, type, attempt, tenant, true as resumes from returned
            """;

    private static final String UNREGISTER = "delete from workers where node = $1";

    static final String GIVE_UP_BLOCKED = """
            with judged as (
                select id, false as lost, true as alone, true as counts, true as pauses from jobs
                where id = $3 and attempt = $4 and lease_owner = $5 and status = 'running' for update
            )""" + TransitionSql.FAIL_OR_REQUEUE;

    static final String GIVE_UP_UNUSED = """
            with judged as (
                select unused.id, false as lost, true as alone, false as counts, false as pauses
                from unnest($3::uuid[], $4::int[]) as unused(id, attempt)
                cross join lateral (
                    select from jobs j
                    where j.id = unused.id and j.attempt = unused.attempt and j.lease_owner = $5 and j.status = 'running'
                    for update skip locked
                ) leased
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
                new RecordBatch(database, node)::record, r -> r.lease().jobId(), 128, 8192, 1);
        this.reports = Batcher.locking(
                new ProgressBatch(database, node)::report, r -> r.lease().jobId(), 128, 8192, 1);
        this.successes = Batcher.locking(
                new SucceedBatch(database, node)::succeed, s -> s.lease().jobId(), 128, 8192, 1);
    }

    @Override
    public Future<List<LeasedJob>> claim(List<JobQueue.Claimed> entries) {
        List<UUID> ids = entries.stream().map(JobQueue.Claimed::jobId).toList();
        IdRange range = IdRange.of(ids);
        return database.run(CLAIM, Tuple.from(new Object[] {
                    node,
                    settings.lease().toMillis(),
                    ids.toArray(UUID[]::new),
                    entries.stream().map(JobQueue.Claimed::attempt).toArray(Integer[]::new),
                    settings.slots(),
                    range.min(),
                    range.max()
                }))
                .compose(this::leased);
    }

    private Future<List<LeasedJob>> leased(RowSet<Row> rows) {
        if (!rows.iterator().next().getBoolean("valid")) {
            return Future.failedFuture(new Failure(
                    ErrorCode.DATABASE_UNAVAILABLE,
                    "This node has stored no heartbeat within the duration of a lease."));
        }
        return Future.succeededFuture(rows.stream()
                .filter(row -> row.getUUID("id") != null)
                .map(this::leased)
                .toList());
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
    public Future<Collection<Lease>> renew(Collection<Lease> held) {
        return database.runRelaxed(
                        RENEW, Tuple.of(node, settings.lease().toMillis(), settings.slots(), ids(held), attempts(held)))
                .map(this::leases);
    }

    @Override
    public Future<List<Lease>> unknown(Collection<Lease> known) {
        return database.run(UNKNOWN, Tuple.of(node, ids(known), attempts(known)))
                .map(this::leases);
    }

    private List<Lease> leases(RowSet<Row> rows) {
        return rows.stream()
                .map(row -> new Lease(row.getUUID("id"), row.getInteger("attempt"), node))
                .toList();
    }

    private static UUID[] ids(Collection<Lease> leases) {
        return leases.stream().map(Lease::jobId).toArray(UUID[]::new);
    }

    private static Integer[] attempts(Collection<Lease> leases) {
        return leases.stream().map(Lease::attempt).toArray(Integer[]::new);
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
    public Future<List<JobQueue.Entry>> handBack(Collection<Lease> leases) {
        return database.run(HAND_BACK, Tuple.of(node, ids(leases), attempts(leases)))
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
    public Future<RescueStore.Rescued> giveUpUnused(Collection<Lease> leases) {
        return database.run(
                        GIVE_UP_UNUSED,
                        Tuple.of(
                                settings.maxDeaths(),
                                PostgresRescueStore.millis(settings.lossPauses()),
                                ids(leases),
                                attempts(leases),
                                node))
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
