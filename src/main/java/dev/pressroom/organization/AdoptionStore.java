package dev.pressroom.organization;

import dev.pressroom.store.Database;
import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Transfers the jobs, organizations and posts of an anonymous session or of a trial user to a user. Safe to share between
 * verticles.
 */
public final class AdoptionStore {
    /**
     * One page of jobs. Locks rows in the same order as workers do. Keeps the lease and the tenant of a job: running jobs
     * continue, queued jobs keep their place. The session loses its access. Jobs that another user has adopted stay with
     * that user. A held credit remains the one of the trial user.
     */
    private static final String ADOPT_JOBS = """
            with free as (
                select id, session_id from jobs
                where id in (
                    (select id from jobs where session_id = $2::text and user_id is null order by id limit $4)
                    union all
                    (select id from jobs where second_session = $2::text and user_id is null order by id limit $4)
                    union all
                    (select id from jobs where user_id = $3::uuid order by id limit $4))
                  and (user_id is null or user_id = $3::uuid)
                order by id limit $4 for update
            ), adopted as (
                update jobs j
                set user_id = $1::uuid, session_id = null, second_session = null, updated_at = now(),
                    payer = case when j.hold_attempt is not null then coalesce(j.payer, j.user_id) end,
                    notify = j.notify or has_webhooks(j.id, $1::uuid)
                from free where j.id = free.id returning 1
            )
            select (select count(*) from adopted) as jobs,
                   (select array_agg(distinct session_id) from free where session_id is not null) as sessions
            """;

    /**
     * All organizations and posts. Runs after all jobs have been adopted: a job that a worker has settled meanwhile stored its
     * organization and post either for the former owner before, so that this statement finds them, or for the user.
     *
     * <p>An organization whose site the user's other organization has is stored without the site. If the user has an
     * organization with the same id but without data, it gets the data of the adopted one.
     */
    private static final String ADOPT_RESULTS = """
            with removed as (
                delete from owned_organizations where owner = any($2::text[]) returning *
            ), taken as (
                insert into owned_organizations as o
                    (owner, id, website_host, name, context, manual_ctas, edits, created_at)
                select 'user:' || $1::uuid::text, g.id,
                       case when not exists (
                           select from owned_organizations mine
                           where mine.owner = 'user:' || $1::uuid::text and mine.website_host = g.website_host
                       ) then g.website_host end,
                       g.name, g.context, g.manual_ctas, g.edits, g.created_at
                from removed g
                on conflict (owner, id) do update
                    set name = excluded.name, context = excluded.context, manual_ctas = excluded.manual_ctas,
                        edits = excluded.edits, updated_at = now(),
                        website_host = coalesce(o.website_host, excluded.website_host)
                    where o.context::text = '{}' and o.manual_ctas::text = '[]' and o.edits::text = '{}'
            ), posted as (
                update posts set user_id = $1::uuid, session_id = null, visitor = null
                where id in (
                    (select id from posts where session_id = $3::text and user_id is null)
                    union all
                    (select id from posts where user_id = $4::uuid))
                returning 1
            )
            select (select count(*) from posted) as posts, (select count(*) from removed) as organizations
            """;

    private static final int PAGE_SIZE = 1000;

    /** Unique violation and deadlock: an adoption may conflict with another, or with a worker that stores the same site. */
    private static final Set<String> RETRYABLE_STATES = Set.of("23505", "40P01");

    private final Database database;

    public AdoptionStore(Database database) {
        this.database = database;
    }

    /** The numbers of adopted rows. */
    public record Adopted(long jobs, long organizations, long posts) {
        public static final Adopted NOTHING = new Adopted(0, 0, 0);

        public Adopted plus(Adopted other) {
            return new Adopted(jobs + other.jobs, organizations + other.organizations, posts + other.posts);
        }
    }

    /**
     * Whose data is transferred: a session or a trial user.
     *
     * @param trial a user without an account, whose token the client has
     */
    public record Source(Optional<String> session, Optional<UUID> trial) {
        public static Source session(String id) {
            return new Source(Optional.of(id), Optional.empty());
        }

        public static Source trial(UUID user) {
            return new Source(Optional.empty(), Optional.of(user));
        }
    }

    /** Adopts all rows of the source that no other user has. The source then has no access. May be repeated. */
    public Future<Adopted> adopt(UUID userId, Source source) {
        if (source.trial().filter(userId::equals).isPresent()) {
            return Future.succeededFuture(Adopted.NOTHING);
        }
        Set<String> owners = new HashSet<>();
        source.session().ifPresent(id -> owners.add("session:" + id));
        source.trial().ifPresent(id -> owners.add("user:" + id));
        return jobs(userId, source, owners)
                .compose(jobs -> results(userId, source, owners).map(results -> results.plus(new Adopted(jobs, 0, 0))));
    }

    /** @param owners receives the sessions that own adopted jobs beside the given one */
    private Future<Long> jobs(UUID userId, Source source, Set<String> owners) {
        return repeated(() -> page(userId, source, owners))
                .compose(page -> page < PAGE_SIZE
                        ? Future.succeededFuture(page)
                        : jobs(userId, source, owners).map(more -> more + page));
    }

    private Future<Long> page(UUID userId, Source source, Set<String> owners) {
        return database.run(
                        ADOPT_JOBS,
                        Tuple.of(
                                userId,
                                source.session().orElse(null),
                                source.trial().orElse(null),
                                PAGE_SIZE))
                .map(rows -> {
                    Row row = rows.iterator().next();
                    String[] sessions = row.getArrayOfStrings("sessions");
                    for (String session : sessions == null ? new String[0] : sessions) {
                        owners.add("session:" + session);
                    }
                    return row.getLong("jobs");
                });
    }

    private Future<Adopted> results(UUID userId, Source source, Set<String> owners) {
        return repeated(() -> database.run(
                        ADOPT_RESULTS,
                        Tuple.of(
                                userId,
                                owners.toArray(String[]::new),
                                source.session().orElse(null),
                                source.trial().orElse(null))))
                .map(rows -> {
                    Row row = rows.iterator().next();
                    return new Adopted(0, row.getLong("organizations"), row.getLong("posts"));
                });
    }

    private static <T> Future<T> repeated(Supplier<Future<T>> statement) {
        return statement
                .get()
                .recover(cause -> cause instanceof PgException pg && RETRYABLE_STATES.contains(pg.getSqlState())
                        ? statement.get()
                        : Future.failedFuture(cause));
    }
}
