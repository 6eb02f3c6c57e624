package dev.pressroom.webhook;

import dev.pressroom.page.url.PageUrl;
import dev.pressroom.store.Batcher;
import dev.pressroom.store.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** The webhooks of users and of single jobs, and the secrets of users. Batches: create one instance per node. */
public final class WebhookStore {
    /** How long the replaced secret signs too. */
    public static final Duration PREVIOUS_SECRET = Duration.ofHours(24);

    private static final String ROTATE = """
            insert into webhook_secrets as s (user_id, secret) values ($1, $2)
            on conflict (user_id) do update
                set secret = excluded.secret, created_at = now(), previous = s.secret,
                    previous_until = now() + $3 * interval '1 second'
            returning previous_until
            """;

    private static final String FIND = """
            select e.url, e.events, e.disabled_at, e.disabled_reason, s.created_at as secret_created_at,
                   case when s.previous_until > now() then s.previous_until end as previous_until
            from (select $1::uuid as id) u
            left join webhook_endpoints e on e.user_id = u.id
            left join webhook_secrets s on s.user_id = u.id
            """;

    /** Pending deliveries follow the endpoint; those that another node is claiming go to the former URL. */
    private static final String SAVE = """
            with saved as (
                insert into webhook_endpoints (user_id, url, host, events)
                select s.user_id, $2, $3, $4::text[] from webhook_secrets s where s.user_id = $1
                on conflict (user_id) do update
                    set url = excluded.url, host = excluded.host, events = excluded.events, disabled_at = null,
                        disabled_reason = null
                returning user_id
            ), moved as (
                update webhook_deliveries d set url = $2, host = $3
                from (
                    select p.id from saved join webhook_deliveries p
                        on p.user_id = saved.user_id and p.state = 'pending' and p.target = 'owner' and p.url <> $2
                    for update of p skip locked
                ) pending
                where d.id = pending.id
            )
            select user_id from saved
            """;

    /** Locks the rows in the order in which workers lock them. */
    private static final String NOTIFY_LIVE_JOBS = """
            with live as (
                select id from jobs where user_id = $1 and finished_at is null and not notify
                order by id limit $2 for update
            )
            update jobs j set notify = true from live where j.id = live.id
            """;

    private static final String DELETE = """
            with deleted as (
                delete from webhook_endpoints where user_id = $1 returning user_id
            )
            update webhook_deliveries d set state = 'dropped', finished_at = now()
            from (
                select p.id from deleted join webhook_deliveries p
                    on p.user_id = deleted.user_id and p.state = 'pending' and p.target = 'owner'
                for update of p skip locked
            ) pending
            where d.id = pending.id
            """;

    private static final String PREPARE = """
            insert into job_webhooks (job_id, user_id, url, host, events)
            select w.job_id, w.user_id, w.url, w.host, string_to_array(w.events, ' ')
            from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[]) w(job_id, user_id, url, host, events)
            join webhook_secrets s on s.user_id = w.user_id
            returning job_id
            """;

    private static final String DISCARD = "delete from job_webhooks where job_id = any($1)";

    private static final String PUBLISH_URL = """
            insert into public_url as p (url) values ($1)
            on conflict (single) do update set url = excluded.url where p.url <> excluded.url
            """;

    private static final int PAGE_SIZE = 1000;

    private final Database database;
    private final Batcher<JobWebhook, Boolean> prepared;

    public WebhookStore(Database database) {
        this.database = database;
        this.prepared = new Batcher<>(this::insertAll, Comparator.comparing(JobWebhook::jobId), 512, 65_536, 1);
    }

    /** @param previousUntil until when the replaced secret signs too; empty for the first secret */
    public record NewSecret(String secret, Optional<OffsetDateTime> previousUntil) {}

    /**
     * What a user has.
     *
     * @param secretCreatedAt empty without a secret
     * @param previousUntil until when the replaced secret signs too
     */
    public record Configured(
            Optional<Endpoint> endpoint,
            Optional<OffsetDateTime> secretCreatedAt,
            Optional<OffsetDateTime> previousUntil) {}

    /**
     * The webhook for all jobs of a user.
     *
     * @param events wire names
     * @param disabledAt when the receiver answered 410
     */
    public record Endpoint(
            String url, List<String> events, Optional<OffsetDateTime> disabledAt, Optional<String> disabledReason) {}

    /** A webhook for one job, which is not stored yet. */
    public record JobWebhook(UUID jobId, UUID userId, Webhook webhook) {}

    /** Makes the user's secret, or replaces it. The user must be stored. */
    public Future<NewSecret> rotate(UUID userId) {
        String secret = WebhookSecret.generate();
        return database.run(ROTATE, Tuple.of(userId, secret, PREVIOUS_SECRET.toSeconds()))
                .map(rows -> new NewSecret(
                        secret, Optional.ofNullable(rows.iterator().next().getOffsetDateTime("previous_until"))));
    }

    public Future<Configured> find(UUID userId) {
        return database.run(FIND, Tuple.of(userId))
                .map(rows -> configured(rows.iterator().next()));
    }

    private static Configured configured(Row row) {
        return new Configured(
                Optional.ofNullable(row.getString("url"))
                        .map(url -> new Endpoint(
                                url,
                                List.of(row.getArrayOfStrings("events")),
                                Optional.ofNullable(row.getOffsetDateTime("disabled_at")),
                                Optional.ofNullable(row.getString("disabled_reason")))),
                Optional.ofNullable(row.getOffsetDateTime("secret_created_at")),
                Optional.ofNullable(row.getOffsetDateTime("previous_until")));
    }

    /**
     * Stores the user's endpoint, enables it again, and includes the user's queued and running jobs. Deliveries that wait go
     * to the new URL. Returns false, and stores nothing, when the user has no secret.
     */
    public Future<Boolean> save(UUID userId, Webhook webhook) {
        PageUrl url = webhook.url();
        return database.run(SAVE, Tuple.of(userId, url.toString(), url.host(), webhook.eventNames()))
                .compose(saved -> saved.size() == 0
                        ? Future.succeededFuture(false)
                        : notifyLiveJobs(userId).map(true));
    }

    private Future<Void> notifyLiveJobs(UUID userId) {
        return database.run(NOTIFY_LIVE_JOBS, Tuple.of(userId, PAGE_SIZE))
                .compose(page -> page.rowCount() < PAGE_SIZE ? Future.succeededFuture() : notifyLiveJobs(userId));
    }

    /** Deletes the user's endpoint and drops its deliveries that wait. May be repeated. */
    public Future<Void> delete(UUID userId) {
        return database.run(DELETE, Tuple.of(userId)).mapEmpty();
    }

    /**
     * Stores the webhooks of jobs before the jobs themselves, which then find them. Returns false, and stores nothing, when
     * the user has no secret.
     */
    public Future<Boolean> prepare(List<JobWebhook> webhooks) {
        return Future.join(webhooks.stream().map(prepared::add).toList())
                .map(stored -> stored.<Boolean>list().stream().allMatch(found -> found));
    }

    private Future<List<Boolean>> insertAll(List<JobWebhook> all) {
        return database.run(
                        PREPARE,
                        Tuple.of(
                                all.stream().map(JobWebhook::jobId).toArray(UUID[]::new),
                                all.stream().map(JobWebhook::userId).toArray(UUID[]::new),
                                all.stream()
                                        .map(w -> w.webhook().url().toString())
                                        .toArray(String[]::new),
                                all.stream().map(w -> w.webhook().url().host()).toArray(String[]::new),
                                all.stream()
                                        .map(w -> String.join(
                                                " ", Arrays.asList(w.webhook().eventNames())))
                                        .toArray(String[]::new)))
                .map(rows -> {
                    Set<UUID> stored = new HashSet<>();
                    rows.forEach(row -> stored.add(row.getUUID("job_id")));
                    return all.stream().map(w -> stored.contains(w.jobId())).toList();
                });
    }

    /** Deletes the webhooks of jobs that were not stored. */
    public Future<Void> discard(List<UUID> jobIds) {
        return database.run(DISCARD, Tuple.of(jobIds.toArray(UUID[]::new))).mapEmpty();
    }

    /** Stores the URL at which clients reach the service, without a trailing slash; bodies of deliveries have it. */
    public Future<Void> publishUrl(String url) {
        return database.run(PUBLISH_URL, Tuple.of(url)).map(RowSet::rowCount).mapEmpty();
    }
}
