package dev.pressroom.ops;

import dev.pressroom.base.SqlOutcomes;
import dev.pressroom.config.Settings;
import dev.pressroom.job.Submission;
import dev.pressroom.store.Database;
import dev.pressroom.store.PagedDelete;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/** Pauses, limits of tenants, drained nodes and granted credits. Each change is written with its entry in the audit. */
public final class ControlStore {
    private static final String PAUSES = """
            select scope, reason, paused_by, paused_at from pauses order by scope limit 1000
            """;

    private static final String PAUSE = """
            with noted as (
                insert into audit_entries (actor, action, target, details)
                values ($1, 'pause', $2, json_build_object('reason', $3::text))
            )
            insert into pauses (scope, reason, paused_by) values ($2, $3, $1)
            on conflict (scope) do update set reason = excluded.reason
            returning scope, reason, paused_by, paused_at
            """;

    private static final String RESUME = """
            with gone as (
                delete from pauses where scope = $2 returning scope
            )
            insert into audit_entries (actor, action, target) select $1, 'resume', scope from gone
            """;

    private static final String LIMIT = """
            with noted as (
                insert into audit_entries (actor, action, target, details)
                values ($1, 'limit', $2,
                        json_build_object('running', $3::integer, 'queued', $4::integer, 'monthlyBudget', $5::numeric))
            )
            insert into tenant_limits (tenant, max_running, max_live, monthly_budget, changed_by) values ($2, $3, $4, $5, $1)
            on conflict (tenant) do update
                set max_running = excluded.max_running, max_live = excluded.max_live,
                    monthly_budget = excluded.monthly_budget,
                    changed_by = excluded.changed_by, changed_at = now()
            """;

    private static final String UNLIMIT = """
            with gone as (
                delete from tenant_limits where tenant = $2 returning tenant
            )
            insert into audit_entries (actor, action, target) select $1, 'unlimit', tenant from gone
            """;

    private static final String DRAIN = """
            with known as (
                select node from cluster_members where node = $2
            ), drained as (
                insert into node_drains (node, drained_by) select node, $1 from known on conflict do nothing
            ), noted as (
                insert into audit_entries (actor, action, target) select $1, 'drain', 'node:' || node from known
            )
            select node from known
            """;

    private static final String UNDRAIN = """
            with gone as (
                delete from node_drains where node = $2 returning node
            )
            insert into audit_entries (actor, action, target) select $1, 'undrain', 'node:' || node from gone
            """;

    private static final String GRANT = "select grant_credits($1, $2, $3, $4, $5, $6, $7, $8) as outcome";

    private static final String TENANTS = """
            with recursive t(tenant) as (
                (select j.tenant from jobs j where j.finished_at is null and j.tenant > $1 order by j.tenant limit 1)
                union all
                select (select j.tenant from jobs j where j.finished_at is null and j.tenant > t.tenant
                        order by j.tenant limit 1)
                from t where t.tenant is not null
            ), live as materialized (
                select tenant from t where tenant is not null limit $2
            ), named as (
                select tenant from live
                union
                (select l.tenant from tenant_limits l where l.tenant > $1 order by l.tenant limit $2)
                union
                (select substr(p.scope, 8) from pauses p where starts_with(p.scope, 'tenant:') and substr(p.scope, 8) > $1
                 order by 1 limit $2)
            ), running as materialized (
                select r.tenant, count(*) as jobs from jobs r where r.status = 'running' group by r.tenant
            )
            select n.tenant, counted.jobs as live, coalesce(running.jobs, 0) as running, l.max_running, l.max_live,
                   l.monthly_budget, month_cost(n.tenant, $4) as spent,
                   exists (select from pauses p where p.scope = 'tenant:' || n.tenant) as paused
            from (select tenant from named order by tenant limit $2) n
            cross join lateral (
                select count(*) as jobs from (
                    select from jobs j where j.tenant = n.tenant and j.finished_at is null limit $3
                ) few
            ) counted
            left join running on running.tenant = n.tenant
            left join tenant_limits l on l.tenant = n.tenant
            order by n.tenant
            """;

    private static final String DELETE_DRAINS = """
            delete from node_drains d where d.drained_at < now() - interval '1 day'
              and not exists (select from cluster_members m where m.node = d.node and m.seen_at > now() - interval '1 day')
            """;

    private static final PagedDelete DELETE_GRANTS = new PagedDelete("""
            delete from credit_grants where (actor, key) in (
                select actor, key from credit_grants where created_at < now() - $1 * interval '1 second'
                order by created_at limit $2 for update skip locked
            )
            """, 500);

    /** Queued and running jobs of a tenant are counted up to this number. */
    public static final int MAX_COUNTED = 1000;

    private final Database database;
    private final Integer startingCredits;
    private final long keySeconds;
    private final String currency;

    public ControlStore(Database database, Settings settings) {
        this.database = database;
        this.startingCredits = boxed(settings.credits().starting());
        this.keySeconds = settings.retention().idempotencyKeys().toSeconds();
        this.currency = settings.model().currency();
    }

    /** A pause. */
    public record Pause(String scope, Optional<String> reason, UUID pausedBy, OffsetDateTime pausedAt) {}

    /** All pauses, at most 1000. */
    public Future<List<Pause>> pauses() {
        return database.run(PAUSES, Tuple.tuple())
                .map(rows -> rows.stream().map(ControlStore::pause).toList());
    }

    /** Pauses a scope; a pause that exists gets the new reason. */
    public Future<Pause> pause(UUID actor, Scope scope, Optional<String> reason) {
        return database.run(PAUSE, Tuple.of(actor, scope.text(), reason.orElse(null)))
                .map(rows -> pause(rows.iterator().next()));
    }

    private static Pause pause(Row row) {
        return new Pause(
                row.getString("scope"),
                Optional.ofNullable(row.getString("reason")),
                row.getUUID("paused_by"),
                row.getOffsetDateTime("paused_at"));
    }

    /** Ends a pause. Returns false when there was none. */
    public Future<Boolean> resume(UUID actor, Scope scope) {
        return database.run(RESUME, Tuple.of(actor, scope.text())).map(rows -> rows.rowCount() > 0);
    }

    /**
     * The limits of a tenant.
     *
     * @param running jobs that run at once; empty: no limit
     * @param queued queued and running jobs, instead of the setting; empty: as the setting says
     * @param monthlyBudget what its jobs may cost in a month, instead of the setting; 0: no budget; empty: as the setting
     *     says
     */
    public record Limits(OptionalInt running, OptionalInt queued, Optional<BigDecimal> monthlyBudget) {}

    /** Sets the limits of a tenant. */
    public Future<Void> limit(UUID actor, String tenant, Limits limits) {
        return database.run(
                        LIMIT,
                        Tuple.of(
                                actor,
                                tenant,
                                boxed(limits.running()),
                                boxed(limits.queued()),
                                limits.monthlyBudget().orElse(null)))
                .mapEmpty();
    }

    /** Deletes the limits of a tenant: those of the settings apply again. */
    public Future<Void> unlimit(UUID actor, String tenant) {
        return database.run(UNLIMIT, Tuple.of(actor, tenant)).mapEmpty();
    }

    /** Makes a node claim no more jobs. Returns false when there is no such node. */
    public Future<Boolean> drain(UUID actor, UUID node) {
        return database.run(DRAIN, Tuple.of(actor, node)).map(rows -> rows.size() > 0);
    }

    /** Lets a drained node claim jobs again. */
    public Future<Void> undrain(UUID actor, UUID node) {
        return database.run(UNDRAIN, Tuple.of(actor, node)).mapEmpty();
    }

    /** What a grant has done. */
    public enum Granted {
        GRANTED,
        REPLAYED,
        CONFLICT
    }

    /**
     * Grants credits to a user, who is stored first with the starting credits if unknown.
     *
     * @param key of the request: a repeated one grants nothing and returns {@code REPLAYED}, or {@code CONFLICT} when the
     *     request was another
     */
    public Future<Granted> grant(
            UUID actor, UUID user, int credits, Optional<String> reason, Optional<Submission.IdempotencyKey> key) {
        return database.run(
                        GRANT,
                        Tuple.of(
                                actor,
                                user,
                                credits,
                                reason.orElse(null),
                                startingCredits,
                                key.map(Submission.IdempotencyKey::key).orElse(null),
                                key.map(Submission.IdempotencyKey::requestHash).orElse(null),
                                keySeconds))
                .map(rows ->
                        SqlOutcomes.of(Granted.class, rows.iterator().next().getString("outcome")));
    }

    /**
     * A tenant with queued or running jobs, a limit or a pause.
     *
     * @param live queued and running jobs, at most {@link #MAX_COUNTED}
     * @param limits of its own
     * @param spent in this month, in the currency of the settings
     */
    public record TenantState(
            String tenant, long live, long running, Limits limits, BigDecimal spent, boolean paused) {}

    /** A page of the tenants, by their keys. */
    public Future<List<TenantState>> tenants(String after, int limit) {
        return database.run(TENANTS, Tuple.of(after, limit, MAX_COUNTED, currency))
                .map(rows -> rows.stream()
                        .map(row -> new TenantState(
                                row.getString("tenant"),
                                row.getLong("live"),
                                row.getLong("running"),
                                new Limits(
                                        optional(row.getInteger("max_running")),
                                        optional(row.getInteger("max_live")),
                                        Optional.ofNullable(row.getBigDecimal("monthly_budget"))),
                                row.getBigDecimal("spent"),
                                row.getBoolean("paused")))
                        .toList());
    }

    /** Deletes the marks of drained nodes that have been gone for a day. */
    public static Future<Void> deleteOldDrains(Database database) {
        return database.run(DELETE_DRAINS, Tuple.tuple()).mapEmpty();
    }

    /** Deletes the idempotency keys of grants that are older than {@code age}. */
    public static Future<Void> deleteOldGrants(Database database, Duration age, int limit) {
        return DELETE_GRANTS.run(database, age, limit);
    }

    private static OptionalInt optional(Integer number) {
        return number == null ? OptionalInt.empty() : OptionalInt.of(number);
    }

    private static Integer boxed(OptionalInt number) {
        return number.isPresent() ? number.getAsInt() : null;
    }
}
