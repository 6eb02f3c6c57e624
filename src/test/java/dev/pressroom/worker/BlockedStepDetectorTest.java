package dev.pressroom.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.base.Sources;
import dev.pressroom.config.SettingsLoader;
import dev.pressroom.job.JobType;
import dev.pressroom.job.Lease;
import dev.pressroom.job.LeaseStore;
import dev.pressroom.job.RescueStore;
import dev.pressroom.support.Service;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A step that blocks a worker thread, with a clock that the test advances. */
class BlockedStepDetectorTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Vertx vertx = Vertx.vertx();
    private final Lease lease = new Lease(UUID.randomUUID(), 1, UUID.randomUUID());
    private final AtomicLong nanos = new AtomicLong();
    private final AtomicInteger blamed = new AtomicInteger();
    private final CountDownLatch blocking = new CountDownLatch(1);
    private final CountDownLatch freed = new CountDownLatch(1);
    private final LeaseStore leases = (LeaseStore) Proxy.newProxyInstance(
            LeaseStore.class.getClassLoader(), new Class<?>[] {LeaseStore.class}, (proxy, method, values) -> {
                blamed.incrementAndGet();
                return Future.succeededFuture(new RescueStore.Rescued(List.of(), List.of(), List.of()));
            });
    private final Context context = vertx.getOrCreateContext();
    private BlockedStepDetector detector;

    @BeforeEach
    void blockAThread() throws Exception {
        Map<String, String> env = new HashMap<>(Service.environment());
        env.put("PRESSROOM_WORKERS_BLOCKED_THREAD", LIMIT.toSeconds() + "s");
        Sources system = Sources.system();
        WorkerServices services = new WorkerServices(
                lease.node(),
                SettingsLoader.load(env, Optional.empty()),
                new Sources(system.clock(), system.ids(), system.random(), nanos::get),
                (WorkerStores) Proxy.newProxyInstance(
                        WorkerStores.class.getClassLoader(),
                        new Class<?>[] {WorkerStores.class},
                        (proxy, method, values) -> leases),
                null,
                null,
                Map.of(),
                new JobMetrics(new SimpleMeterRegistry()));
        detector = new BlockedStepDetector(services, () -> List.of(lease));
        detector.deploy(context).await();
        ContextInternal step = ((ContextInternal) vertx.getOrCreateContext()).duplicate();
        step.putLocal(
                BlockedStepDetector.WORK, new BlockedStepDetector.Work(lease, JobType.CONTENT_GENERATION, "write"));
        step.executeBlocking(
                () -> {
                    blocking.countDown();
                    freed.await();
                    return null;
                },
                false);
        blocking.await();
    }

    @AfterEach
    void free() {
        freed.countDown();
        vertx.close().await();
    }

    @Test
    void aStepThatBlocksForItsLimitIsBlamedOnce() {
        checks(2 * (int) LIMIT.toSeconds() + 10, Duration.ofMillis(500));

        assertThat(blamed).hasValue(1);
    }

    @Test
    void aProcessThatWasSuspendedDetectsNothing() {
        checks(1, LIMIT.multipliedBy(2));
        checks(4 * (int) LIMIT.toSeconds(), Duration.ZERO);

        assertThat(blamed).hasValue(0);
    }

    private void checks(int number, Duration apart) {
        for (int i = 0; i < number; i++) {
            Promise<Void> checked = Promise.promise();
            context.runOnContext(go -> {
                nanos.addAndGet(apart.toNanos());
                detector.check();
                checked.complete();
            });
            checked.future().await();
        }
    }
}
