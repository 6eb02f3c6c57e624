package dev.pressroom.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import dev.pressroom.support.Api;
import dev.pressroom.support.Ledger;
import dev.pressroom.support.Race;
import dev.pressroom.support.ScriptedPipeline;
import dev.pressroom.support.Service;
import dev.pressroom.support.Sql;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When credits of a job are held, spent and released. */
class CreditsIT {
    private final AtomicBoolean refuses = new AtomicBoolean();
    private final ScriptedPipeline pipeline = new ScriptedPipeline()
            .step(
                    "write",
                    context -> refuses.get()
                            ? Future.failedFuture(new Failure(ErrorCode.MODEL_REFUSED, "No."))
                            : Future.succeededFuture(ScriptedPipeline.said("write")));
    private Service service;
    private Api api;

    @BeforeEach
    void start() {
        service = Service.start(Map.of("STARTING_CREDITS", "10"), pipeline.asPipelines());
        api = service.api(UUID.randomUUID());
    }

    @AfterEach
    void stop() {
        service.close();
    }

    @Test
    void twoHundredOrdersAtOnceAgainstTenCreditsGiveTenJobs() {
        Map<Integer, Long> answers = Race.of(
                        200, i -> api.create(Api.order("Tomatoes")).statusCode())
                .stream()
                .collect(Collectors.groupingBy(status -> status, Collectors.counting()));

        assertThat(answers).isEqualTo(Map.of(201, 10L, 402, 190L));
        assertThat(number("select count(*) from jobs")).isEqualTo(10);
        assertThat(number("select count(*) from owned_organizations"))
                .as("of those that were refused nothing stays")
                .isEqualTo(10);
        assertBalance(0);
    }

    @Test
    void aUserWhoIsNewGetsTheStartingCreditsOnceUnderConcurrentFirstRequests() {
        concurrentCreates(20);

        assertThat(number("select count(*) from users")).isEqualTo(1);
        assertThat(number("select count(*) from credit_entries where kind = 'grant'"))
                .isEqualTo(1);
    }

    @Test
    void aJobThatFailsCostsNothingAndItsRetryHoldsACreditAgain() {
        refuses.set(true);
        UUID job = api.created(Api.order("Refused"));
        api.await(job, "failed");
        assertBalance(10);

        refuses.set(false);
        assertThat(api.retry(job).statusCode()).isEqualTo(200);
        api.await(job, "succeeded");

        assertBalance(9);
        assertThat(
                        Sql.text(
                                service.databaseUrl(),
                                "select string_agg(kind || attempt, ' ' order by attempt, kind) from credit_entries where kind <> 'grant'"))
                .isEqualTo("hold1 release1 hold2 spend2");
    }

    @Test
    void aRetryWithoutCreditsIsRefusedAndTheJobStaysFailed() {
        refuses.set(true);
        UUID job = api.created(Api.order("Refused"));
        api.await(job, "failed");
        refuses.set(false);
        concurrentCreates(10);

        HttpResponse<String> answer = api.retry(job);

        assertThat(answer.statusCode()).isEqualTo(402);
        JsonObject data = Api.json(answer).getJsonObject("data");
        assertThat(data.getInteger("creditsAvailable")).isZero();
        assertThat(api.status(job).getString("status")).isEqualTo("failed");
    }

    @Test
    void anOrderThatIsReplayedIsPaidOnce() {
        JsonObject order = Api.order("Twice");

        List<String> bodies = concurrently(
                10, () -> api.create(order, "Idempotency-Key", "once").body());

        assertThat(bodies.stream().distinct()).hasSize(1);
        assertThat(number("select count(*) from credit_entries where kind = 'hold'"))
                .isEqualTo(1);
    }

    @Test
    void manyCancelsAtOnceGiveTheCreditBackOnce() {
        try (Service slow = Service.start(
                Map.of("STARTING_CREDITS", "1"),
                new ScriptedPipeline().gated("write").asPipelines())) {
            Api theirs = slow.api(UUID.randomUUID());
            UUID job = theirs.created(Api.order("Cancelled"));

            List<Integer> answers = concurrently(10, () -> theirs.cancel(job).statusCode());

            assertThat(answers).filteredOn(status -> status == 200).hasSize(1);
            assertThat(answers).filteredOn(status -> status == 409).hasSize(9);
            assertThat(Sql.number(slow.databaseUrl(), "select credit_balance from users"))
                    .isEqualTo(1);
        }
    }

    @Test
    void whoHasNoLimitGetsHoldsOfNothing() {
        try (Service generous = Service.start(Map.of(), pipeline.asPipelines())) {
            Api theirs = generous.api(UUID.randomUUID());
            theirs.await(theirs.created(Api.order("Free")), "succeeded");

            assertThat(Sql.text(
                            generous.databaseUrl(),
                            "select string_agg(kind || amount, ' ' order by kind) from credit_entries"))
                    .isEqualTo("hold0 spend0");
        }
    }

    private Map<Integer, Long> concurrentCreates(int count) {
        return concurrently(count, () -> api.create(Api.order("Tomatoes")).statusCode()).stream()
                .collect(java.util.stream.Collectors.groupingBy(s -> s, java.util.stream.Collectors.counting()));
    }

    private static <T> List<T> concurrently(int count, java.util.function.Supplier<T> call) {
        ExecutorService threads = Executors.newFixedThreadPool(Math.min(count, 25));
        try {
            List<CompletableFuture<T>> calls = IntStream.range(0, count)
                    .mapToObj(i -> CompletableFuture.supplyAsync(call, threads))
                    .toList();
            return calls.stream().map(CompletableFuture::join).toList();
        } finally {
            threads.shutdown();
        }
    }

    /** The stored balance and the sum of the ledger. */
    private void assertBalance(int expected) {
        Ledger.assertFits(service.databaseUrl());
        assertThat(number("select credit_balance from users")).isEqualTo(expected);
        assertThat(number("select sum(amount) from credit_entries")).isEqualTo(expected);
    }

    private long number(String query) {
        return Sql.number(service.databaseUrl(), query);
    }
}
