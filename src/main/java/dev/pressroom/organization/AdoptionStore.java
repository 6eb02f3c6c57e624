package dev.pressroom.organization;

import dev.pressroom.store.Database;
import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.Set;
import java.util.UUID;

/** Transfers the jobs, organizations and posts of an anonymous session to a user. Safe to share between verticles. */
public final class AdoptionStore {
    /**
     * One page of jobs, all organizations and all posts, in one transaction. Locks rows in the same order as workers do.
     * Keeps the lease and the tenant of a job: running jobs continue, queued jobs keep their place. Rows that have a user
     * already are not adopted. An organization whose site the user's other organization has is stored without the site. If
     * the user has an organization with the same id but without data, it gets the data of the session's organization.
     */
    private static final String ADOPT = """
            with free as (
                select id, session_id from jobs
                where id in (
                    (select id from jobs where session_id = $2 and user_id is null order by id limit $3)
                    union all
                    (select id from jobs where second_session = $2 and user_id is null order by id limit $3))
                  and user_id is null
                order by id limit $3 for update
            ), adopted as (
                update jobs j set user_id = $1::uuid, updated_at = now() from free where j.id = free.id returning 1
            ), removed as (
                delete from owned_organizations
                where owner in (select 'session:' || session_id from free union select 'session:' || $2)
                returning *
            ), taken as (
                insert into owned_organizations as o (owner, id, website_host, name, context, manual_ctas, created_at)
                select 'user:' || $1::uuid::text, g.id,
                       case when not exists (
                           select from owned_organizations mine
                           where mine.owner = 'user:' || $1::uuid::text and mine.website_host = g.website_host
                       ) then g.website_host end,
                       g.name, g.context, g.manual_ctas, g.created_at
                from removed g
                on conflict (owner, id) do update
                    set name = excluded.name, context = excluded.context, manual_ctas = excluded.manual_ctas, updated_at = now(),
                        website_host = coalesce(o.website_host, excluded.website_host)
                    where o.context::text = '{}' and o.manual_ctas::text = '[]'
            ), posted as (
                update posts set user_id = $1::uuid, session_id = null, visitor = null
                where session_id = $2 and user_id is null returning 1
            )
            select (select count(*) from posted) as posts, (select count(*) from adopted) as jobs, (select count(*) from removed) as organizations
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
        private Adopted plus(Adopted other) {
            return new Adopted(jobs + other.jobs, organizations + other.organizations, posts + other.posts);
        }
    }

    /** Adopts all rows of the session that have no user. The session keeps its access to jobs. May be repeated. */
    public Future<Adopted> adopt(UUID userId, String sessionId) {
        return page(userId, sessionId)
                .recover(cause -> cause instanceof PgException pg && RETRYABLE_STATES.contains(pg.getSqlState())
                        ? page(userId, sessionId)
                        : Future.failedFuture(cause))
                .compose(page -> page.jobs() < PAGE_SIZE
                        ? Future.succeededFuture(page)
                        : adopt(userId, sessionId).map(page::plus));
    }

    private Future<Adopted> page(UUID userId, String sessionId) {
        return database.run(ADOPT, Tuple.of(userId, sessionId, PAGE_SIZE)).map(rows -> {
            Row row = rows.iterator().next();
            return new Adopted(row.getLong("jobs"), row.getLong("organizations"), row.getLong("posts"));
        });
    }
}
