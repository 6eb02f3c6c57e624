package dev.pressroom.job;

import dev.pressroom.store.Database;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Finds jobs of all owners, for operators. The cost of a page does not depend on the number of jobs. */
public final class JobSearch {
    /** Jobs that one page reads at most. */
    public static final int MAX_EXAMINED = 2000;

    private static final int MAX_EVENTS = 500;

    /** Larger data of an event is left out. */
    private static final int MAX_EVENT_CHARACTERS = 2000;

    private static final UUID MAX_ID = new UUID(-1, -1);
    private static final UUID MIN_ID = new UUID(0, 0);

    /** The id of a job has the time of the node that created it; its creation time is that of the database. */
    private static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

    /** A job is leased as long as its node sends heartbeats, or until {@code lease_until} on a node of the previous version. */
    private static final String MORE_COLUMNS = """
            , j.tenant, coalesce(j.named_organization, j.organization_id) as organization, j.queued_at, j.started_at,
            j.finished_at, j.failed_step, j.not_before, j.start_before, j.deaths, j.losses,
            case when j.lease_until < WHILE_OWNER_LIVES then j.lease_until
                 else (select w.seen_at + w.lease from workers w where w.node = j.lease_owner) end as lease_until
            """.replace("WHILE_OWNER_LIVES", TransitionSql.WHILE_OWNER_LIVES);

    private static final String MATCHES = """
             (cardinality($4::text[]) = 0 or e.status = any($4::text[])) and ($5::text is null or e.type = $5)
             and ($6::uuid is null or e.user_id = $6) and ($7::text is null or e.session_id = $7)
             and ($8::uuid is null or coalesce(e.named_organization, e.organization_id) = $8 or e.token_organization = $8)
             and ($9::text is null or $9 = any(e.tags)) and ($10::text is null or e.error_code = $10)
             and ($11::uuid is null or e.lease_owner = $11) and ($12::text is null or e.tenant = $12)
             and ($13::timestamptz is null or e.created_at >= $13) and ($14::timestamptz is null or e.created_at < $14)
             and ($15::text[] is null or e.title is not null and not exists (
                   select from unnest($15::text[]) w(word) where strpos(lower(e.title), lower(w.word)) = 0))
            """;

    private static final String DETAILS = "select " + JobRows.COLUMNS + MORE_COLUMNS + """
            , (select json_agg(json_build_object('seq', e.seq, 'attempt', e.attempt, 'name', e.name,
                       'createdAt', (extract(epoch from e.created_at) * 1000)::bigint,
                       'data', case when e.size <= $3 then e.stored end, 'characters', coalesce(e.size, 0)) order by e.seq)
               from (select *, length(stored::text) as size
                     from (select *, stored_data(data, job_id, output_of) as stored from job_events where job_id = j.id
                           order by seq desc limit $2) newest) e) as events
            from jobs j where j.id = $1
            """;

    private final Database database;

    public JobSearch(Database database) {
        this.database = database;
    }

    /**
     * What the found jobs have in common.
     *
     * @param statuses empty: any
     * @param organizationId that the request named, or that the owner's token carried
     * @param nodeId that runs the job now
     * @param createdBefore exclusive
     * @param words that each title contains, in any case
     */
    public record Filter(
            List<JobStatus> statuses,
            Optional<JobType> type,
            Optional<UUID> userId,
            Optional<String> sessionId,
            Optional<UUID> organizationId,
            Optional<String> tag,
            Optional<String> errorCode,
            Optional<UUID> nodeId,
            Optional<String> tenant,
            Optional<OffsetDateTime> createdAfter,
            Optional<OffsetDateTime> createdBefore,
            List<String> words) {
        /** The same filter for jobs in one of these states; empty when no job in them can fit. */
        public Optional<Filter> within(List<JobStatus> allowed) {
            List<JobStatus> both = statuses.isEmpty()
                    ? allowed
                    : statuses.stream().filter(allowed::contains).toList();
            return both.isEmpty() ? Optional.empty() : Optional.of(withStatuses(both));
        }

        private Filter withStatuses(List<JobStatus> others) {
            return new Filter(
                    others,
                    type,
                    userId,
                    sessionId,
                    organizationId,
                    tag,
                    errorCode,
                    nodeId,
                    tenant,
                    createdAfter,
                    createdBefore,
                    words);
        }

        private Base base() {
            if (userId.isPresent()) {
                return Base.USER;
            }
            if (sessionId.isPresent()) {
                return Base.SESSION;
            }
            if (nodeId.isPresent() || statuses.equals(List.of(JobStatus.RUNNING))) {
                return Base.RUNNING;
            }
            if (errorCode.isPresent() || statuses.equals(List.of(JobStatus.FAILED))) {
                return Base.FAILED;
            }
            return statuses.equals(List.of(JobStatus.QUEUED)) ? Base.QUEUED : Base.ALL;
        }
    }

    /**
     * The index by which jobs are read. Each has a statement of its own: the planner does not see the parameters. The comparisons
     * of rows, with an order by the same columns, leave it no other index; with an equality it may read the primary key in
     * order and filter, which takes long where the jobs that fit are old.
     */
    private enum Base {
        USER(
                "user_id is not null and (user_id, id) < ($6::uuid, $1::uuid) and (user_id, id) >= ($6::uuid, $2::uuid)",
                "user_id desc, id desc"),
        SESSION(
                "session_id is not null and (session_id, id) < ($7::text, $1::uuid)"
                        + " and (session_id, id) >= ($7::text, $2::uuid)",
                "session_id desc, id desc"),
        RUNNING(live("running"), "status desc, id desc"),
        QUEUED(live("queued"), "status desc, id desc"),
        FAILED("status = 'failed' and id < $1 and id >= $2", "id desc"),
        ALL("id < $1 and id >= $2", "id desc");

        private final String page;
        private final String ids;

        Base(String condition, String order) {
            String examined = """
                    with examined as materialized (
                        select * from jobs e where %s order by %s limit $3
                    ), edge as (
                        select count(*) as examined, (array_agg(id order by id))[1] as last_examined from examined
                    )
                    """.formatted(condition, order);
            page = examined + " select edge.examined, edge.last_examined, " + JobRows.COLUMNS + MORE_COLUMNS
                    + " from edge left join lateral (select e.* from examined e where " + MATCHES
                    + " order by e.id desc limit $16) j on true order by j.id desc";
            ids = examined + " select edge.examined, edge.last_examined, " + "array(select e.id from examined e where "
                    + MATCHES + " order by e.id desc) as ids from edge";
        }

        private static String live(String status) {
            return "status in ('queued', 'running') and (status, id) < ('%1$s', $1::uuid) and (status, id) >= ('%1$s', $2::uuid)"
                    .formatted(status);
        }
    }

    /**
     * A job with what only operators see.
     *
     * @param failedStep the step in which it failed
     * @param leaseUntil of a running job: when it would be rescued if its node sent no heartbeat any more
     * @param notBefore of a queued job that may not be claimed yet
     * @param startBefore when a queued job expires
     * @param losses workers that were lost while they ran it
     */
    public record Found(
            JobView job,
            String tenant,
            Optional<UUID> organizationId,
            OffsetDateTime queuedAt,
            Optional<OffsetDateTime> startedAt,
            Optional<OffsetDateTime> finishedAt,
            Optional<String> failedStep,
            Optional<OffsetDateTime> leaseUntil,
            Optional<OffsetDateTime> notBefore,
            Optional<OffsetDateTime> startBefore,
            int losses) {}

    /** @param next the cursor of the next page, which may be empty; empty on the last page */
    public record Page(List<Found> jobs, Optional<UUID> next) {}

    /** A page, newest first. It reads at most {@link #MAX_EXAMINED} jobs, so it may be short and still have a next page. */
    public Future<Page> page(Filter filter, Optional<UUID> before, int limit) {
        return database.run(
                        filter.base().page, values(filter, before, MAX_EXAMINED).addInteger(limit + 1))
                .map(rows -> {
                    Row edge = rows.iterator().next();
                    List<Found> found = rows.stream()
                            .filter(row -> row.getUUID("id") != null)
                            .map(JobSearch::found)
                            .toList();
                    if (found.size() > limit) {
                        return new Page(
                                found.subList(0, limit),
                                Optional.of(found.get(limit - 1).job().id()));
                    }
                    return new Page(found, next(edge, MAX_EXAMINED));
                });
    }

    /** @param next empty when no further jobs are to be examined */
    public record Ids(List<UUID> ids, Optional<UUID> next) {}

    /** The ids of the jobs that fit, among the next {@code examined} jobs. */
    public Future<Ids> ids(Filter filter, Optional<UUID> before, int examined) {
        return database.run(filter.base().ids, values(filter, before, examined)).map(rows -> {
            Row row = rows.iterator().next();
            return new Ids(List.of(row.getArrayOfUUIDs("ids")), next(row, examined));
        });
    }

    private static Optional<UUID> next(Row edge, int examined) {
        return edge.getLong("examined") < examined ? Optional.empty() : Optional.of(edge.getUUID("last_examined"));
    }

    private static Tuple values(Filter filter, Optional<UUID> before, int examined) {
        UUID top = filter.createdBefore()
                .map(time -> firstId(time.plus(CLOCK_SKEW)))
                .filter(id -> before.isEmpty() || isBefore(id, before.get()))
                .or(() -> before)
                .orElse(MAX_ID);
        return Tuple.tuple(new java.util.ArrayList<>(java.util.Arrays.asList(
                top,
                filter.createdAfter()
                        .map(time -> firstId(time.minus(CLOCK_SKEW)))
                        .orElse(MIN_ID),
                examined,
                filter.statuses().stream().map(JobStatus::wireName).toArray(String[]::new),
                filter.type().map(JobType::wireName).orElse(null),
                filter.userId().orElse(null),
                filter.sessionId().orElse(null),
                filter.organizationId().orElse(null),
                filter.tag().orElse(null),
                filter.errorCode().orElse(null),
                filter.nodeId().orElse(null),
                filter.tenant().orElse(null),
                filter.createdAfter().orElse(null),
                filter.createdBefore().orElse(null),
                filter.words().isEmpty() ? null : filter.words().toArray(String[]::new))));
    }

    /** In the order of Postgres: unsigned. */
    private static boolean isBefore(UUID one, UUID other) {
        int high = Long.compareUnsigned(one.getMostSignificantBits(), other.getMostSignificantBits());
        return high < 0
                || high == 0
                        && Long.compareUnsigned(one.getLeastSignificantBits(), other.getLeastSignificantBits()) < 0;
    }

    /** The smallest UUIDv7 (RFC 9562) of a time. */
    private static UUID firstId(OffsetDateTime time) {
        return new UUID(Math.max(0, time.toInstant().toEpochMilli()) << 16 | 0x7000, 0x8000_0000_0000_0000L);
    }

    /** A job with its newest 500 events; {@code data} of an event is null when it is large. */
    public Future<Optional<WithEvents>> find(UUID id) {
        return database.run(DETAILS, Tuple.of(id, MAX_EVENTS, MAX_EVENT_CHARACTERS))
                .map(rows -> rows.stream()
                        .map(row -> new WithEvents(
                                found(row),
                                Optional.ofNullable(row.getJsonArray("events")).orElseGet(JsonArray::new)))
                        .findFirst());
    }

    /** @param events {@code seq, attempt, name, createdAt} (in milliseconds since 1970), {@code data, characters} */
    public record WithEvents(Found job, JsonArray events) {
        public List<JsonObject> eventList() {
            return events.stream().map(JsonObject.class::cast).toList();
        }
    }

    private static Found found(Row row) {
        return new Found(
                JobRows.view(row, Optional.empty()),
                row.getString("tenant"),
                Optional.ofNullable(row.getUUID("organization")),
                row.getOffsetDateTime("queued_at"),
                Optional.ofNullable(row.getOffsetDateTime("started_at")),
                Optional.ofNullable(row.getOffsetDateTime("finished_at")),
                Optional.ofNullable(row.getString("failed_step")),
                Optional.ofNullable(row.getOffsetDateTime("lease_until")),
                Optional.ofNullable(row.getOffsetDateTime("not_before")),
                Optional.ofNullable(row.getOffsetDateTime("start_before")),
                row.getInteger("losses"));
    }
}
