package dev.pressroom.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import dev.pressroom.base.Sources;
import dev.pressroom.config.SettingsLoader;
import dev.pressroom.job.JobQueue;
import dev.pressroom.job.Lease;
import dev.pressroom.job.LeaseStore;
import dev.pressroom.job.LeasedJob;
import dev.pressroom.job.RescueStore;
import dev.pressroom.support.Service;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Over a fake store, whose answers the test gives. */
class UnusedLeasesTest {
    private final Vertx vertx = Vertx.vertx();
    private final UUID node = UUID.randomUUID();
    private final Lease lease = new Lease(UUID.randomUUID(), 1, node);
    private final List<Lease> running = new ArrayList<>();
    private final List<Collection<?>> known = new ArrayList<>();
    private final List<Object> givenUp = new ArrayList<>();
    private final Promise<List<LeasedJob>> claim = Promise.promise();
    private Future<List<Lease>> unknown = Future.succeededFuture(List.of());

    private final UnusedLeases unusedLeases = new UnusedLeases(
            vertx,
            new WorkerServices(
                    node,
                    SettingsLoader.load(Service.environment(), Optional.empty()),
                    Sources.system(),
                    null,
                    null,
                    null,
                    Map.of(),
                    new JobMetrics(new SimpleMeterRegistry())),
            (LeaseStore) Proxy.newProxyInstance(
                    LeaseStore.class.getClassLoader(),
                    new Class<?>[] {LeaseStore.class},
                    (proxy, method, values) -> switch (method.getName()) {
                        case "claim" -> claim.future();
                        case "unknown" -> {
                            known.add((Collection<?>) values[0]);
                            yield unknown;
                        }
                        case "giveUpUnused" -> {
                            givenUp.add(values[0]);
                            yield Future.succeededFuture(new RescueStore.Rescued(List.of(), List.of(), List.of()));
                        }
                        default -> throw new AssertionError(method.getName());
                    }),
            new Requeue(vertx, null),
            () -> running);

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void aLeaseWhoseJobDoesNotRunHereIsGivenUp() {
        unknown = Future.succeededFuture(List.of(lease));

        unusedLeases.check();

        assertThat(givenUp).containsExactly(List.of(lease));
    }

    @Test
    void whatRunsHereIsKnown() {
        running.add(lease);

        unusedLeases.check();

        assertThat(known.get(0)).isEqualTo(Set.of(lease));
    }

    @Test
    void whatAClaimUnderWayMayBeGrantedIsKnown() {
        unusedLeases.claim(List.of(new JobQueue.Claimed(lease.jobId(), 1)));

        unusedLeases.check();

        assertThat(known.get(0)).isEqualTo(Set.of(lease));
    }

    @Test
    void whatIsClaimedDuringACheckIsNotGivenUp() {
        Promise<List<Lease>> answer = Promise.promise();
        unknown = answer.future();
        unusedLeases.check();
        unusedLeases.claim(List.of(new JobQueue.Claimed(lease.jobId(), 1)));

        answer.complete(List.of(lease));

        assertThat(givenUp).isEmpty();
    }

    @Test
    void whatAClaimWithoutAnAnswerWasGrantedIsGivenUp() {
        unusedLeases.claim(List.of(new JobQueue.Claimed(lease.jobId(), 1)));
        claim.fail(new Failure(ErrorCode.DATABASE_UNAVAILABLE, "Away."));
        unknown = Future.succeededFuture(List.of(lease));

        unusedLeases.check();

        assertThat(known.get(0)).isEmpty();
        assertThat(givenUp).containsExactly(List.of(lease));
    }
}
