package dev.pressroom.worker;

import dev.pressroom.account.AccountRetention;
import dev.pressroom.config.Settings;
import dev.pressroom.job.LeaseStore;
import dev.pressroom.job.Leases;
import dev.pressroom.job.NarrativeStore;
import dev.pressroom.job.Narratives;
import dev.pressroom.job.OrganizationStore;
import dev.pressroom.job.RescueStore;
import dev.pressroom.job.Rescues;
import dev.pressroom.picture.ImageStore;
import dev.pressroom.post.PostStore;
import dev.pressroom.store.Database;
import io.vertx.core.Future;
import java.util.UUID;

/** Opens a worker's stores, for one Vert.x context each. */
public interface WorkerStores {
    Leases leases();

    Narratives narratives();

    Rescues rescues();

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
    static WorkerStores in(Database database, UUID node, Settings.Workers settings) {
        return new WorkerStores() {
            @Override
            public Leases leases() {
                return new LeaseStore(database, node, settings);
            }

            @Override
            public Narratives narratives() {
                return new NarrativeStore(database);
            }

            @Override
            public Rescues rescues() {
                return new RescueStore(database);
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
