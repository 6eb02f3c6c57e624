package dev.pressroom.worker;

import dev.pressroom.base.Sources;
import dev.pressroom.job.QueueMonitor;
import dev.pressroom.job.RedisJobQueue;
import dev.pressroom.support.Await;
import dev.pressroom.support.Sql;
import dev.pressroom.support.Stores;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The maintenance loops of a node over real servers. */
class MaintenanceIT {
    private static final String ALL = "erasures expiry reaper relay retention statistics tasks usage";
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String LOCKS = "select coalesce(string_agg(name, ' ' order by name), '') from duties";

    private final Stores stores = Stores.open();
    private final UUID node = UUID.randomUUID();
    private final RedisJobQueue queue = stores.queue();
    private final QueueMonitor monitor = new QueueMonitor(stores.vertx(), Optional.of(queue));
    private Optional<String> deployment = Optional.empty();

    @BeforeEach
    void deploy() {
        stores.done(monitor::start);
        WorkerServices services = new WorkerServices(
                node,
                stores.settings(),
                Sources.system(),
                WorkerStores.in(stores.database(), node, stores.settings(), Optional.of(queue)),
                queue,
                monitor,
                Map.of(),
                new JobMetrics(new SimpleMeterRegistry()));
        deployment = Optional.of(stores.done(() -> stores.vertx().deployVerticle(new MaintenanceVerticle(services))));
    }

    @AfterEach
    void close() {
        undeploy();
        monitor.stop();
        stores.done(queue::close);
        stores.close();
    }

    @Test
    void eachLoopHoldsALock() {
        Await.until(PATIENCE, () -> Sql.text(stores.url(), LOCKS).equals(ALL));
    }

    @Test
    void aNodeThatStopsReleasesAllItsLocks() {
        Await.until(PATIENCE, () -> Sql.text(stores.url(), LOCKS).equals(ALL));

        undeploy();

        Await.until(PATIENCE, () -> Sql.text(stores.url(), LOCKS).isEmpty());
    }

    private void undeploy() {
        deployment.ifPresent(id -> stores.done(() -> stores.vertx().undeploy(id)));
        deployment = Optional.empty();
    }
}
