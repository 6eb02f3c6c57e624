package dev.pressroom.worker;

import dev.pressroom.account.AccountRetention;
import dev.pressroom.config.Settings;
import dev.pressroom.config.WorkerSettings;
import dev.pressroom.image.ImageStore;
import dev.pressroom.job.LeaseStore;
import dev.pressroom.job.NarrativeStore;
import dev.pressroom.job.PostgresLeaseStore;
import dev.pressroom.job.PostgresNarrativeStore;
import dev.pressroom.job.PostgresRescueStore;
import dev.pressroom.job.RescueStore;
import dev.pressroom.organization.OrganizationStore;
import dev.pressroom.post.PostStore;
import dev.pressroom.store.Database;
import io.vertx.core.Future;
import java.util.UUID;

/** Opens a worker's stores, for one Vert.x context each. */
public interface WorkerStores {
    LeaseStore leases();

    NarrativeStore narrativeStore();

    RescueStore rescueStore();

    /** Deletes what of sign-ins has run out. */
    Future<Void> deleteExpiredAccess();

    /** Deletes images that nothing shows, organizations and posts of visitors, and users who do not come back. */
    Future<Void> deleteUnused(Settings.Retention retention);

    /**
     * The stores over Postgres.
     *
     * @param node the id of this node's start, which its leases carry
     * @param settings how long a lease lasts, and what a lost worker means
     */
    static WorkerStores in(Database database, UUID node, WorkerSettings settings) {
        return new WorkerStores() {
            @Override
            public LeaseStore leases() {
                return new PostgresLeaseStore(database, node, settings);
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
            public Future<Void> deleteExpiredAccess() {
                return new AccountRetention(database).deleteExpired();
            }

            @Override
            public Future<Void> deleteUnused(Settings.Retention retention) {
                return new ImageStore(database)
                        .deleteUnused(retention.imagesAtLeastAsLongAsJobs())
                        .compose(deleted -> new OrganizationStore(database).deleteForgotten(retention.visitors()))
                        .compose(deleted -> PostStore.deleteOfVisitors(database, retention.visitors()))
                        .compose(deleted -> new AccountRetention(database).deleteUnseen(retention.users()));
            }
        };
    }
}
