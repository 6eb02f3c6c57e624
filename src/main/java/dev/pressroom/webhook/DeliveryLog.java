package dev.pressroom.webhook;

import dev.pressroom.store.Database;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/** The deliveries of a job, for its owner. The calling code has checked that the job is the client's. */
public final class DeliveryLog {
    private static final String COLUMNS = """
            d.id, d.type, d.attempt, d.target, d.url, d.state, d.tries, d.created_at, d.finished_at,
            case when d.state = 'pending' and d.next_at > 'epoch' then d.next_at end as next_at,
            (select json_agg(json_build_object('number', a.number, 'startedAt', webhook_time(a.started_at),
                                               'durationMs', a.duration_ms, 'outcome', a.outcome, 'status', a.status,
                                               'answer', a.answer) order by a.number)
             from webhook_attempts a where a.delivery_id = d.id) as attempts
            """;

    private static final String LIST = "select " + COLUMNS + """
            from webhook_deliveries d
            where d.job_id = $1
              and ($2::uuid is null
                   or d.number < (select c.number from webhook_deliveries c where c.id = $2 and c.job_id = $1))
            order by d.number desc limit $3
            """;

    private static final String FIND =
            "select " + COLUMNS + " from webhook_deliveries d where d.job_id = $1 and d.id = $2";

    /** Goes to the present endpoint of the user, if there is one. A delivery that is being sent is left alone. */
    private static final String REDELIVER = """
            update webhook_deliveries d
            set state = 'pending', tries_before = tries, next_at = 'epoch', finished_at = null,
                url = coalesce(
                    (select e.url from webhook_endpoints e
                     where d.target = 'owner' and e.user_id = d.user_id and e.disabled_at is null), d.url),
                host = coalesce(
                    (select e.host from webhook_endpoints e
                     where d.target = 'owner' and e.user_id = d.user_id and e.disabled_at is null), d.host)
            where d.job_id = $1 and d.id = $2 and d.state <> 'sending'
            """;

    private final Database database;

    public DeliveryLog(Database database) {
        this.database = database;
    }

    /**
     * A delivery as its owner sees it.
     *
     * @param id the header {@code webhook-id}
     * @param attempt of the job
     * @param target {@code owner}: the endpoint of the user; {@code job}: the webhook of the job
     * @param tries attempts to send that have begun
     * @param nextAt when it is sent again; empty when it is due or finished
     * @param attempts the last ones, the oldest first
     */
    public record Entry(
            UUID id,
            String type,
            int attempt,
            String target,
            String url,
            String state,
            int tries,
            OffsetDateTime createdAt,
            Optional<OffsetDateTime> nextAt,
            Optional<OffsetDateTime> finishedAt,
            List<Attempt> attempts) {}

    /**
     * An attempt to send.
     *
     * @param startedAt RFC 3339; empty for an attempt whose node was lost, as is {@code durationMillis}
     * @param status of the response, if there was one
     * @param answer the first kilobyte of the response's body
     */
    public record Attempt(
            int number,
            Optional<String> startedAt,
            OptionalInt durationMillis,
            Outcome outcome,
            OptionalInt status,
            Optional<String> answer) {}

    /** A page of the job's deliveries, the newest first; {@code after} is the last id of the previous page. */
    public Future<List<Entry>> list(UUID jobId, Optional<UUID> after, int limit) {
        return database.run(LIST, Tuple.of(jobId, after.orElse(null), limit))
                .map(rows -> rows.stream().map(DeliveryLog::entry).toList());
    }

    /** Makes a delivery due at once, with a new schedule of retries. Empty when the job has no such delivery. */
    public Future<Optional<Entry>> redeliver(UUID jobId, UUID id) {
        return database.run(REDELIVER, Tuple.of(jobId, id))
                .compose(updated -> database.run(FIND, Tuple.of(jobId, id)))
                .map(rows -> rows.stream().map(DeliveryLog::entry).findFirst());
    }

    private static Entry entry(Row row) {
        JsonArray attempts = row.getJsonArray("attempts");
        return new Entry(
                row.getUUID("id"),
                row.getString("type"),
                row.getInteger("attempt"),
                row.getString("target"),
                row.getString("url"),
                row.getString("state"),
                row.getInteger("tries"),
                row.getOffsetDateTime("created_at"),
                Optional.ofNullable(row.getOffsetDateTime("next_at")),
                Optional.ofNullable(row.getOffsetDateTime("finished_at")),
                attempts == null
                        ? List.of()
                        : attempts.stream().map(a -> attempt((JsonObject) a)).toList());
    }

    private static Attempt attempt(JsonObject json) {
        return new Attempt(
                json.getInteger("number"),
                Optional.ofNullable(json.getString("startedAt")),
                integer(json, "durationMs"),
                Outcome.named(json.getString("outcome")),
                integer(json, "status"),
                Optional.ofNullable(json.getString("answer")));
    }

    private static OptionalInt integer(JsonObject json, String name) {
        Integer value = json.getInteger(name);
        return value == null ? OptionalInt.empty() : OptionalInt.of(value);
    }
}
