package dev.pressroom.worker;

import dev.pressroom.account.AccountRetention;
import dev.pressroom.config.Settings;
import dev.pressroom.erasure.Eraser;
import dev.pressroom.erasure.ErasureStore;
import dev.pressroom.image.ImageStore;
import dev.pressroom.job.JobPartitions;
import dev.pressroom.job.JobQueue;
import dev.pressroom.job.JobSearch;
import dev.pressroom.job.JobTraces;
import dev.pressroom.job.Lease;
import dev.pressroom.job.LeaseStore;
import dev.pressroom.job.LockStore;
import dev.pressroom.job.NarrativeStore;
import dev.pressroom.job.OperatorJobs;
import dev.pressroom.job.PostgresLeaseStore;
import dev.pressroom.job.PostgresLockStore;
import dev.pressroom.job.PostgresNarrativeStore;
import dev.pressroom.job.PostgresRescueStore;
import dev.pressroom.job.RedisJobQueue;
import dev.pressroom.job.RescueStore;
import dev.pressroom.job.UsageRetention;
import dev.pressroom.job.UsageSums;
import dev.pressroom.ops.AuditLog;
import dev.pressroom.ops.ControlStore;
import dev.pressroom.ops.Controls;
import dev.pressroom.ops.JobActions;
import dev.pressroom.ops.JobMinutes;
import dev.pressroom.ops.QueueMinutes;
import dev.pressroom.ops.QueueStates;
import dev.pressroom.ops.TaskRunner;
import dev.pressroom.ops.TaskStore;
import dev.pressroom.organization.OrganizationStore;
import dev.pressroom.post.PostStore;
import dev.pressroom.store.Database;
import dev.pressroom.trace.TraceSpan;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/** Opens the stores of a worker, each for one Vert.x context. */
public interface WorkerStores {
    LeaseStore leases();

    /** As {@link #leases()}, for the one context that acts while an event loop is blocked. */
    default LeaseStore spareLeases() {
        return leases();
    }

    NarrativeStore narrativeStore();

    RescueStore rescueStore();

    /** The same as {@link #rescueStore()} for statements that may take long. */
    default RescueStore retentionStore() {
        return rescueStore();
    }

    LockStore lockStore();

    /** What operators have paused, limited and drained. */
    default Future<Controls> controls() {
        return Future.succeededFuture(Controls.NONE);
    }

    /** Stores the trace context of a run and links its span to earlier ones. Never fails. */
    default Future<Void> beginTrace(Lease lease, TraceSpan run) {
        return Future.succeededFuture();
    }

    /** Stores the statistics of ended jobs. */
    default Future<Void> computeMinutes() {
        return Future.succeededFuture();
    }

    /** Stores a sample of the queue. */
    default Future<Void> sampleQueue() {
        return Future.succeededFuture();
    }

    /** Adds new usage to the sums of days and months. Returns whether there may be more. */
    default Future<Boolean> sumUsage() {
        return Future.succeededFuture(false);
    }

    /** As {@link dev.pressroom.job.JobPartitions#maintain}. */
    default Future<UUID> dropPartitions(Duration age, int limit) {
        return Future.succeededFuture(new UUID(0, 0));
    }

    /** Works on the tasks of operators; empty where there are none. */
    default Optional<TaskRunner> tasks(Vertx vertx, JobQueue queue) {
        return Optional.empty();
    }

    /** Works on erasures; empty where there are none. */
    default Optional<Eraser> eraser(Vertx vertx, JobQueue queue) {
        return Optional.empty();
    }

    /**
     * Deletes expired sign-ins, login tries and stream tickets.
     *
     * @param limit rows per page
     */
    Future<Void> deleteExpiredAccess(int limit);

    /**
     * Deletes images that no post shows, organizations and posts of visitors, users without data and recent requests, and
     * the usage of jobs that were deleted long ago and what operators have done long ago.
     *
     * @param limit rows per page
     */
    Future<Void> deleteUnused(Settings.Retention retention, int limit);

    /**
     * The stores over Postgres.
     *
     * @param node the id of this node's start; the owner of its leases
     * @param settings the duration of leases, the rules for lost workers, and the budget of tenants
     * @param queue empty without Redis
     */
    static WorkerStores in(Database database, UUID node, Settings settings, Optional<RedisJobQueue> queue) {
        Database background = database.background();
        return new WorkerStores() {
            @Override
            public LeaseStore leases() {
                return new PostgresLeaseStore(database, node, settings.workers());
            }

            @Override
            public LeaseStore spareLeases() {
                return new PostgresLeaseStore(database.spare(), node, settings.workers());
            }

            @Override
            public NarrativeStore narrativeStore() {
                return new PostgresNarrativeStore(database);
            }

            @Override
            public RescueStore rescueStore() {
                return new PostgresRescueStore(database);
            }

            @Override
            public RescueStore retentionStore() {
                return new PostgresRescueStore(background);
            }

            @Override
            public LockStore lockStore() {
                return new PostgresLockStore(database);
            }

            @Override
            public Future<Controls> controls() {
                return Controls.read(database, node);
            }

            @Override
            public Future<Void> beginTrace(Lease lease, TraceSpan run) {
                return new JobTraces(database).begin(lease, run);
            }

            @Override
            public Future<Void> computeMinutes() {
                return new JobMinutes(background).compute();
            }

            @Override
            public Future<Void> sampleQueue() {
                return new QueueStates(background, queue).read().compose(new QueueMinutes(background)::add);
            }

            @Override
            public Future<Boolean> sumUsage() {
                return UsageSums.add(background);
            }

            @Override
            public Future<UUID> dropPartitions(Duration age, int limit) {
                return new JobPartitions(background).maintain(age, limit);
            }

            @Override
            public Optional<TaskRunner> tasks(Vertx vertx, JobQueue queue) {
                return Optional.of(
                        new TaskRunner(new TaskStore(background), new JobSearch(background), actions(vertx, queue)));
            }

            @Override
            public Optional<Eraser> eraser(Vertx vertx, JobQueue queue) {
                return Optional.of(new Eraser(vertx, new ErasureStore(background), actions(vertx, queue), queue));
            }

            private JobActions actions(Vertx vertx, JobQueue queue) {
                return new JobActions(vertx, new OperatorJobs(background, settings), Optional.of(queue));
            }

            @Override
            public Future<Void> deleteExpiredAccess(int limit) {
                return new AccountRetention(background).deleteExpired(limit);
            }

            @Override
            public Future<Void> deleteUnused(Settings.Retention retention, int limit) {
                return new ImageStore(background)
                        .deleteUnused(retention.imagesAtLeastAsLongAsJobs(), limit)
                        .compose(deleted ->
                                new OrganizationStore(background).deleteForgotten(retention.visitors(), limit))
                        .compose(deleted -> PostStore.deleteOfVisitors(background, retention.visitors(), limit))
                        .compose(deleted -> new AccountRetention(background).deleteUnseen(retention.users(), limit))
                        .compose(deleted -> UsageRetention.deleteOld(background, retention.usage(), limit))
                        .compose(deleted -> UsageSums.deleteOld(background, retention.usage(), limit))
                        .compose(
                                deleted -> ControlStore.deleteOldGrants(background, retention.idempotencyKeys(), limit))
                        .compose(deleted -> new AuditLog(background).deleteOld(retention.audit(), limit))
                        .compose(deleted -> new TaskStore(background).deleteOld(retention.audit(), limit))
                        .compose(deleted -> new JobMinutes(background).deleteOld(limit))
                        .compose(deleted -> new ErasureStore(background).deleteOld(retention.audit(), limit))
                        .compose(deleted -> new ErasureStore(background).deleteOldLedger(retention.usage(), limit))
                        .compose(deleted -> new QueueMinutes(background).deleteOld(limit))
                        .compose(deleted -> ControlStore.deleteOldDrains(background));
            }
        };
    }
}
