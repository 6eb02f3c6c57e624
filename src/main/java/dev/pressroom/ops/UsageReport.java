package dev.pressroom.ops;

import dev.pressroom.store.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** What model calls have used, by day, owner, job type or model. Each answer equals the sums of {@code usage_entries}. */
public final class UsageReport {
    /** Days of a period, at most. */
    public static final int MAX_DAYS = 366;

    /** Groups of an answer, at most. */
    public static final int MAX_GROUPS = 1000;

    private static final String SUMS = """
            sum(calls)::bigint as calls, sum(input_tokens)::bigint as input_tokens,
            sum(output_tokens)::bigint as output_tokens, sum(images)::bigint as images, sum(cost) as cost""";

    /** Usage of all, from the sums of days and, with the same snapshot, what is not yet added to them. */
    private static final String OF_ALL = """
            with used as (
                select day, type, model, currency, calls, input_tokens, output_tokens, images, cost
                from usage_totals where day between $1 and $2
                union all
                select day, type, model, currency, calls, input_tokens, output_tokens, images, cost
                from usage_pending where day between $1 and $2 and not is_total
            )
            """;

    /** As above, of one tenant. */
    private static final String OF_TENANT = """
            with used as (
                select day, tenant, type, model, currency, calls, input_tokens, output_tokens, images, cost
                from usage_days where day between $1 and $2 and tenant = $3
                union all
                select day, tenant, type, model, currency, calls, input_tokens, output_tokens, images, cost
                from usage_pending where day between $1 and $2 and tenant = $3
            )
            """;

    /** As above, of the tenants with the largest costs in any month of the period, and of those with new usage. */
    private static final String OF_LARGEST = """
            with tenants as materialized (
                select top.tenant
                from generate_series(date_trunc('month', $1::date), $2::date, interval '1 month') m(month)
                cross join lateral (
                    select tenant from usage_months where month = m.month::date order by cost desc, tokens desc limit $3
                ) top
                union select tenant from usage_pending where day between $1 and $2
            ), used as (
                select d.* from tenants t cross join lateral (
                    select day, tenant, type, model, currency, calls, input_tokens, output_tokens, images, cost
                    from usage_days d where d.tenant = t.tenant and d.day between $1 and $2 offset 0
                ) d
                union all
                select day, tenant, type, model, currency, calls, input_tokens, output_tokens, images, cost
                from usage_pending where day between $1 and $2
            )
            """;

    private final Database database;

    public UsageReport(Database database) {
        this.database = database;
    }

    /** How usage is grouped. The owner is the tenant of the jobs. */
    public enum By {
        OWNER,
        DAY,
        TYPE,
        MODEL;

        /** The group in requests; empty for another text. */
        public static Optional<By> of(String text) {
            return List.of(values()).stream()
                    .filter(by -> by.wireName().equals(text))
                    .findFirst();
        }

        public String wireName() {
            return switch (this) {
                case OWNER -> "owner";
                case DAY -> "day";
                case TYPE -> "type";
                case MODEL -> "model";
            };
        }
    }

    /**
     * Days (UTC), both inclusive.
     *
     * @param owner the key of a tenant; empty: all
     */
    public record Period(LocalDate from, LocalDate to, Optional<String> owner) {}

    /**
     * A group, or the sum of all. Usage in several currencies, and usage without a price, has a row each.
     *
     * @param name empty for an unknown owner or model, and for the sum of all
     * @param currency of the cost; empty when the models have no price
     */
    public record Sums(
            String name,
            Optional<String> currency,
            long calls,
            long inputTokens,
            long outputTokens,
            long images,
            BigDecimal cost) {}

    /**
     * The groups of a period, at most {@code limit}: days newest first, others by their costs. Owners are those with the
     * largest costs in any month of the period, {@code limit} of each month.
     */
    public Future<List<Sums>> groups(By by, Period period, int limit) {
        String used = period.owner().isPresent() ? OF_TENANT : by == By.OWNER ? OF_LARGEST : OF_ALL;
        Object third = period.owner().isPresent() ? period.owner().get() : limit;
        Tuple values = Tuple.of(period.from(), period.to());
        return database.run(used + groupedBy(by, limit), used.equals(OF_ALL) ? values : values.addValue(third))
                .map(rows -> rows.stream()
                        .map(row -> sums(row.getString("name"), row))
                        .toList());
    }

    private static String groupedBy(By by, int limit) {
        String name = switch (by) {
            case DAY -> "day::text";
            case OWNER -> "tenant";
            case TYPE -> "type";
            case MODEL -> "model";
        };
        return "select " + name + " as name, currency, " + SUMS + " from used group by 1, 2 order by "
                + (by == By.DAY ? "name desc, " : "")
                + "cost desc, sum(input_tokens + output_tokens) desc, name, currency limit " + limit;
    }

    /** The sums over all groups, one for each currency. */
    public Future<List<Sums>> totals(Period period) {
        Tuple values = Tuple.of(period.from(), period.to());
        String used = period.owner().isPresent() ? OF_TENANT : OF_ALL;
        period.owner().ifPresent(values::addValue);
        return database.run(used + "select currency, " + SUMS + " from used group by 1 order by 1", values)
                .map(rows -> rows.stream().map(row -> sums("", row)).toList());
    }

    private static Sums sums(String name, Row row) {
        return new Sums(
                name,
                Optional.of(row.getString("currency")).filter(currency -> !currency.isEmpty()),
                row.getLong("calls"),
                row.getLong("input_tokens"),
                row.getLong("output_tokens"),
                row.getLong("images"),
                row.getBigDecimal("cost"));
    }
}
