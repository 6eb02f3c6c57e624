package dev.pressroom.worker;

import dev.pressroom.config.Settings;
import dev.pressroom.job.RescueStore;
import io.vertx.core.Future;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deletes rows whose retention time is over, page by page. */
final class Retention {
    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);

    private final RescueStore store;
    private final WorkerStores stores;
    private final Settings.Retention settings;
    private final PageSize size;

    Retention(RescueStore store, WorkerStores stores, Settings.Retention settings) {
        this.store = store;
        this.stores = stores;
        this.settings = settings;
        this.size = new PageSize(store.maxPageSize());
    }

    /**
     * Deletes all rows whose retention time is over. After a failure, such as a time-out, the next round works on smaller
     * pages.
     */
    Future<Void> round() {
        return stores.dropPartitions(settings.jobs(), size.rows())
                .compose(this::deleteJobPages)
                .compose(done -> store.deleteLeftovers(settings.idempotencyKeys(), size.rows()))
                .compose(done -> stores.deleteExpiredAccess(size.rows()))
                .compose(done -> stores.deleteUnused(settings, size.rows()))
                .onSuccess(done -> size.grow())
                .onFailure(cause -> size.shrink());
    }

    private Future<Void> deleteJobPages(UUID newest) {
        return store.deleteJobs(settings.jobs(), newest, size.rows()).compose(deleted -> {
            if (deleted == 0) {
                return Future.succeededFuture();
            }
            LOG.atInfo().addKeyValue("jobs", deleted).log("old jobs deleted");
            return deleteJobPages(newest);
        });
    }
}
