package dev.pressroom.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import dev.pressroom.config.Settings;
import dev.pressroom.config.SettingsLoader;
import dev.pressroom.job.JobQueue;
import dev.pressroom.job.RescueStore;
import dev.pressroom.job.Signals;
import dev.pressroom.support.Service;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The page sizes of the maintenance loops. */
class MaintenancePagesTest {
    private static final int MAX_PAGE_SIZE = 500;

    private final Vertx vertx = Vertx.vertx();
    private final Settings settings = SettingsLoader.load(Service.environment(), Optional.empty());
    private final JobMetrics metrics = new JobMetrics(new SimpleMeterRegistry());
    private final List<Integer> pageSizes = new ArrayList<>();
    private final RescueStore store = (RescueStore) Proxy.newProxyInstance(
            RescueStore.class.getClassLoader(),
            new Class<?>[] {RescueStore.class},
            (proxy, method, values) -> switch (method.getName()) {
                case "maxPageSize" -> MAX_PAGE_SIZE;
                case "recordLostNodes" -> Future.succeededFuture(0);
                default -> timedOut((Integer) values[values.length - 1]);
            });

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void afterATimeOutTheReaperWorksOnSmallerPages() {
        Reaper reaper = new Reaper(
                store,
                relay(),
                new Signals(vertx),
                metrics,
                RescueStore.LossRules.of(settings.workers()),
                System::nanoTime);

        twoRounds(reaper::round);

        assertThat(pageSizes).containsExactly(MAX_PAGE_SIZE, MAX_PAGE_SIZE / 4);
    }

    @Test
    void afterATimeOutTheRelayWorksOnSmallerPages() {
        Relay relay = relay();

        twoRounds(relay::round);

        assertThat(pageSizes).containsExactly(MAX_PAGE_SIZE, MAX_PAGE_SIZE / 4);
    }

    @Test
    void afterATimeOutTheRetentionWorksOnSmallerPages() {
        WorkerStores stores = (WorkerStores) Proxy.newProxyInstance(
                WorkerStores.class.getClassLoader(),
                new Class<?>[] {WorkerStores.class},
                (proxy, method, values) -> Future.succeededFuture());
        Retention retention = new Retention(store, stores, settings.retention());

        twoRounds(retention::round);

        assertThat(pageSizes).containsExactly(MAX_PAGE_SIZE, MAX_PAGE_SIZE / 4);
    }

    @Test
    void aPageIsQuarteredAfterFailuresDownToTenRows() {
        PageSize size = new PageSize(MAX_PAGE_SIZE);

        for (int i = 0; i < 5; i++) {
            size.shrink();
        }

        assertThat(size.rows()).isEqualTo(10);
    }

    @Test
    void aPageIsDoubledAfterSuccessesUpToItsLargestSize() {
        PageSize size = new PageSize(MAX_PAGE_SIZE);
        size.shrink();

        size.grow();
        assertThat(size.rows()).isEqualTo(250);

        size.grow();
        size.grow();
        assertThat(size.rows()).isEqualTo(MAX_PAGE_SIZE);
    }

    private Relay relay() {
        JobQueue queue = (JobQueue) Proxy.newProxyInstance(
                JobQueue.class.getClassLoader(),
                new Class<?>[] {JobQueue.class},
                (proxy, method, values) -> switch (method.getName()) {
                    case "hasMarker" -> Future.succeededFuture(true);
                    default -> Future.succeededFuture(0);
                });
        return new Relay(vertx, store, queue, metrics);
    }

    private static void twoRounds(Supplier<Future<?>> round) {
        round.get().otherwiseEmpty().await();
        round.get().otherwiseEmpty().await();
    }

    private Future<?> timedOut(int pageSize) {
        pageSizes.add(pageSize);
        return Future.failedFuture(new Failure(ErrorCode.DATABASE_UNAVAILABLE, "The database took too long."));
    }
}
