package dev.pressroom.job;

import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import dev.pressroom.config.Settings;
import dev.pressroom.store.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Reads what a job that is based on another needs before it is submitted. */
public final class BaseStore {
    private static final String FIND = """
            select j.id, j.type, j.status, i.input::text as input
            from jobs j join job_inputs i on i.job_id = j.id
            where j.id = any($1) and (j.user_id = $2 or j.session_id = $3 or j.second_session = $3)
            """;

    private static final String REPLAYED = """
            select request_hash, coalesce(job_ids, array[job_id]) as jobs from idempotency_keys
            where caller = $1 and key = $2 and created_at > now() - $3 * interval '1 second'
            """;

    /** Bases per statement, so that at most so many inputs are in memory when their sum exceeds the limit. */
    private static final int PAGE_SIZE = 16;

    private final Database database;
    private final long keySeconds;

    public BaseStore(Database database, Settings settings) {
        this.database = database;
        this.keySeconds = settings.retention().idempotencyKeys().toSeconds();
    }

    /** @param input JSON text */
    public record BaseJob(JobType type, boolean finished, String input) {}

    /**
     * The jobs with these ids that the owner may access, by id.
     *
     * @param ids distinct
     * @param maxCharacters of all inputs together; beyond it fails with {@code BODY_TOO_LARGE}
     */
    public Future<Map<UUID, BaseJob>> find(List<UUID> ids, Owner owner, int maxCharacters) {
        return addPage(new HashMap<>(), ids, owner, maxCharacters);
    }

    private Future<Map<UUID, BaseJob>> addPage(
            Map<UUID, BaseJob> found, List<UUID> ids, Owner owner, int charactersLeft) {
        if (charactersLeft < 0) {
            return Future.failedFuture(tooLarge());
        }
        if (ids.isEmpty()) {
            return Future.succeededFuture(found);
        }
        List<UUID> page = ids.subList(0, Math.min(PAGE_SIZE, ids.size()));
        return database.run(
                        FIND,
                        Tuple.of(
                                page.toArray(UUID[]::new),
                                owner.userId().orElse(null),
                                owner.sessionId().orElse(null)))
                .compose(rows -> {
                    int read = 0;
                    for (Row row : rows) {
                        BaseJob base = base(row);
                        found.put(row.getUUID("id"), base);
                        read += base.input().length();
                    }
                    return addPage(found, ids.subList(page.size(), ids.size()), owner, charactersLeft - read);
                });
    }

    private static BaseJob base(Row row) {
        return new BaseJob(
                JobType.of(row.getString("type")),
                JobStatus.of(row.getString("status")).isFinal(),
                row.getString("input"));
    }

    /** The failure of a request that is too large together with the inputs of its bases. */
    public static Failure tooLarge() {
        return new Failure(
                ErrorCode.BODY_TOO_LARGE,
                "The request is too large together with the input of the job it is based on.");
    }

    /**
     * The jobs of an earlier request with the same idempotency key; empty when there was none. Fails with
     * {@code IDEMPOTENCY_CONFLICT} when it was another request.
     */
    public Future<Optional<List<UUID>>> replayed(Owner owner, Submission.IdempotencyKey key) {
        return database.run(REPLAYED, Tuple.of(owner.key(), key.key(), keySeconds))
                .compose(rows -> {
                    if (rows.size() == 0) {
                        return Future.succeededFuture(Optional.empty());
                    }
                    Row row = rows.iterator().next();
                    return row.getBuffer("request_hash").equals(key.requestHash())
                            ? Future.succeededFuture(Optional.of(List.of(row.getArrayOfUUIDs("jobs"))))
                            : Future.failedFuture(JobStore.keyConflict());
                });
    }
}
