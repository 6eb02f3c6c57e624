package dev.pressroom.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.support.Api;
import dev.pressroom.support.Race;
import dev.pressroom.support.Servers;
import dev.pressroom.support.Service;
import dev.pressroom.support.Sql;
import dev.pressroom.support.Stores;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** One row stays locked, for example by an operator in psql: only statements that need this row wait. */
class LockedRowIT {
    private static final Duration SHORT = Duration.ofSeconds(2);

    @Test
    void requestsOfOthersAreStoredWhileAUserIsLocked() throws Exception {
        UUID locked = UUID.randomUUID();
        try (Service service = Service.start(Map.of("STARTING_CREDITS", "100"))) {
            Api api = service.api(locked);
            api.created(Api.order("Known"));
            try (Connection lock = locking(service.databaseUrl(), "users", locked)) {
                List<CompletableFuture<Integer>> waiting = Stream.generate(() -> CompletableFuture.supplyAsync(
                                () -> api.create(Api.order("Waits")).statusCode()))
                        .limit(4)
                        .toList();

                long start = System.nanoTime();
                List<Integer> others = Race.of(
                        50,
                        i -> service.api(UUID.randomUUID())
                                .create(Api.order("Other"))
                                .statusCode());

                assertThat(others).containsOnly(201);
                assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SHORT);
                lock.rollback();
                waiting.forEach(CompletableFuture::join);
            }
            assertThat(api.create(Api.order("Afterwards")).statusCode()).isEqualTo(201);
        }
    }

    @Test
    void aLockedUserWaitsForTheLockAndIsStored() throws Exception {
        UUID user = UUID.randomUUID();
        try (Stores stores = Stores.open(Map.of("STARTING_CREDITS", "100"))) {
            stores.submitted(user);
            try (Connection lock = locking(stores.url(), "users", user)) {
                CompletableFuture<JobQueue.Entry> waiting = CompletableFuture.supplyAsync(() -> stores.submitted(user));
                stores.submitted(UUID.randomUUID());
                assertThat(waiting).isNotDone();
                lock.rollback();
                assertThat(waiting).succeedsWithin(SHORT);
            }
        }
    }

    @Test
    void checkpointsOfOthersAreStoredWhileAJobIsLocked() throws Exception {
        othersAreNotHeldUp(worker -> lease -> worker.record(recording(lease)));
    }

    @Test
    void progressOfOthersIsStoredWhileAJobIsLocked() throws Exception {
        othersAreNotHeldUp(worker ->
                lease -> worker.report(new LeaseStore.ProgressReport(lease, 10, "Writing", Optional.empty(), 5)));
    }

    @Test
    void othersEndWhileAJobIsLocked() throws Exception {
        othersAreNotHeldUp(worker -> lease -> worker.succeed(new LeaseStore.Settlement(
                        lease, "{}", Optional.of(recording(lease)), Optional.empty(), Optional.empty()))
                .map(Optional::isPresent));
    }

    @Test
    void leasesOfOthersAreRenewedWhileAJobIsLocked() throws Exception {
        try (Stores stores = Stores.open()) {
            PostgresLeaseStore worker = stores.worker(UUID.randomUUID(), Duration.ofMinutes(1));
            Lease locked = leased(stores, worker);
            Lease other = leased(stores, worker);
            stores.expire(other.jobId());
            try (Connection lock = locking(stores.url(), "jobs", locked.jobId())) {
                long start = System.nanoTime();

                assertThat(stores.done(() -> worker.renew(List.of(locked, other))))
                        .isEmpty();

                assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SHORT);
                assertThat(Sql.text(stores.url(), "select seen_at > now() - interval '5 seconds' from workers"))
                        .isEqualTo("t");
                lock.rollback();
            }
        }
    }

    private static void othersAreNotHeldUp(Function<PostgresLeaseStore, Function<Lease, Future<Boolean>>> write)
            throws Exception {
        try (Stores stores = Stores.open()) {
            PostgresLeaseStore worker = stores.worker(UUID.randomUUID());
            Function<Lease, Future<Boolean>> writes = write.apply(worker);
            List<Lease> keepBusy =
                    Stream.generate(() -> leased(stores, worker)).limit(2).toList();
            Lease locked = leased(stores, worker);
            List<Lease> others =
                    Stream.generate(() -> leased(stores, worker)).limit(5).toList();
            try (Connection lock = locking(stores.url(), "jobs", locked.jobId())) {
                List<Future<Boolean>> all = stores.done(() -> {
                    keepBusy.forEach(writes::apply);
                    Future<Boolean> waiting = writes.apply(locked);
                    List<Future<Boolean>> written = others.stream().map(writes).toList();
                    return Future.succeededFuture(
                            Stream.concat(Stream.of(waiting), written.stream()).toList());
                });

                for (Future<Boolean> other : all.subList(1, all.size())) {
                    assertThat(other.await(SHORT.toMillis(), TimeUnit.MILLISECONDS))
                            .isTrue();
                }
                assertThat(all.get(0).isComplete()).isFalse();
                lock.rollback();
                assertThat(all.get(0).await(SHORT.toMillis(), TimeUnit.MILLISECONDS))
                        .isTrue();
            }
        }
    }

    private static Lease leased(Stores stores, PostgresLeaseStore worker) {
        return stores.leased(worker, stores.submitted(UUID.randomUUID())).lease();
    }

    private static LeaseStore.Recording recording(Lease lease) {
        JsonObject output = new JsonObject().put("said", "so");
        return new LeaseStore.Recording(
                lease,
                20,
                Optional.of(new LeaseStore.StepOutput("plan", output, 1)),
                List.of(new JobEvent(2, lease.attempt(), "plan-result", output.encode())));
    }

    private static Connection locking(String url, String table, UUID id) throws SQLException {
        Connection connection = Servers.connect(url);
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("select from " + table + " where id = '" + id + "' for update");
        }
        return connection;
    }
}
