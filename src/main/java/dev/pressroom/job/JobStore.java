package dev.pressroom.job;

import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import dev.pressroom.base.SqlOutcomes;
import dev.pressroom.config.Settings;
import dev.pressroom.store.Batcher;
import dev.pressroom.store.Database;
import dev.pressroom.trace.TraceSpan;
import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The operations of clients on jobs in Postgres: submit, read, list, cancel, retry. Batches concurrent operations: create
 * one instance per node. Thread-safe.
 */
public final class JobStore {
    private static final String FIND = "select " + JobRows.COLUMNS + """
            , case when j.status = 'succeeded' then (
                  select stored_result(r.result, r.template, r.job_id, r.template_step, r.template_member) from job_results r
                  where r.job_id = j.id and r.job_id between $2 and $3
              ) end as result
            from jobs j
            where j.id = any($1)
            """;

    private static final String PEEK = "select " + JobRows.COLUMNS + " from jobs j where j.id = any($1)";

    private static final String LIST = "select " + JobRows.COLUMNS + """
            from (
                (select * from jobs
                 where user_id = $1 and id < $5
                   and ($3::text is null or status = $3) and ($4::text is null or type = $4)
                 order by id desc limit $6)
                union all
                (select * from jobs
                 where session_id = $2 and id < $5 and coalesce(user_id <> $1, true)
                   and ($3::text is null or status = $3) and ($4::text is null or type = $4)
                 order by id desc limit $6)
                union all
                (select * from jobs
                 where second_session = $2 and session_id <> $2 and id < $5 and coalesce(user_id <> $1, true)
                   and ($3::text is null or status = $3) and ($4::text is null or type = $4)
                 order by id desc limit $6)
            ) j
            order by j.id desc limit $6
            """;

    /**
     * A page of a filtered list. Reads the owner's newest $9 jobs below the cursor and filters those, so that its cost does not
     * depend on how many jobs the owner has. Returns at least one row, without a job when none fits: the number of jobs that
     * were read, and the last of them.
     */
    private static final String SEARCH = """
            with examined as materialized (
                select * from (
                    (select * from jobs where user_id = $1 and id < $5 order by id desc limit $9)
                    union all
                    (select * from jobs where session_id = $2 and id < $5 and coalesce(user_id <> $1, true)
                     order by id desc limit $9)
                    union all
                    (select * from jobs
                     where second_session = $2 and session_id <> $2 and id < $5 and coalesce(user_id <> $1, true)
                     order by id desc limit $9)
                ) j order by j.id desc limit $9
            ), edge as (
                select count(*) as examined, (array_agg(id order by id))[1] as last_examined from examined
            )
            select edge.examined, edge.last_examined, """ + JobRows.COLUMNS + """
            from edge left join lateral (
                select e.* from examined e
                where ($3::text is null or e.status = $3) and ($4::text is null or e.type = $4)
                  and ($7::text is null or $7 = any(e.tags))
                  and ($8::text[] is null or e.title is not null and not exists (
                        select from unnest($8::text[]) w(word) where strpos(lower(e.title), lower(w.word)) = 0))
                order by e.id desc limit $6
            ) j on true
            order by j.id desc
            """;

    /** Jobs that one page of a filtered list reads at most. */
    static final int MAX_EXAMINED = 2000;

    /** Greater than every id. */
    private static final UUID MAX_ID = new UUID(-1, -1);

    /** The update itself names no status: a plan made while the table was small would scan all jobs with that status. */
    private static final String CANCEL =
            """
            with won as (
                update jobs j
                set status = 'failed', error = 'Cancelled', error_code = 'CANCELLED', retryable = true,
                    last_event = j.last_event + 1, lease_owner = null, lease_until = null, current_step = null,
                    phase = null, eta_seconds = null, finished_at = now(), updated_at = now()
                from (
                    select id, lease_owner from jobs
                    where id = $1 and status in ('queued', 'running')
                      and (user_id = $2 or session_id = $3 or second_session = $3)
                    for update
                ) as before
                where j.id = before.id
                returning j.*, before.lease_owner as ran_on
            )""" + TransitionSql.FAILED_EFFECTS + " select type, attempt, last_event, ran_on from won";

    private static final String RETRY =
            "select outcome, attempt, type, tenant from retry_job_from($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";

    /** Also stores the trace context of the request. */
    private static final String RETRY_TRACED = "with retried as (" + RETRY + """
            ), traced as (
                insert into job_traces (job_id, attempt, request)
                select $1, attempt, $11 from retried where outcome = 'queued'
                on conflict (job_id, attempt) do update set request = excluded.request
            )
            select outcome, attempt, type, tenant from retried
            """;

    private static final String KEY_TAKEN_MEANWHILE = "PR001";

    private final Database database;
    private final Batcher<Submission, Row> submits;
    private final Batcher<UUID, Optional<JobView>> finds;
    private final JobCaps caps;
    private final Budgets budgets;

    public JobStore(Database database, Settings settings) {
        this.database = database;
        this.caps = JobCaps.of(settings.limits());
        this.budgets = new Budgets(database, settings);
        this.submits = Batcher.locking(
                new SubmitBatch(database, settings.credits(), settings.retention(), caps, budgets)::submit,
                s -> s.owner().key(),
                128,
                4096,
                1);
        this.finds = new Batcher<>(this::findAll, Comparator.naturalOrder(), 256, 8192, 2);
    }

    /**
     * Stores the job with its input, its credit hold and its idempotency key in one transaction, durably.
     *
     * <p>Fails with {@code IDEMPOTENCY_CONFLICT}, {@link BudgetExceeded}, {@code TOO_MANY_JOBS},
     * {@code INSUFFICIENT_CREDITS}, or {@code DATABASE_UNAVAILABLE}.
     */
    public Future<Submission.Accepted> submit(Submission submission) {
        return submits.add(submission)
                .recover(cause -> isKeyTakenMeanwhile(cause) ? submits.add(submission) : Future.failedFuture(cause))
                .compose(row -> switch (SqlOutcomes.of(Submission.Outcome.class, row.getString("outcome"))) {
                    case CREATED -> Future.succeededFuture(new Submission.Accepted(row.getUUID("job_id"), false));
                    case REPLAYED -> Future.succeededFuture(new Submission.Accepted(row.getUUID("job_id"), true));
                    case CONFLICT -> Future.failedFuture(keyConflict());
                    case BUDGET_EXCEEDED -> budgets.exceeded(submission.tenant().key());
                    case TOO_MANY_JOBS -> Future.failedFuture(caps.exceeded(submission.tenant()));
                    case INSUFFICIENT_CREDITS -> Future.failedFuture(noCredits());
                    case BASE_NOT_FOUND -> Future.failedFuture(noBase());
                    case BASE_NOT_FINISHED -> Future.failedFuture(baseNotFinished());
                });
    }

    /** The job with its result; empty when it does not exist or {@code owner} may not access it. */
    public Future<Optional<JobView>> find(UUID id, Owner owner) {
        return finds.add(id).map(found -> found.filter(owner::mayAccess));
    }

    /**
     * The job with its result; empty when it does not exist. Does not check its owner: only for requests that have been
     * authorized.
     */
    public Future<Optional<JobView>> findAdmitted(UUID id) {
        return finds.add(id);
    }

    private Future<List<Optional<JobView>>> findAll(List<UUID> ids) {
        IdRange range = IdRange.of(ids);
        return database.run(FIND, Tuple.of(ids.toArray(UUID[]::new), range.min(), range.max()))
                .map(rows -> {
                    Map<UUID, JobView> found = new HashMap<>();
                    rows.forEach(row -> found.put(
                            row.getUUID("id"), JobRows.view(row, Optional.ofNullable(row.getString("result")))));
                    return ids.stream()
                            .map(id -> Optional.ofNullable(found.get(id)))
                            .toList();
                });
    }

    /**
     * The present state of these jobs, without results. Does not check their owners: only for streams that have been
     * authorized.
     */
    public Future<List<JobView>> peek(List<UUID> ids) {
        return database.run(PEEK, Tuple.of(ids.toArray(UUID[]::new))).map(JobRows::views);
    }

    /** As {@link #peek(List)}, of the jobs that {@code owner} may access. Unknown ids are left out. */
    public Future<List<JobView>> peek(List<UUID> ids, Owner owner) {
        return peek(ids).map(found -> found.stream().filter(owner::mayAccess).toList());
    }

    /** A page of the owner's jobs, newest first, without results; {@code before} is the last id of the previous page. */
    public Future<List<JobView>> list(
            Owner owner, Optional<JobStatus> status, Optional<JobType> type, Optional<UUID> before, int limit) {
        return database.run(
                        LIST,
                        Tuple.of(
                                owner.userId().orElse(null),
                                owner.sessionId().orElse(null),
                                status.map(JobStatus::wireName).orElse(null),
                                type.map(JobType::wireName).orElse(null),
                                before.orElse(MAX_ID),
                                limit))
                .map(JobRows::views);
    }

    /**
     * What a list of jobs contains.
     *
     * @param tag that each has
     * @param words that each title contains, in any case; empty: any title
     */
    public record Filter(Optional<JobStatus> status, Optional<JobType> type, Optional<String> tag, List<String> words) {
        /** Whether few of the owner's jobs may fit, so that a page must be bounded by the jobs that are read for it. */
        public boolean isSearch() {
            return tag.isPresent() || !words.isEmpty();
        }
    }

    /** @param next the cursor of the next page; empty on the last page */
    public record Page(List<JobView> jobs, Optional<UUID> next) {}

    /**
     * A page of the owner's jobs, newest first, without results. With a tag or words it reads at most {@link #MAX_EXAMINED}
     * jobs, so it may have fewer jobs than {@code limit}, or none, and still a next page.
     *
     * @param before the cursor of the page before
     */
    public Future<Page> page(Owner owner, Filter filter, Optional<UUID> before, int limit) {
        return filter.isSearch()
                ? search(owner, filter, before, limit)
                : list(owner, filter.status(), filter.type(), before, limit + 1)
                        .map(oneMore -> page(oneMore, limit, Optional.empty()));
    }

    private Future<Page> search(Owner owner, Filter filter, Optional<UUID> before, int limit) {
        return database.run(SEARCH, Tuple.from(new Object[] {
                    owner.userId().orElse(null),
                    owner.sessionId().orElse(null),
                    filter.status().map(JobStatus::wireName).orElse(null),
                    filter.type().map(JobType::wireName).orElse(null),
                    before.orElse(MAX_ID),
                    limit + 1,
                    filter.tag().orElse(null),
                    filter.words().isEmpty() ? null : filter.words().toArray(String[]::new),
                    MAX_EXAMINED
                }))
                .map(rows -> {
                    Row edge = first(rows);
                    List<JobView> oneMore = rows.stream()
                            .filter(row -> row.getUUID("id") != null)
                            .map(row -> JobRows.view(row, Optional.empty()))
                            .toList();
                    return page(
                            oneMore,
                            limit,
                            edge.getLong("examined") < MAX_EXAMINED
                                    ? Optional.empty()
                                    : Optional.of(edge.getUUID("last_examined")));
                });
    }

    /** @param next the cursor when there is no further job in {@code oneMore} */
    private static Page page(List<JobView> oneMore, int limit, Optional<UUID> next) {
        if (oneMore.size() <= limit) {
            return new Page(oneMore, next);
        }
        List<JobView> jobs = oneMore.subList(0, limit);
        return new Page(jobs, Optional.of(jobs.get(limit - 1).id()));
    }

    /**
     * Ends a queued or running job as cancelled and releases its credit. Empty when the job is unknown, not the owner's, or
     * finished.
     */
    public Future<Optional<Cancelled>> cancel(UUID id, Owner owner) {
        return database.run(
                        CANCEL,
                        Tuple.of(
                                id,
                                owner.userId().orElse(null),
                                owner.sessionId().orElse(null)))
                .map(rows -> firstOf(rows)
                        .map(row -> new Cancelled(
                                JobType.of(row.getString("type")),
                                row.getInteger("attempt"),
                                row.getInteger("last_event"),
                                Optional.ofNullable(row.getUUID("ran_on")))));
    }

    /**
     * @param attempt the cancelled attempt
     * @param lastEvent number of the job's final event
     * @param ranOn the node that ran the attempt
     */
    public record Cancelled(JobType type, int attempt, int lastEvent, Optional<UUID> ranOn) {}

    /** The outcomes of the database function {@code retry_job}. */
    private enum RetryOutcome {
        QUEUED,
        NOT_FOUND,
        UNKNOWN_STEP,
        NOT_FAILED,
        BUDGET_EXCEEDED,
        TOO_MANY_JOBS,
        INSUFFICIENT_CREDITS
    }

    /**
     * Queues the next attempt of a failed or cancelled job. Fails with {@code NOT_FOUND}, {@code VALIDATION_FAILED},
     * {@code JOB_NOT_RETRYABLE}, {@link BudgetExceeded}, {@code TOO_MANY_JOBS} or {@code INSUFFICIENT_CREDITS}.
     *
     * @param from the step from which the job runs again: the checkpoints of this step and of later stages are discarded;
     *     empty: all are kept. {@code VALIDATION_FAILED} when the job has no such step
     * @param span of the request
     */
    public Future<JobQueue.Entry> retry(UUID id, Owner owner, Optional<String> from, TraceSpan span) {
        List<StepOfType> again = from.stream().flatMap(JobStore::stepsFrom).toList();
        Tuple values = Tuple.of(
                id,
                owner.userId().orElse(null),
                owner.sessionId().orElse(null),
                JobType.CONTENT_GENERATION.credits(),
                caps.ofUsers(),
                caps.ofVisitors(),
                from.map(step -> ColumnArrays.of(again, String[]::new, one -> one.type.wireName()))
                        .orElse(null),
                from.map(step -> ColumnArrays.of(again, String[]::new, StepOfType::step))
                        .orElse(null),
                budgets.byDefault(),
                budgets.currency());
        return span.traceparent()
                .map(context -> database.run(RETRY_TRACED, values.addValue(context)))
                .orElseGet(() -> database.run(RETRY, values))
                .compose(rows -> {
                    Row row = first(rows);
                    return switch (SqlOutcomes.of(RetryOutcome.class, row.getString("outcome"))) {
                        case QUEUED ->
                            Future.succeededFuture(new JobQueue.Entry(
                                    JobType.of(row.getString("type")),
                                    id,
                                    row.getInteger("attempt"),
                                    row.getString("tenant")));
                        case NOT_FOUND -> Future.failedFuture(notFound());
                        case UNKNOWN_STEP -> Future.failedFuture(unknownStep(JobType.of(row.getString("type"))));
                        case NOT_FAILED ->
                            Future.failedFuture(new Failure(
                                    ErrorCode.JOB_NOT_RETRYABLE,
                                    "Only a failed or cancelled job can be retried; this one is neither."));
                        case BUDGET_EXCEEDED -> budgets.exceeded(row.getString("tenant"));
                        case TOO_MANY_JOBS -> Future.failedFuture(JobCaps.exceeded());
                        case INSUFFICIENT_CREDITS -> Future.failedFuture(noCredits());
                    };
                });
    }

    private record StepOfType(JobType type, String step) {}

    private static Stream<StepOfType> stepsFrom(String from) {
        return JobType.known().stream()
                .flatMap(type -> StepNames.from(type, from).stream().map(step -> new StepOfType(type, step)));
    }

    private static Failure unknownStep(JobType type) {
        return new Failure(
                ErrorCode.VALIDATION_FAILED,
                "The job has no such step. Its steps are " + String.join(", ", StepNames.all(type)) + ".");
    }

    /** As {@link #retry(UUID, Owner, Optional, TraceSpan)}, with all checkpoints kept and without tracing. */
    public Future<JobQueue.Entry> retry(UUID id, Owner owner) {
        return retry(id, owner, Optional.empty(), TraceSpan.NONE);
    }

    /** The same failure for jobs that do not exist and jobs of others. */
    public static Failure notFound() {
        return new Failure(ErrorCode.NOT_FOUND, "There is no such job.");
    }

    /** True when a concurrent request stored the same idempotency key; the submission must be tried once more. */
    static boolean isKeyTakenMeanwhile(Throwable cause) {
        return cause instanceof PgException pg && KEY_TAKEN_MEANWHILE.equals(pg.getSqlState());
    }

    static Failure keyConflict() {
        return new Failure(
                ErrorCode.IDEMPOTENCY_CONFLICT,
                "This Idempotency-Key was used with another request. Use a new key for a new job.");
    }

    /** The same failure for bases that do not exist and bases of others. */
    static Failure noBase() {
        return new Failure(ErrorCode.NOT_FOUND, "The job that basedOn names does not exist.");
    }

    static Failure baseNotFinished() {
        return new Failure(
                ErrorCode.VALIDATION_FAILED,
                "The job that basedOn names has not ended. Wait until it has, or cancel it.");
    }

    private static Failure noCredits() {
        return new Failure(ErrorCode.INSUFFICIENT_CREDITS, "There are no credits left for another article.");
    }

    private static Row first(RowSet<Row> rows) {
        return rows.iterator().next();
    }

    private static Optional<Row> firstOf(RowSet<Row> rows) {
        return rows.size() == 0 ? Optional.empty() : Optional.of(first(rows));
    }
}
