package dev.pressroom.organization;

import dev.pressroom.store.Database;
import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.Set;
import java.util.UUID;

/** Lets a user take over what an anonymous session has made. Safe to share between verticles. */
public final class AdoptionStore {
    /**
     * A page of jobs, all organizations and all posts, at once or not at all. Locks in the order in which workers do, and touches
     * neither lease nor tenant: a job that runs goes on, one that waits keeps its turn. What has a user already is nobody
     * else's to take. An organization whose site the user has one for stands beside it, without the site. One
     * that the user has named by the same id already gets what the session knows, unless more is known of it.
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
            ), gone as (
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
                from gone g
                on conflict (owner, id) do update
                    set name = excluded.name, context = excluded.context, manual_ctas = excluded.manual_ctas, updated_at = now(),
                        website_host = coalesce(o.website_host, excluded.website_host)
                    where o.context::text = '{}' and o.manual_ctas::text = '[]'
            ), posted as (
                update posts set user_id = $1::uuid, session_id = null, visitor = null
                where session_id = $2 and user_id is null returning 1
            )
            select (select count(*) from posted) as posts, (select count(*) from adopted) as jobs, (select count(*) from gone) as organizations
            """;

    private static final int PAGE = 1000;

    /** Of two that adopt, or of one and a worker who stores the same site, the later may fail as a whole. */
    private static final Set<String> WORTH_REPEATING = Set.of("23505", "40P01");

    private final Database database;

    public AdoptionStore(Database database) {
        this.database = database;
    }

    /** How much a user has got. */
    public record Adopted(long jobs, long organizations, long posts) {
        private Adopted plus(Adopted other) {
            return new Adopted(jobs + other.jobs, organizations + other.organizations, posts + other.posts);
        }
    }

    /** Takes over all that the session has and no user does yet; the session keeps its access. May be repeated. */
    public Future<Adopted> adopt(UUID userId, String sessionId) {
        return page(userId, sessionId)
                .recover(cause -> cause instanceof PgException pg && WORTH_REPEATING.contains(pg.getSqlState())
                        ? page(userId, sessionId)
                        : Future.failedFuture(cause))
                .compose(page -> page.jobs() < PAGE
                        ? Future.succeededFuture(page)
                        : adopt(userId, sessionId).map(page::plus));
    }

    private Future<Adopted> page(UUID userId, String sessionId) {
        return database.run(ADOPT, Tuple.of(userId, sessionId, PAGE)).map(rows -> {
            Row row = rows.iterator().next();
            return new Adopted(row.getLong("jobs"), row.getLong("organizations"), row.getLong("posts"));
        });
    }
}
