package dev.pressroom.job;

import dev.pressroom.store.Database;
import dev.pressroom.store.PagedDelete;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;

/** The sums of {@code usage_entries}, per day, with and without tenants, and per month. What is not yet in them is in {@code usage_pending}. */
public final class UsageSums {
    private static final int ROWS_PER_ROUND = 10_000;

    /** Moves rows of {@code usage_pending} into all sums, in one transaction: no row is lost or added twice. */
    private static final String ADD = """
            with taken as (
                delete from usage_pending where id in (
                    select id from usage_pending order by id limit $1 for update skip locked
                )
                returning *
            ), days as (
                insert into usage_days as d (day, tenant, type, model, currency,
                                             calls, input_tokens, output_tokens, images, cost)
                select day, tenant, type, model, currency,
                       sum(calls), sum(input_tokens), sum(output_tokens), sum(images), sum(cost)
                from taken group by 1, 2, 3, 4, 5 order by 1, 2, 3, 4, 5
                on conflict (day, tenant, type, model, currency) do update
                    set calls = d.calls + excluded.calls, input_tokens = d.input_tokens + excluded.input_tokens,
                        output_tokens = d.output_tokens + excluded.output_tokens, images = d.images + excluded.images,
                        cost = d.cost + excluded.cost
            ), totals as (
                insert into usage_totals as t (day, type, model, currency,
                                               calls, input_tokens, output_tokens, images, cost)
                select day, type, model, currency,
                       sum(calls), sum(input_tokens), sum(output_tokens), sum(images), sum(cost)
                from taken where not is_total group by 1, 2, 3, 4 order by 1, 2, 3, 4
                on conflict (day, type, model, currency) do update
                    set calls = t.calls + excluded.calls, input_tokens = t.input_tokens + excluded.input_tokens,
                        output_tokens = t.output_tokens + excluded.output_tokens, images = t.images + excluded.images,
                        cost = t.cost + excluded.cost
            ), months as (
                insert into usage_months as m (tenant, month, currency, cost, tokens)
                select tenant, date_trunc('month', day)::date, currency, sum(cost), sum(input_tokens + output_tokens)
                from taken group by 1, 2, 3 order by 1, 2, 3
                on conflict (tenant, month, currency) do update
                    set cost = m.cost + excluded.cost, tokens = m.tokens + excluded.tokens
            )
            select count(*) as moved from taken
            """;

    private static final PagedDelete DAYS = new PagedDelete("""
            delete from usage_days where (day, tenant, type, model, currency) in (
                select day, tenant, type, model, currency from usage_days
                where day < (now() - $1 * interval '1 second')::date order by day limit $2 for update skip locked
            )
            """, 500);

    private static final PagedDelete TOTALS = new PagedDelete("""
            delete from usage_totals where (day, type, model, currency) in (
                select day, type, model, currency from usage_totals
                where day < (now() - $1 * interval '1 second')::date order by day limit $2 for update skip locked
            )
            """, 500);

    private static final PagedDelete MONTHS = new PagedDelete("""
            delete from usage_months where (tenant, month, currency) in (
                select tenant, month, currency from usage_months
                where month < (now() - $1 * interval '1 second' - interval '1 month')::date
                order by month limit $2 for update skip locked
            )
            """, 500);

    private UsageSums() {}

    /** Adds what is pending, at most 10,000 rows. Returns whether there may be more. */
    public static Future<Boolean> add(Database database) {
        return database.run(ADD, Tuple.of(ROWS_PER_ROUND))
                .map(rows -> rows.iterator().next().getLong("moved") >= ROWS_PER_ROUND);
    }

    /**
     * Deletes sums that are older than {@code age}.
     *
     * @param limit rows per page
     */
    public static Future<Void> deleteOld(Database database, Duration age, int limit) {
        return DAYS.run(database, age, limit)
                .compose(deleted -> TOTALS.run(database, age, limit))
                .compose(deleted -> MONTHS.run(database, age, limit));
    }
}
