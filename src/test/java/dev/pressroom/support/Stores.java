package dev.pressroom.support;

import dev.pressroom.base.Sources;
import dev.pressroom.bus.RecordCodec;
import dev.pressroom.config.Settings;
import dev.pressroom.config.SettingsLoader;
import dev.pressroom.job.JobQueue;
import dev.pressroom.job.JobReady;
import dev.pressroom.job.JobStore;
import dev.pressroom.job.JobType;
import dev.pressroom.job.LeasedJob;
import dev.pressroom.job.NodeMessage;
import dev.pressroom.job.Owner;
import dev.pressroom.job.PostgresLeaseStore;
import dev.pressroom.job.PostgresNarrativeStore;
import dev.pressroom.job.PostgresRescueStore;
import dev.pressroom.job.RedisJobQueue;
import dev.pressroom.job.RescueStore;
import dev.pressroom.job.Signal;
import dev.pressroom.job.Submission;
import dev.pressroom.job.Tenant;
import dev.pressroom.store.Database;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The stores on an empty database, without verticles. Calls run on one Vert.x context, as in a verticle, and block the
 * test until they complete.
 */
public final class Stores implements AutoCloseable {
    private static final List<String> TABLES = List.of(
            "users",
            "jobs",
            "job_inputs",
            "job_results",
            "job_steps",
            "job_events",
            "posts",
            "credit_entries",
            "organizations",
            "owned_organizations",
            "credit_sums",
            "narrative_events");

    private final String url = Servers.freshDatabase();
    private final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();
    private final Sources sources = Sources.system();
    private final Settings settings;
    private final Database database;
    private final JobStore jobs;

    private Stores(Map<String, String> overrides) {
        Map<String, String> env = new HashMap<>(Service.environment());
        env.putAll(overrides);
        env.put("DATABASE_URL", url);
        env.put("REDIS_URL", Servers.freshRedis());
        settings = SettingsLoader.load(env, Optional.empty());
        RecordCodec.register(
                vertx.eventBus(),
                JobReady.class,
                Signal.Batch.class,
                Signal.TextChunk.class,
                NodeMessage.Stop.class,
                NodeMessage.TextFrom.class,
                NodeMessage.Watch.class,
                NodeMessage.Unwatch.class);
        database = Database.open(vertx, url, settings.database());
        jobs = done(() -> Future.succeededFuture(new JobStore(database, settings)));
    }

    /** Users have unlimited credits. */
    public static Stores open() {
        return open(Map.of());
    }

    /** @param overrides environment variables */
    public static Stores open(Map<String, String> overrides) {
        return new Stores(overrides);
    }

    /** Runs a call on the context and returns its result; throws its failure. */
    public <T> T done(Supplier<Future<T>> call) {
        Promise<T> result = Promise.promise();
        context.runOnContext(go -> call.get().onComplete(result));
        try {
            return result.future().await(60, TimeUnit.SECONDS);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    public Vertx vertx() {
        return vertx;
    }

    public Settings settings() {
        return settings;
    }

    public Database database() {
        return database;
    }

    public String url() {
        return url;
    }

    public JobStore jobs() {
        return jobs;
    }

    /** The store of a worker that has sent a heartbeat, with a lease longer than any test. */
    public PostgresLeaseStore worker(UUID node) {
        return worker(node, Duration.ofMinutes(5));
    }

    public PostgresLeaseStore worker(UUID node, Duration lease) {
        PostgresLeaseStore worker =
                new PostgresLeaseStore(database, node, settings.workers().withLease(lease));
        done(() -> worker.renew(List.of()));
        return worker;
    }

    /** The narratives of jobs, as a worker writes them and a stream reads them. */
    public PostgresNarrativeStore narrativeStore() {
        return done(() -> Future.succeededFuture(new PostgresNarrativeStore(database)));
    }

    /** A queue in an empty Redis database. */
    public RedisJobQueue queue() {
        return RedisJobQueue.open(vertx, settings.redis().url().orElseThrow().value(), settings.redis());
    }

    /** Stores a job of the user and returns its first queue entry. */
    public JobQueue.Entry submitted(UUID user) {
        return submitted(JobType.CONTENT_GENERATION, Owner.user(user));
    }

    public JobQueue.Entry submitted(JobType type, Owner owner) {
        Submission job = new Submission(
                sources.ids().get(),
                type,
                owner,
                Optional.empty(),
                tenant(owner),
                Optional.empty(),
                Api.order("Tomatoes").encode(),
                Optional.empty());
        done(() -> jobs.submit(job));
        return new JobQueue.Entry(job.type(), job.id(), 1, job.tenant().key());
    }

    /** All visitors come from one network. */
    public static Tenant tenant(Owner owner) {
        return Tenant.of(owner, () -> "a-network");
    }

    /** Leases a job; fails when the lease is not granted. */
    public LeasedJob leased(PostgresLeaseStore worker, JobQueue.Entry entry) {
        return claimed(worker, entry).stream().findFirst().orElseThrow();
    }

    /** Sends a heartbeat before, as workers do. */
    public List<LeasedJob> claimed(PostgresLeaseStore worker, JobQueue.Entry entry) {
        return done(() -> worker.renew(List.of())
                .compose(renewed -> worker.claim(List.of(new JobQueue.Claimed(entry.jobId(), entry.attempt())))));
    }

    /** Expires the heartbeats of the node that runs a job, and so the leases of all its jobs. */
    public void expire(UUID job) {
        Servers.execute(
                url,
                "update workers set seen_at = now() - interval '1 day'"
                        + " where node = (select lease_owner from jobs where id = '" + job + "')");
    }

    /**
     * Makes the node that runs a job one of the previous version, until its next heartbeat, and expires the lease of this job
     * while the node is alive, as when the answer with the lease was lost.
     */
    public void orphan(UUID job) {
        Servers.execute(
                url,
                "update workers set lease = null where node = (select lease_owner from jobs where id = '" + job + "')");
        Servers.execute(url, "update jobs set lease_until = now() - interval '1 day' where id = '" + job + "'");
    }

    /** Records lost nodes and rescues one page of jobs, as the reaper does. */
    public RescueStore.Rescued rescued() {
        PostgresRescueStore store = new PostgresRescueStore(database);
        RescueStore.LossRules rules = RescueStore.LossRules.of(settings.workers());
        return done(() -> store.recordLostNodes(rules).compose(noted -> store.rescue(rules, store.maxPageSize())));
    }

    /** The first column of the first row; {@code $job} in the statement is the job id. */
    public String text(String query, UUID job) {
        return Sql.text(url, query.replace("$job", "'" + job + "'"));
    }

    /** A fingerprint of all tables: equal when no row has changed. */
    public String fingerprint() {
        return Sql.text(
                url,
                TABLES.stream()
                        .map(table -> "(select coalesce(md5(string_agg(t::text, '|' order by t::text)), '') from "
                                + table + " t)")
                        .collect(Collectors.joining(" || ", "select ", "")));
    }

    @Override
    public void close() {
        done(database::close);
        try {
            vertx.close().await(60, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        Servers.release(url);
    }
}
