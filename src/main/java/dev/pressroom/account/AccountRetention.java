package dev.pressroom.account;

import dev.pressroom.store.Database;
import dev.pressroom.store.PagedDelete;
import io.vertx.core.Future;
import java.time.Duration;

/** Deletes expired sign-ins, expired counts of login attempts and unused users, in pages. */
public final class AccountRetention {
    private static final int ROWS_PER_PAGE = 500;

    private static final PagedDelete SIGN_INS = new PagedDelete("""
            delete from sign_ins where family in (
                select family from sign_ins where expires_at < now() - $1 * interval '1 second'
                order by expires_at limit $2 for update skip locked
            )
            """, ROWS_PER_PAGE);

    private static final PagedDelete LOGIN_ATTEMPTS = new PagedDelete("""
            delete from login_tries where key in (
                select key from login_tries where until < now() - $1 * interval '1 second'
                order by until limit $2 for update skip locked
            )
            """, ROWS_PER_PAGE);

    /**
     * Users of a page that are kept are marked as seen, so that the next page does not select them again. An organization
     * that other users share is kept.
     */
    private static final PagedDelete USERS = new PagedDelete("""
            with old as (
                select u.id, a.organization_id from users u left join accounts a on a.user_id = u.id
                where u.seen_at < now() - $1 * interval '1 second'
                order by u.seen_at limit $2 for update of u skip locked
            ), left_nothing as (
                select old.id from old
                where not exists (select from posts p where p.user_id = old.id)
                  and not exists (select from jobs j where j.user_id = old.id)
                  and not exists (select from sign_ins s where s.user_id = old.id and s.expires_at > now())
                  and not exists (
                      select from owned_organizations o
                      where o.owner in ('user:' || old.id::text, 'organization:' || old.organization_id::text)
                        and (o.name is not null or o.website_host is not null or o.context::text <> '{}'
                             or o.manual_ctas::text <> '[]' or o.edits::text <> '{}'))
                  and (select count(*) from (select from credit_entries e where e.user_id = old.id limit 2) two) < 2
            ), kept as (
                update users u set seen_at = now() from old
                where u.id = old.id and not exists (select from left_nothing n where n.id = old.id)
            ), entries as (
                delete from credit_entries where user_id in (select id from left_nothing)
            ), sums as (
                delete from credit_sums where user_id in (select id from left_nothing)
            ), anonymized as (
                update usage_entries
                set user_id = null, tenant = case when tenant <> 'user:' || user_id::text then tenant end
                where user_id in (select id from left_nothing)
            ), days as (
                delete from usage_days where tenant in (select 'user:' || id::text from left_nothing) returning *
            ), anonymous_days as (
                insert into usage_pending (day, tenant, type, model, currency,
                                           calls, input_tokens, output_tokens, images, cost, is_total)
                select day, '', type, model, currency, calls, input_tokens, output_tokens, images, cost, true from days
            ), months as (
                delete from usage_months where tenant in (select 'user:' || id::text from left_nothing)
            ), ended as (
                delete from sign_ins where user_id in (select id from left_nothing)
            ), closed as (
                delete from accounts where user_id in (select id from left_nothing)
            ), deleted as (
                delete from users where id in (select id from left_nothing)
            )
            select id from old
            """, ROWS_PER_PAGE);

    private static final PagedDelete TICKETS = new PagedDelete("""
            delete from stream_tickets where hash in (
                select hash from stream_tickets where expires_at < now() - $1 * interval '1 second'
                limit $2 for update skip locked
            )
            """, ROWS_PER_PAGE);

    private final Database database;

    public AccountRetention(Database database) {
        this.database = database;
    }

    /**
     * Deletes expired sign-ins and stream tickets, and the counts of login attempts whose window has ended.
     *
     * @param limit rows per page
     */
    public Future<Void> deleteExpired(int limit) {
        return SIGN_INS.run(database, Duration.ZERO, limit)
                .compose(deleted -> LOGIN_ATTEMPTS.run(database, Duration.ZERO, limit))
                .compose(deleted -> TICKETS.run(database, Duration.ZERO, limit));
    }

    /**
     * Deletes the users without a request in the last {@code age} and without data: no post, no job, no sign-in, no
     * organization with a name, website, analysis, edit or call to action, no credit entry but the starting credits. The
     * usage of their deleted jobs stays without them.
     *
     * @param limit rows per page
     */
    public Future<Void> deleteUnseen(Duration age, int limit) {
        return USERS.run(database, age, limit);
    }
}
