package dev.pressroom.webhook;

import dev.pressroom.base.Secret;
import dev.pressroom.store.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** The transitions of deliveries. A lease is judged by the database's clock, the time of a retry by that of the node. */
final class DeliveryStore {
    /** Reads one index entry per pair of host and user, however many deliveries wait there. */
    private static final String LANES = """
            with recursive lane as (
                (select host, user_id, next_at from webhook_deliveries
                 where state = 'pending' and (host, user_id) > ($1, $2)
                 order by host, user_id, next_at limit 1)
                union all
                select n.host, n.user_id, n.next_at
                from lane l cross join lateral (
                    select host, user_id, next_at from webhook_deliveries
                    where state = 'pending' and (host, user_id) > (l.host, l.user_id)
                    order by host, user_id, next_at limit 1
                ) n
            )
            select host, user_id, next_at <= $3 as is_due from lane limit $4
            """;

    private static final String CLAIM = """
            with due as (
                select d.id
                from unnest($3::text[], $4::uuid[], $5::int[]) as lane(host, user_id, slots)
                cross join lateral (
                    select w.id from webhook_deliveries w
                    where w.state = 'pending' and w.host = lane.host and w.user_id = lane.user_id and w.next_at <= $6
                    order by w.next_at, w.number limit lane.slots
                    for update skip locked
                ) d
            ), claimed as (
                update webhook_deliveries d
                set state = 'sending', tries = tries + 1, lease_owner = $1, lease_until = now() + $2 * interval '1 millisecond'
                from due where d.id = due.id
                returning d.*
            )
            select c.id, c.user_id, c.url, c.host, c.body, c.tries, c.tries - c.tries_before as tries_of_schedule, s.secret,
                   case when s.previous_until > now() then s.previous end as previous_secret
            from claimed c left join webhook_secrets s on s.user_id = c.user_id
            """;

    /**
     * A delivery that is to be sent again follows the endpoint of its user, and is dropped with it. After a 410 the webhook is
     * disabled, and what waits for the same URL is dropped.
     */
    private static final String SETTLE = """
            with present as (
                select d.id, e.url, e.host,
                       case when $4::text <> 'pending' then $4::text
                            when d.target = 'owner' and e.user_id is null then 'dropped'
                            when w.disabled_at is not null then 'dropped'
                            else 'pending' end as state
                from webhook_deliveries d
                left join webhook_endpoints e
                    on d.target = 'owner' and e.user_id = d.user_id and e.disabled_at is null and $4 = 'pending'
                left join job_webhooks w on d.target = 'job' and w.job_id = d.job_id
                where d.id = $1
            ), settled as (
                update webhook_deliveries d
                set state = p.state, next_at = coalesce($5, next_at), lease_owner = null, lease_until = null,
                    url = coalesce(p.url, d.url), host = coalesce(p.host, d.host),
                    finished_at = case when p.state <> 'pending' then now() end
                from present p
                where d.id = p.id and d.lease_owner = $2 and d.tries = $3 and d.state = 'sending'
                returning d.id, d.user_id, d.job_id, d.target, d.url
            ), attempt as (
                insert into webhook_attempts (delivery_id, number, started_at, duration_ms, outcome, status, answer)
                select id, $3, $6, $7, $8, $9, $10 from settled
                on conflict do nothing
            ), forgotten as (
                delete from webhook_attempts a using settled s where a.delivery_id = s.id and a.number <= $3 - $11
            ), endpoint as (
                update webhook_endpoints e set disabled_at = now(), disabled_reason = 'GONE' from settled s
                where $4 = 'gone' and s.target = 'owner' and e.user_id = s.user_id and e.url = s.url
            ), webhook as (
                update job_webhooks w set disabled_at = now() from settled s
                where $4 = 'gone' and s.target = 'job' and w.job_id = s.job_id
            ), dropped as (
                update webhook_deliveries d set state = 'dropped', finished_at = now()
                from (
                    select p.id from settled s join webhook_deliveries p
                        on p.user_id = s.user_id and p.state = 'pending' and p.target = s.target and p.url = s.url
                    where $4 = 'gone' and (s.target = 'owner' or p.job_id = s.job_id)
                    for update of p skip locked
                ) pending
                where d.id = pending.id
            )
            select id from settled
            """;

    /** Deliveries of nodes that were lost. The attempt counts; it may have reached the receiver. */
    private static final String RECOVER = """
            with lost as (
                update webhook_deliveries d
                set state = case when tries - tries_before >= $1 then 'failed' else 'pending' end, next_at = 'epoch',
                    finished_at = case when tries - tries_before >= $1 then now() end,
                    lease_owner = null, lease_until = null
                from (
                    select id from webhook_deliveries where state = 'sending' and lease_until < now()
                    order by lease_until limit $2 for update skip locked
                ) expired
                where d.id = expired.id
                returning d.id, d.tries
            )
            insert into webhook_attempts (delivery_id, number, outcome) select id, tries, $3 from lost on conflict do nothing
            """;

    private static final String RELEASE = """
            update webhook_deliveries
            set state = 'pending', tries = tries - 1, next_at = 'epoch', lease_owner = null, lease_until = null
            where id = any($2) and lease_owner = $1 and state = 'sending'
            """;

    private static final String BACKLOG = """
            select count(*) as deliveries, coalesce(extract(epoch from now() - min(created_at)), 0)::bigint as oldest
            from (select created_at from webhook_deliveries where state = 'pending' limit $1) d
            """;

    private static final String DELETE_WITHOUT_JOB = """
            delete from webhook_deliveries where id in (
                select id from webhook_deliveries
                where job_deleted and state not in ('pending', 'sending') limit $1 for update skip locked
            )
            """;

    /** The rows of refused jobs, when the node that stored them was lost before it deleted them. */
    private static final String DELETE_UNUSED = """
            with page as (
                select job_id from job_webhooks where job_id > $1 and job_id < $2 order by job_id limit $3
            ), deleted as (
                delete from job_webhooks w using page p
                where w.job_id = p.job_id and not exists (select from jobs j where j.id = p.job_id)
            )
            select job_id from page order by job_id desc limit 1
            """;

    private static final String DROP_EXCESS = """
            with recursive owner as (
                (select user_id from webhook_deliveries where state = 'pending' order by user_id limit 1)
                union all
                select n.user_id
                from owner o cross join lateral (
                    select user_id from webhook_deliveries where state = 'pending' and user_id > o.user_id
                    order by user_id limit 1
                ) n
            )
            update webhook_deliveries d set state = 'dropped', finished_at = now()
            from owner cross join lateral (
                select w.id from webhook_deliveries w where w.state = 'pending' and w.user_id = owner.user_id
                order by w.number offset $1 limit $2
            ) excess
            where d.id = excess.id and d.state = 'pending'
            """;

    /** Attempts that are kept of a delivery. */
    static final int KEPT_ATTEMPTS = 20;

    /** The backlog is counted up to this number. */
    private static final int MAX_COUNTED = 10_000;

    private final Database database;
    private final UUID node;

    /** @param node the id of this node's start, which the leases carry */
    DeliveryStore(Database database, UUID node) {
        this.database = database;
        this.node = node;
    }

    /** The deliveries of one user to one host. */
    record Lane(String host, UUID userId) {
        static final Lane FIRST = new Lane("", new UUID(0, 0));
    }

    /** @param isDue whether its first delivery is to be sent now */
    record Candidate(Lane lane, boolean isDue) {}

    record Request(Lane lane, int slots) {}

    /** @param oldestSeconds since the oldest delivery was created; 0 without one */
    record Backlog(long deliveries, long oldestSeconds) {}

    /** At most {@code limit} lanes after the given one, in a fixed order. */
    Future<List<Candidate>> lanes(Lane after, Instant now, int limit) {
        return database.run(LANES, Tuple.of(after.host(), after.userId(), now.atOffset(ZoneOffset.UTC), limit))
                .map(rows -> rows.stream()
                        .map(row -> new Candidate(
                                new Lane(row.getString("host"), row.getUUID("user_id")), row.getBoolean("is_due")))
                        .toList());
    }

    /** Leases the next due deliveries of each lane, at most its number of slots. */
    Future<List<Delivery>> claim(List<Request> lanes, Instant now, Duration lease) {
        return database.run(
                        CLAIM,
                        Tuple.of(
                                node,
                                lease.toMillis(),
                                lanes.stream().map(r -> r.lane().host()).toArray(String[]::new),
                                lanes.stream().map(r -> r.lane().userId()).toArray(UUID[]::new),
                                lanes.stream().map(Request::slots).toArray(Integer[]::new),
                                now.atOffset(ZoneOffset.UTC)))
                .map(rows -> rows.stream().map(DeliveryStore::delivery).toList());
    }

    private static Delivery delivery(Row row) {
        List<Secret> secrets = new ArrayList<>();
        Optional.ofNullable(row.getString("secret")).map(Secret::new).ifPresent(secrets::add);
        Optional.ofNullable(row.getString("previous_secret")).map(Secret::new).ifPresent(secrets::add);
        return new Delivery(
                row.getUUID("id"),
                row.getUUID("user_id"),
                row.getString("url"),
                row.getString("host"),
                row.getString("body"),
                row.getInteger("tries"),
                row.getInteger("tries_of_schedule"),
                secrets);
    }

    /** The states of a delivery after an attempt. */
    enum State {
        DELIVERED,
        PENDING,
        FAILED,
        GONE
    }

    /**
     * Stores an attempt and the state that it leads to. Changes nothing when the lease is lost.
     *
     * @param nextAt of a delivery that is pending again
     */
    Future<Void> settle(
            Delivery delivery,
            Answer answer,
            Instant startedAt,
            Duration duration,
            State state,
            Optional<Instant> nextAt) {
        return database.run(
                        SETTLE,
                        Tuple.of(
                                delivery.id(),
                                node,
                                delivery.tries(),
                                state.name().toLowerCase(Locale.ROOT),
                                nextAt.map(at -> at.atOffset(ZoneOffset.UTC)).orElse(null),
                                startedAt.atOffset(ZoneOffset.UTC),
                                (int) duration.toMillis(),
                                answer.outcome().name(),
                                answer.status().isPresent() ? answer.status().getAsInt() : null,
                                answer.body().orElse(null),
                                KEPT_ATTEMPTS))
                .mapEmpty();
    }

    /** Makes deliveries due whose lease has ended. Returns their number, at most {@code limit}. */
    Future<Integer> recover(int limit) {
        return database.run(RECOVER, Tuple.of(RetrySchedule.MAX_ATTEMPTS, limit, Outcome.INTERRUPTED.name()))
                .map(RowSet::rowCount);
    }

    /** Returns claimed deliveries of this node that were not sent, or whose answer nobody waits for. */
    Future<Void> release(List<UUID> ids) {
        return database.run(RELEASE, Tuple.of(node, ids.toArray(UUID[]::new))).mapEmpty();
    }

    Future<Backlog> backlog() {
        return database.run(BACKLOG, Tuple.of(MAX_COUNTED)).map(rows -> {
            Row row = rows.iterator().next();
            return new Backlog(row.getLong("deliveries"), row.getLong("oldest"));
        });
    }

    /** Deletes finished deliveries whose job was deleted. Returns their number, at most {@code limit}. */
    Future<Integer> deleteWithoutJob(int limit) {
        return database.run(DELETE_WITHOUT_JOB, Tuple.of(limit)).map(RowSet::rowCount);
    }

    /**
     * Deletes webhooks of jobs that were never stored. Examines at most {@code limit} with ids between the two, in their
     * order. Returns the id of the last one examined; empty when there was none.
     */
    Future<Optional<UUID>> deleteUnused(UUID after, UUID before, int limit) {
        return database.run(DELETE_UNUSED, Tuple.of(after, before, limit))
                .map(rows -> rows.stream().map(row -> row.getUUID("job_id")).findFirst());
    }

    /** Drops the newest pending deliveries of each user who has more than {@code cap}. Returns their number. */
    Future<Integer> dropExcess(int cap, int limit) {
        return database.run(DROP_EXCESS, Tuple.of(cap, limit)).map(RowSet::rowCount);
    }
}
