package dev.pressroom.job;

import dev.pressroom.base.ErrorCode;
import dev.pressroom.job.AttemptHistory.Mark;
import dev.pressroom.job.JobDetails.Outcome;
import dev.pressroom.job.JobDetails.StepRun;
import dev.pressroom.job.JobDetails.Usage;
import dev.pressroom.store.Database;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;

/** Reads the details of jobs, each with one statement. */
public final class DetailStore {
    /** More marks than {@link AttemptHistory#MAX_ATTEMPTS} attempts have. */
    private static final int MAX_MARKS = 3 * AttemptHistory.MAX_ATTEMPTS;

    /**
     * Parts are added to their step. Reads no output of a step, unless the result refers to it, and no data of an event except
     * that of failures. Times are in milliseconds since 1970.
     */
    private static final String DETAILS = "select " + JobRows.COLUMNS + """
            , stored_result(r.result, r.template, r.job_id, r.template_step, r.template_member) as result,
            i.input::text as input, job_usage(j.id) as usage,
            (select json_agg(step) from (
                select split_part(s.step, '/', 1) as name, max(s.attempt) as attempt,
                       max(s.duration_ms) filter (where strpos(s.step, '/') = 0) as duration,
                       (extract(epoch from coalesce(
                           max(s.started_at) filter (where strpos(s.step, '/') = 0), min(s.started_at))) * 1000)::bigint
                           as started,
                       sum(s.input_tokens) as input, sum(s.output_tokens) as output,
                       case when count(distinct s.currency) = 1 then sum(s.cost) end as cost
                from job_steps s where s.job_id = j.id group by 1
            ) step) as steps,
            (select json_agg(mark order by mark.seq, mark.name is null) from (
                (select e.seq, e.attempt, (extract(epoch from e.created_at) * 1000)::bigint as at, e.name,
                        null as outcome, case when e.name = 'failed' then e.data end as data
                 from job_events e where e.job_id = j.id and e.name in ('step-change', 'complete', 'failed')
                 order by e.seq desc limit $2)
                union all
                (select a.seq, a.attempt, (extract(epoch from a.ended_at) * 1000)::bigint, null, a.outcome, null
                 from attempt_ends a where a.job_id = j.id order by a.seq desc limit $2)
            ) mark) as marks
            from jobs j
            left join job_results r on r.job_id = j.id and j.status = 'succeeded'
            join job_inputs i on i.job_id = j.id
            where j.id = $1
            """;

    private final Database database;

    public DetailStore(Database database) {
        this.database = database;
    }

    /** Empty when the job does not exist or {@code owner} may not access it. */
    public Future<Optional<JobDetails>> find(UUID id, Owner owner) {
        return find(id).map(found -> found.filter(details -> owner.mayAccess(details.job())));
    }

    /** As {@link #find(UUID, Owner)}, of any owner: only for operators. */
    public Future<Optional<JobDetails>> find(UUID id) {
        return database.run(DETAILS, Tuple.of(id, MAX_MARKS))
                .map(rows -> rows.stream().map(DetailStore::details).findFirst());
    }

    private static JobDetails details(Row row) {
        JobView job = JobRows.view(row, Optional.ofNullable(row.getString("result")));
        return new JobDetails(
                job,
                row.getString("input"),
                AttemptHistory.of(
                        job,
                        objects(row.getJsonArray("marks")).stream()
                                .map(DetailStore::mark)
                                .toList()),
                steps(job.type(), objects(row.getJsonArray("steps"))),
                usage(row.getJsonObject("usage")));
    }

    private static List<JsonObject> objects(JsonArray array) {
        return array == null
                ? List.of()
                : array.stream().map(JsonObject.class::cast).toList();
    }

    private static Mark mark(JsonObject mark) {
        int attempt = mark.getInteger("attempt");
        Instant at = Instant.ofEpochMilli(mark.getLong("at"));
        String name = mark.getString("name");
        if (name == null) {
            return Mark.end(
                    attempt, at, Outcome.valueOf(mark.getString("outcome").toUpperCase(Locale.ROOT)));
        }
        return switch (name) {
            case JobEvent.STEP_CHANGE -> Mark.start(attempt, at);
            case JobEvent.COMPLETE -> Mark.end(attempt, at, Outcome.SUCCEEDED);
            default -> failed(attempt, at, mark.getJsonObject("data"));
        };
    }

    private static Mark failed(int attempt, Instant at, JsonObject data) {
        return Mark.failed(
                attempt,
                at,
                Optional.ofNullable(data.getString("error")),
                data.getString("errorCode", ErrorCode.INTERNAL.name()));
    }

    /** In the order of the stages; steps of a newer version come last, by name. */
    private static List<StepRun> steps(JobType type, List<JsonObject> steps) {
        List<String> order = StepNames.all(type);
        return steps.stream()
                .map(DetailStore::step)
                .sorted(Comparator.comparingInt((StepRun step) ->
                                order.contains(step.name()) ? order.indexOf(step.name()) : order.size())
                        .thenComparing(StepRun::name))
                .toList();
    }

    private static StepRun step(JsonObject step) {
        Integer duration = step.getInteger("duration");
        return new StepRun(
                step.getString("name"),
                step.getInteger("attempt"),
                Optional.ofNullable(step.getLong("started")).map(Instant::ofEpochMilli),
                duration == null ? OptionalInt.empty() : OptionalInt.of(duration),
                count(step, "input"),
                count(step, "output"),
                amount(step));
    }

    private static Usage usage(JsonObject usage) {
        return new Usage(
                count(usage, "inputTokens"),
                count(usage, "outputTokens"),
                amount(usage),
                Optional.ofNullable(usage.getString("currency")));
    }

    private static OptionalLong count(JsonObject json, String member) {
        Long count = json.getLong(member);
        return count == null ? OptionalLong.empty() : OptionalLong.of(count);
    }

    private static Optional<BigDecimal> amount(JsonObject json) {
        return Optional.ofNullable(json.getDouble("cost")).map(BigDecimal::valueOf);
    }
}
