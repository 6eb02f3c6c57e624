package dev.pressroom.webhook;

import dev.pressroom.base.Sources;
import dev.pressroom.config.Settings;
import dev.pressroom.job.JobTraces;
import dev.pressroom.page.fetch.AddressGuard;
import dev.pressroom.page.fetch.SystemResolver;
import dev.pressroom.store.Database;
import dev.pressroom.trace.Tracing;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends the webhook deliveries of the cluster, together with the other nodes. One instance per node. */
public final class DeliveryVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(DeliveryVerticle.class);
    private static final Duration POLL = Duration.ofMillis(500);

    /** Deliveries of lost nodes wait for the end of their lease, which is much longer. */
    private static final Duration RECOVER = Duration.ofSeconds(2);

    private static final Duration COUNT = Duration.ofSeconds(10);
    private static final Duration CLEAN = Duration.ofSeconds(30);
    private static final int ROWS_PER_PAGE = 500;
    private static final int PAGES_PER_CLEANING = 100;

    /** The rest of a lease after the time-out of an attempt: for the statements before and after it. */
    private static final Duration LEASE_MARGIN = Duration.ofSeconds(15);

    /** A row of job_webhooks is stored just before its job; after this time the job was refused. */
    private static final Duration UNUSED_AFTER = Duration.ofHours(1);

    private static final Duration UNUSED_BEFORE = Duration.ofDays(1);

    private final Database database;
    private final UUID node;
    private final Settings settings;
    private final Sources sources;
    private final MeterRegistry registry;
    private final Tracing tracing;
    private DeliveryStore store;
    private WebhookSender sender;
    private Deliverer deliverer;
    private WebhookMetrics metrics;
    private UUID unusedAfter;

    /** @param node the id of this node's start; the owner of its leases */
    public DeliveryVerticle(
            Database database, UUID node, Settings settings, Sources sources, MeterRegistry registry, Tracing tracing) {
        this.tracing = tracing;
        this.database = database;
        this.node = node;
        this.settings = settings;
        this.sources = sources;
        this.registry = registry;
    }

    @Override
    public Future<?> start() {
        Duration timeout = settings.webhooks().timeout();
        store = new DeliveryStore(database, node);
        unusedAfter = firstId(UNUSED_BEFORE);
        sender = new WebhookSender(
                vertx,
                new AddressGuard(settings.webhooks().allowPrivate()),
                new SystemResolver(vertx, "webhook-names", sources.clock()),
                sources.clock(),
                timeout,
                Optional.empty());
        Slots slots = new Slots(settings.webhooks().concurrent());
        metrics = new WebhookMetrics(registry, slots::running);
        deliverer = new Deliverer(
                store,
                sender,
                slots,
                new RetrySchedule(sources.random()),
                metrics,
                sources.clock(),
                sources.nanoTime(),
                timeout.plus(LEASE_MARGIN),
                new DeliverySpans(tracing, new JobTraces(database)));
        vertx.setPeriodic(POLL.toMillis(), tick -> deliverer.run());
        vertx.setPeriodic(RECOVER.toMillis(), tick -> recover());
        vertx.setPeriodic(COUNT.toMillis(), tick -> store.backlog().onSuccess(metrics::backlog));
        vertx.setPeriodic(CLEAN.toMillis(), tick -> clean());
        recover().onComplete(done -> deliverer.run());
        return Future.succeededFuture();
    }

    /** Makes the deliveries of lost nodes pending again. */
    private Future<Integer> recover() {
        return store.recover(ROWS_PER_PAGE).onSuccess(recovered -> {
            if (recovered > 0) {
                LOG.atWarn()
                        .addKeyValue("deliveries", recovered)
                        .log("webhook deliveries of a lost node will be sent again");
            }
        });
    }

    /** Each node cleans; rows that another node locks are skipped. */
    private void clean() {
        store.deleteWithoutJob(ROWS_PER_PAGE)
                .compose(deleted -> store.dropExcess(settings.webhooks().pendingOfUser(), ROWS_PER_PAGE))
                .onSuccess(dropped -> {
                    if (dropped > 0) {
                        LOG.atWarn()
                                .addKeyValue("deliveries", dropped)
                                .log("webhook deliveries dropped: too many wait for one user");
                    }
                })
                .compose(dropped -> deleteUnused(PAGES_PER_CLEANING))
                .onFailure(cause -> LOG.atWarn()
                        .addKeyValue("cause", cause.getMessage())
                        .log("webhook deliveries not cleaned, will be tried again"));
    }

    /** Examines each row of job_webhooks once, when it is old enough. */
    private Future<Void> deleteUnused(int pages) {
        return store.deleteUnused(unusedAfter, firstId(UNUSED_AFTER), ROWS_PER_PAGE)
                .compose(last -> {
                    last.ifPresent(id -> unusedAfter = id);
                    return last.isEmpty() || pages <= 1 ? Future.succeededFuture() : deleteUnused(pages - 1);
                });
    }

    /** The smallest UUIDv7 (RFC 9562) of the time {@code age} ago. */
    private UUID firstId(Duration age) {
        long millis = sources.clock().instant().minus(age).toEpochMilli();
        return new UUID(millis << 16 | 0x7000, 0x8000_0000_0000_0000L);
    }

    /** Lets running deliveries end for the grace time; those that remain are sent by another node. */
    @Override
    public Future<?> stop() {
        return deliverer
                .stop()
                .timeout(Math.max(1, settings.workers().grace().toMillis()), TimeUnit.MILLISECONDS)
                .recover(late -> deliverer.release())
                .otherwiseEmpty()
                .compose(done -> sender.close())
                .otherwiseEmpty();
    }
}
