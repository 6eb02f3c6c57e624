package dev.pressroom.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import dev.pressroom.bus.RecordCodec;
import dev.pressroom.config.SettingsLoader;
import dev.pressroom.job.JobType;
import dev.pressroom.job.Lease;
import dev.pressroom.job.LeaseStore;
import dev.pressroom.job.LeasedJob;
import dev.pressroom.job.NarrativeStore;
import dev.pressroom.job.Owner;
import dev.pressroom.job.Signal;
import dev.pressroom.job.Signals;
import dev.pressroom.support.Api;
import dev.pressroom.support.ScriptedPipeline;
import dev.pressroom.support.Service;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A run whose settlement fails, over a database that answers all other statements. */
class SettlementTest {
    private final Vertx vertx = Vertx.vertx();
    private final List<String> written = new CopyOnWriteArrayList<>();

    @BeforeEach
    void open() {
        RecordCodec.register(vertx.eventBus(), Signal.Batch.class);
    }

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void aJobWhoseResultCannotBeWrittenFailsAfterEightTries() throws Exception {
        RunOutcome outcome = endOfRunRefusing(Set.of("succeed"));

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        RunOutcome.Failed.class,
                        failed -> assertThat(failed.code()).isEqualTo(ErrorCode.INTERNAL));
        assertThat(written.stream().filter("succeed"::equals)).hasSize(RunServices.MAX_TRIES);
        assertThat(written).endsWith("fail");
    }

    @Test
    void aRunWhoseEndCannotBeWrittenAtAllEndsAllTheSame() throws Exception {
        RunOutcome outcome = endOfRunRefusing(Set.of("succeed", "fail"));

        assertThat(outcome).isEqualTo(new RunOutcome.Stopped(RunOutcome.Reason.LEASE_LOST));
        assertThat(written.stream().filter("fail"::equals)).hasSize(RunServices.MAX_TRIES);
    }

    private RunOutcome endOfRunRefusing(Set<String> refused) throws Exception {
        LeaseStore leases = (LeaseStore) Proxy.newProxyInstance(
                LeaseStore.class.getClassLoader(), new Class<?>[] {LeaseStore.class}, (p, method, v) -> {
                    written.add(method.getName());
                    if (refused.contains(method.getName())) {
                        return Future.failedFuture(new Failure(ErrorCode.DATABASE_UNAVAILABLE, "Away."));
                    }
                    return switch (method.getName()) {
                        case "record", "report" -> Future.succeededFuture(true);
                        default -> Future.succeededFuture(Optional.of(9));
                    };
                });
        RunServices services = new RunServices(
                vertx,
                leases,
                (NarrativeStore) Proxy.newProxyInstance(
                        LeaseStore.class.getClassLoader(),
                        new Class<?>[] {NarrativeStore.class},
                        (p, method, v) -> Future.succeededFuture(true)),
                new Signals(vertx),
                new JobMetrics(new SimpleMeterRegistry()),
                SettingsLoader.load(Service.environment(), Optional.empty()).workers(),
                new ModelPrices(Map.of(), "USD"),
                new Backoff(Duration.ofMillis(1), new Random(1)),
                Duration.ofMillis(1),
                () -> true);
        LeasedJob job = new LeasedJob(
                new Lease(UUID.randomUUID(), 1, UUID.randomUUID()),
                JobType.CONTENT_GENERATION,
                Owner.user(UUID.randomUUID()),
                "user:1",
                Duration.ZERO,
                Optional.empty(),
                Api.order("Tomatoes"),
                Map.of(),
                0,
                1);
        JobRun run =
                new JobRun(services, job, new ScriptedPipeline().step("plan").step("write"), RunSpan.NONE);
        return run.run().await(20, TimeUnit.SECONDS);
    }
}
