package dev.pressroom.erasure;

import dev.pressroom.job.Owner;
import dev.pressroom.store.Database;
import dev.pressroom.store.PagedDelete;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The erasures in Postgres. What each table loses is in the SQL functions of {@code R__submit.sql}. */
public final class ErasureStore {
    private static final String BEGIN = "select begin_erasure($1, $2, $3, $4, $5)";

    private static final String FIND = "select id, requested_at, finished_at from erasures where id = $1";

    private static final String TO_DO = """
            select id, user_id, session_id, organization, requested_at < now() - $1 * interval '1 millisecond' as settled
            from erasures where finished_at is null order by worked_at nulls first limit $2
            """;

    private static final String LIVE_JOBS = """
            select id from jobs
            where status in ('queued', 'running')
              and (user_id = $1::uuid or user_id is null and session_id = $2::text)
            order by id limit $3
            """;

    private static final String ERASE_PAGE = "select erase_page($1, $2)";
    private static final String ERASE_FROM_JOBS = "select erase_from_jobs($1, $2, $3)";
    private static final String ERASE_FROM_OPERATIONS = "select erase_from_operations($1, $2)";
    private static final String FINISH = "select finish_erasure($1)";

    private static final PagedDelete DELETE = new PagedDelete("""
            delete from erasures where id in (
                select id from erasures where finished_at < now() - $1 * interval '1 second' order by finished_at limit $2
            )
            """, 500);

    private static final PagedDelete DELETE_LEDGER = new PagedDelete("""
            delete from credit_entries where ctid = any(array(
                select ctid from credit_entries
                where user_id = '00000000-0000-0000-0000-000000000000' and created_at < now() - $1 * interval '1 second'
                order by created_at limit $2
            ))
            """, 500);

    private final Database database;

    public ErasureStore(Database database) {
        this.database = database;
    }

    /** The state of an erasure, which names no owner. */
    public record Erasure(UUID id, OffsetDateTime requestedAt, Optional<OffsetDateTime> finishedAt) {}

    /**
     * An erasure that has not ended.
     *
     * @param organization of the user's account, when no other user has it
     * @param settled whether all requests that began before the erasure have ended
     */
    record Open(UUID id, Optional<UUID> user, Optional<String> session, Optional<UUID> organization, boolean settled) {
        /** All forms in which tables of operators name the owner. */
        List<String> names() {
            List<String> names = new ArrayList<>();
            user.ifPresent(id -> addAll(names, "user:", id.toString()));
            organization.ifPresent(id -> addAll(names, "organization:", id.toString()));
            session.ifPresent(id -> names.add("session:" + id));
            return names;
        }

        private static void addAll(List<String> names, String kind, String id) {
            names.addAll(List.of(id, kind + id, "tenant:" + kind + id));
        }

        /** The keys of the tenants whose only member is the owner. */
        List<String> tenants() {
            List<String> tenants = new ArrayList<>();
            user.ifPresent(id -> tenants.add("user:" + id));
            organization.ifPresent(id -> tenants.add("organization:" + id));
            return tenants;
        }
    }

    /**
     * Begins to erase a user, or a session if there is no user. Afterwards nobody can sign in as the user. Returns the
     * erasure of this owner that runs already, if there is one.
     *
     * @param id of the erasure, random
     * @param email of the user's token
     * @param actor the operator who requested it, for the audit; empty when the owner did
     */
    public Future<Erasure> begin(UUID id, Owner owner, Optional<String> email, Optional<UUID> actor) {
        boolean ofUser = owner.userId().isPresent();
        return database.run(
                        BEGIN,
                        Tuple.of(
                                id,
                                owner.userId().orElse(null),
                                ofUser ? null : owner.sessionId().orElseThrow(),
                                email.orElse(null),
                                actor.orElse(null)))
                .compose(rows -> find(rows.iterator().next().getUUID(0)))
                .map(Optional::orElseThrow);
    }

    /** Empty when there is no such erasure, or its row was deleted after its retention. */
    public Future<Optional<Erasure>> find(UUID id) {
        return database.run(FIND, Tuple.of(id))
                .map(rows -> rows.stream()
                        .map(row -> new Erasure(
                                row.getUUID("id"),
                                row.getOffsetDateTime("requested_at"),
                                Optional.ofNullable(row.getOffsetDateTime("finished_at"))))
                        .findFirst());
    }

    /**
     * Erasures that have not ended, those first that have waited longest.
     *
     * @param settle the age from which an erasure counts as settled
     */
    Future<List<Open>> toDo(Duration settle, int limit) {
        return database.run(TO_DO, Tuple.of(settle.toMillis(), limit))
                .map(rows -> rows.stream()
                        .map(row -> new Open(
                                row.getUUID("id"),
                                Optional.ofNullable(row.getUUID("user_id")),
                                Optional.ofNullable(row.getString("session_id")),
                                Optional.ofNullable(row.getUUID("organization")),
                                row.getBoolean("settled")))
                        .toList());
    }

    /** Queued and running jobs of the owner. */
    Future<List<UUID>> liveJobs(Open erasure, int limit) {
        return database.run(
                        LIVE_JOBS,
                        Tuple.of(erasure.user().orElse(null), erasure.session().orElse(null), limit))
                .map(rows -> rows.stream().map(row -> row.getUUID("id")).toList());
    }

    /** Erases a page of each table. Returns 0 when nothing of the owner is left in them. */
    Future<Long> erasePage(Open erasure, int limit) {
        return database.run(ERASE_PAGE, Tuple.of(erasure.id(), limit))
                .map(rows -> first(rows).getLong(0));
    }

    /** Removes the users from a page of the jobs of others. Returns the last job of the page; empty at the end. */
    Future<Optional<UUID>> eraseFromJobs(List<UUID> users, UUID after, int limit) {
        return database.run(ERASE_FROM_JOBS, Tuple.of(users.toArray(UUID[]::new), after, limit))
                .map(rows -> Optional.ofNullable(first(rows).getUUID(0)));
    }

    /** Removes the owners from the audit, tasks, limits and pauses. */
    Future<Void> eraseFromOperations(List<String> names, List<UUID> users) {
        return database.run(
                        ERASE_FROM_OPERATIONS,
                        Tuple.from(new Object[] {names.toArray(String[]::new), users.toArray(UUID[]::new)}))
                .mapEmpty();
    }

    /** Ends an erasure; false when there is data of the owner again. */
    Future<Boolean> finish(Open erasure) {
        return database.run(FINISH, Tuple.of(erasure.id()))
                .map(rows -> first(rows).getBoolean(0));
    }

    private static Row first(RowSet<Row> rows) {
        return rows.iterator().next();
    }

    /**
     * Deletes the rows of erasures that ended {@code age} ago.
     *
     * @param limit rows per page
     */
    public Future<Void> deleteOld(Duration age, int limit) {
        return DELETE.run(database, age, limit);
    }

    /**
     * Deletes ledger entries of erased users that are older than {@code age}.
     *
     * @param limit rows per page
     */
    public Future<Void> deleteOldLedger(Duration age, int limit) {
        return DELETE_LEDGER.run(database, age, limit);
    }
}
