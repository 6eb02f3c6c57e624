package dev.pressroom.job;

import dev.pressroom.base.ErrorCode;
import dev.pressroom.store.Batcher;
import dev.pressroom.store.Database;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The workers' side of the jobs in Postgres. A lease is granted, renewed and judged by the database's clock alone, and
 * each write is void, and says so, once the lease is lost. Not to be shared between Vert.x contexts, since it batches.
 */
public final class LeaseStore implements Leases {
    /**
     * A job that may not lose another worker runs beside no other such job: most of them only happened to run where one
     * brought the worker down, and would go under with it again. Those left out stay queued, for the relay to offer again.
     */
    private static final String CLAIM = """
            with matching as (
                select j.id, j.deaths > 0 and j.deaths + 1 >= $5 as last_chance
                from jobs j join unnest($3::uuid[], $4::int[]) as entry(id, attempt)
                  on j.id = entry.id and j.attempt = entry.attempt
                where j.status = 'queued' order by j.id for update of j skip locked
            ), wanted as (
                select id from matching where not last_chance
                union all
                (select id from matching
                 where last_chance and not exists (
                     select 1 from jobs r
                     where r.status = 'running' and r.lease_owner = $1 and r.deaths > 0 and r.deaths + 1 >= $5)
                 order by id limit 1)
            ), leased as (
                update jobs j
                set status = 'running', lease_owner = $1, lease_until = now() + $2 * interval '1 millisecond',
                    started_at = now(), updated_at = now(), last_event = j.last_event + 1
                from wanted where j.id = wanted.id
                returning j.*
            ), event as (
                insert into job_events (job_id, seq, attempt, name, data)
                select id, last_event, attempt, 'step-change',
                       json_build_object('progress', progress, 'currentStep', current_step,
                                         'estimatedTimeRemaining', eta_seconds)
                from leased
            )
            select l.id, l.attempt, l.type, l.user_id, l.session_id, l.organization_id, l.progress, l.last_event, i.input,
                   (select json_object_agg(s.step, json_build_object('output', s.output, 'tokens', s.tokens))
                    from job_steps s where s.job_id = l.id) as checkpoints
            from leased l join job_inputs i on i.job_id = l.id
            """;

    /** Locks in the order in which the batches of progress do: a heartbeat may not be lost to a deadlock. */
    private static final String RENEW = """
            with ours as (
                select id from jobs where lease_owner = $1 and status = 'running' and id = any($3)
                order by id for update
            )
            update jobs j set lease_until = now() + $2 * interval '1 millisecond'
            from ours where j.id = ours.id
            returning j.id
            """;

    /** Whoever repeats this statement, unsure whether the first one arrived, changes nothing and gets the same answer. */
    private static final String RECORD = """
            with held as (
                update jobs
                set last_event = greatest(last_event, $4), progress = greatest(progress, $5), updated_at = now()
                where id = $1 and attempt = $2 and lease_owner = $3 and status = 'running'
                returning id, attempt
            ), checkpoint as (
                insert into job_steps (job_id, step, attempt, output, tokens)
                select id, $6, attempt, $7::text::json, $8 from held where $6::text is not null
                on conflict (job_id, step) do nothing
            ), event as (
                insert into job_events (job_id, seq, attempt, name, data)
                select held.id, e.seq, held.attempt, e.name, e.data::json
                from held, unnest($9::int[], $10::text[], $11::text[]) as e(seq, name, data)
                on conflict (job_id, seq) do nothing
            )
            select id from held
            """;

    private static final String PROGRESS = """
            update jobs
            set progress = greatest(progress, $4), current_step = $5, phase = $6, eta_seconds = $7, updated_at = now()
            where id = $1 and attempt = $2 and lease_owner = $3 and status = 'running'
            returning id
            """;

    /**
     * The owner of an organization is taken from the job as it is now: a session's job may have been adopted while it
     * ran. Should the user have an organization for that site already, the new one stands beside it, without the site.
     */
    private static final String SUCCEED = """
            with won as (
                update jobs
                set status = 'succeeded', progress = 100, current_step = null, phase = null, eta_seconds = null,
                    last_event = last_event + 1, lease_owner = null, lease_until = null, finished_at = now(),
                    updated_at = now()
                where id = $1 and attempt = $2 and lease_owner = $3 and status = 'running'
                returning *
            ), stored as (
                insert into job_results (job_id, result) select id, $4::text::json from won
            ), event as (
                insert into job_events (job_id, seq, attempt, name) select id, last_event, attempt, 'complete' from won
            ), saved as (
                insert into posts (id, job_id, user_id, organization_id, title, content, status, meta)
                select $5, id, user_id, organization_id, $6, $7, $8, $9::text::json from won where $5::uuid is not null
                on conflict (job_id) do nothing
            ), spent as (
                insert into credit_entries (user_id, job_id, attempt, kind, amount)
                select user_id, id, hold_attempt, 'spend', 0 from won where hold_attempt is not null
            ), learned as (
                update organizations o set name = $12, context = $13::text::json, updated_at = now()
                from won w
                where o.id = $10 and (o.owner_user_id = w.user_id or o.owner_session = w.session_id)
                returning o.id
            ), met as (
                insert into organizations (id, owner_user_id, owner_session, website_host, name, context)
                select $10, w.user_id, case when w.user_id is null then w.session_id end,
                       case when not exists (
                           select from organizations o
                           where o.website_host = $11 and o.id <> $10
                             and (o.owner_user_id = w.user_id or w.user_id is null and o.owner_session = w.session_id)
                       ) then $11 end,
                       $12, $13::text::json
                from won w where $10::uuid is not null and not exists (select from learned)
                on conflict do nothing
            )
            select last_event from won
            """;

    private static final String FAIL = """
            with won as (
                update jobs
                set status = 'failed', error = $4, error_code = $5, retryable = $6, current_step = null, phase = null,
                    eta_seconds = null, last_event = last_event + 1, lease_owner = null, lease_until = null,
                    finished_at = now(), updated_at = now()
                where id = $1 and attempt = $2 and lease_owner = $3 and status = 'running'
                returning *
            )""" + FailureSql.EFFECTS + " select last_event from won";

    private static final String HAND_BACK = """
            update jobs
            set status = 'queued', lease_owner = null, lease_until = null, queued_at = now(), updated_at = now()
            where id = any($1) and lease_owner = $2 and status = 'running'
            returning id, type, attempt, tenant, true as resumes
            """;

    private final Database database;
    private final UUID node;
    private final Duration lease;
    private final int maxDeaths;
    private final Batcher<Recording, Boolean> recordings;
    private final Batcher<ProgressReport, Boolean> reports;
    private final Batcher<Settlement, Optional<Integer>> successes;

    /**
     * @param node the id of this node's start, which the leases carry
     * @param lease how long a lease lasts without a heartbeat
     * @param maxDeaths workers that a job may lose before it fails
     */
    public LeaseStore(Database database, UUID node, Duration lease, int maxDeaths) {
        this.database = database;
        this.node = node;
        this.lease = lease;
        this.maxDeaths = maxDeaths;
        this.recordings = new Batcher<>(
                this::recordAll, Comparator.comparing(r -> r.lease().jobId()), 64, 8192, 2);
        this.reports = new Batcher<>(
                this::reportAll, Comparator.comparing(r -> r.lease().jobId()), 128, 8192, 1);
        this.successes = new Batcher<>(
                this::succeedAll, Comparator.comparing(s -> s.lease().jobId()), 64, 8192, 2);
    }

    @Override
    public Future<List<LeasedJob>> claim(List<JobQueue.Claimed> entries) {
        return database.run(
                        CLAIM,
                        Tuple.of(
                                node,
                                lease.toMillis(),
                                entries.stream().map(JobQueue.Claimed::jobId).toArray(UUID[]::new),
                                entries.stream().map(JobQueue.Claimed::attempt).toArray(Integer[]::new),
                                maxDeaths))
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
                        Optional.ofNullable(row.getUUID("user_id")), Optional.ofNullable(row.getString("session_id"))),
                Optional.ofNullable(row.getUUID("organization_id")),
                row.getJsonObject("input"),
                checkpoints,
                row.getInteger("progress"),
                row.getInteger("last_event"));
    }

    @Override
    public Future<Collection<UUID>> renew(Collection<UUID> jobs) {
        return database.runRelaxed(RENEW, Tuple.of(node, lease.toMillis(), jobs.toArray(UUID[]::new)))
                .map(rows -> rows.stream().map(row -> row.getUUID("id")).toList());
    }

    @Override
    public Future<Boolean> record(Recording recording) {
        return recordings.add(recording);
    }

    /** @param events numbered, ascending from the job's last event */
    public record Recording(Lease lease, int progress, Optional<StepOutput> checkpoint, List<JobEvent> events) {}

    public record StepOutput(String step, JsonObject output, int tokens) {}

    private Future<List<Boolean>> recordAll(List<Recording> batch) {
        return database.batch(RECORD, batch.stream().map(LeaseStore::values).toList())
                .map(LeaseStore::touched);
    }

    private static Tuple values(Recording r) {
        return Tuple.from(new Object[] {
            r.lease().jobId(),
            r.lease().attempt(),
            r.lease().node(),
            r.events().isEmpty() ? 0 : r.events().get(r.events().size() - 1).seq(),
            r.progress(),
            r.checkpoint().map(StepOutput::step).orElse(null),
            r.checkpoint().map(c -> c.output().encode()).orElse(null),
            r.checkpoint().map(StepOutput::tokens).orElse(0),
            r.events().stream().map(JobEvent::seq).toArray(Integer[]::new),
            r.events().stream().map(JobEvent::name).toArray(String[]::new),
            r.events().stream().map(JobEvent::data).toArray(String[]::new)
        });
    }

    @Override
    public Future<Boolean> report(ProgressReport report) {
        return reports.add(report);
    }

    public record ProgressReport(Lease lease, int progress, String step, Optional<String> phase, int etaSeconds) {}

    private Future<List<Boolean>> reportAll(List<ProgressReport> batch) {
        return database.batchRelaxed(
                        PROGRESS,
                        batch.stream()
                                .map(r -> Tuple.of(
                                        r.lease().jobId(),
                                        r.lease().attempt(),
                                        r.lease().node(),
                                        r.progress(),
                                        r.step(),
                                        r.phase().orElse(null),
                                        r.etaSeconds()))
                                .toList())
                .map(LeaseStore::touched);
    }

    @Override
    public Future<Optional<Integer>> succeed(Settlement settlement) {
        return successes.add(settlement);
    }

    public record Settlement(
            Lease lease, String result, Optional<PostRow> post, Optional<OrganizationRow> organization) {}

    /** @param host of its site */
    public record OrganizationRow(UUID id, String host, String name, JsonObject context) {}

    /** @param status {@code draft} or {@code published} */
    public record PostRow(UUID id, String title, String content, String status, JsonObject meta) {}

    private Future<List<Optional<Integer>>> succeedAll(List<Settlement> batch) {
        return database.batch(SUCCEED, batch.stream().map(LeaseStore::values).toList())
                .map(all -> all.stream().map(LeaseStore::lastEvent).toList());
    }

    private static Tuple values(Settlement s) {
        return Tuple.from(new Object[] {
            s.lease().jobId(),
            s.lease().attempt(),
            s.lease().node(),
            s.result(),
            s.post().map(PostRow::id).orElse(null),
            s.post().map(PostRow::title).orElse(null),
            s.post().map(PostRow::content).orElse(null),
            s.post().map(PostRow::status).orElse(null),
            s.post().map(post -> post.meta().encode()).orElse(null),
            s.organization().map(OrganizationRow::id).orElse(null),
            s.organization().map(OrganizationRow::host).orElse(null),
            s.organization().map(OrganizationRow::name).orElse(null),
            s.organization().map(found -> found.context().encode()).orElse(null)
        });
    }

    @Override
    public Future<Optional<Integer>> fail(Lease lease, ErrorCode code, String message, boolean retryable) {
        return database.run(
                        FAIL, Tuple.of(lease.jobId(), lease.attempt(), lease.node(), message, code.name(), retryable))
                .map(LeaseStore::lastEvent);
    }

    @Override
    public Future<List<JobQueue.Entry>> handBack(Collection<UUID> jobs) {
        return database.run(HAND_BACK, Tuple.of(jobs.toArray(UUID[]::new), node))
                .map(rows -> rows.stream().map(JobQueue.Entry::of).toList());
    }

    private static List<Boolean> touched(List<RowSet<Row>> all) {
        return all.stream().map(rows -> rows.size() > 0).toList();
    }

    private static Optional<Integer> lastEvent(RowSet<Row> rows) {
        return rows.size() == 0
                ? Optional.empty()
                : Optional.of(rows.iterator().next().getInteger(0));
    }
}
