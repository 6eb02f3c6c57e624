package dev.pressroom.job;

import dev.pressroom.config.Settings;
import dev.pressroom.store.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.Optional;

/**
 * The monthly budgets of tenants: what their jobs may cost in a calendar month (UTC). A tenant whose costs have reached its
 * budget creates and retries no jobs; its live jobs go on. The functions that store jobs check it.
 */
public final class Budgets {
    private static final String STATE = """
            select coalesce(l.monthly_budget, $2::numeric, 0) as budget, month_cost(t.tenant, $3) as spent,
                   (date_trunc('month', now() at time zone 'UTC') + interval '1 month') at time zone 'UTC' as resets_at
            from (select $1::text as tenant) t left join tenant_limits l on l.tenant = t.tenant
            """;

    private final Database database;
    private final BigDecimal byDefault;
    private final String currency;

    public Budgets(Database database, Settings settings) {
        this.database = database;
        this.byDefault = settings.limits().monthlyBudget().orElse(null);
        this.currency = settings.model().currency();
    }

    /**
     * The present month of a tenant.
     *
     * @param budget empty: none
     * @param spent the costs of its jobs in this month
     * @param currency ISO 4217 code of both
     * @param resetsAt the beginning of the next month
     */
    public record State(Optional<BigDecimal> budget, BigDecimal spent, String currency, OffsetDateTime resetsAt) {}

    /** The budget of a tenant without one of its own, as a parameter of a statement; null: none. */
    BigDecimal byDefault() {
        return byDefault;
    }

    String currency() {
        return currency;
    }

    /** @param tenant a key as {@link Tenant#key} */
    public Future<State> of(String tenant) {
        return database.run(STATE, Tuple.of(tenant, byDefault, currency)).map(rows -> {
            Row row = rows.iterator().next();
            return new State(
                    Optional.of(row.getBigDecimal("budget")).filter(budget -> budget.signum() > 0),
                    row.getBigDecimal("spent"),
                    currency,
                    row.getOffsetDateTime("resets_at"));
        });
    }

    /** Fails with {@link BudgetExceeded} of a tenant. */
    <T> Future<T> exceeded(String tenant) {
        return of(tenant).compose(state -> Future.failedFuture(new BudgetExceeded(state)));
    }
}
