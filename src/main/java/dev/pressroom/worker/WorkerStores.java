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

/** Opens the stores of a worker, each for one Vert.x context. */
public interface WorkerStores {
    LeaseStore leases();

    NarrativeStore narrativeStore();

    RescueStore rescueStore();

    /**
     * Deletes expired sign-ins, login tries and stream tickets.
     *
     * @param limit rows per page
     */
    Future<Void> deleteExpiredAccess(int limit);

    /**
     * Deletes images that no post shows, organizations and posts of visitors, and users without data and recent requests.
     *
     * @param limit rows per page
     */
    Future<Void> deleteUnused(Settings.Retention retention, int limit);

    /**
     * The stores over Postgres.
     *
     * @param node the id of this node's start; the owner of its leases
     * @param settings the duration of leases and the rules for lost workers
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
            public Future<Void> deleteExpiredAccess(int limit) {
                return new AccountRetention(database).deleteExpired(limit);
            }

            @Override
            public Future<Void> deleteUnused(Settings.Retention retention, int limit) {
                return new ImageStore(database)
                        .deleteUnused(retention.imagesAtLeastAsLongAsJobs(), limit)
                        .compose(
                                deleted -> new OrganizationStore(database).deleteForgotten(retention.visitors(), limit))
                        .compose(deleted -> PostStore.deleteOfVisitors(database, retention.visitors(), limit))
                        .compose(deleted -> new AccountRetention(database).deleteUnseen(retention.users(), limit));
            }
        };
    }
}
