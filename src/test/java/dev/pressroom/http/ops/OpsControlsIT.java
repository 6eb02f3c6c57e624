package dev.pressroom.http.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.support.Api;
import dev.pressroom.support.Await;
import dev.pressroom.support.ScriptedPipeline;
import dev.pressroom.support.Servers;
import dev.pressroom.support.Service;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Pauses, limits of tenants and drained nodes, over two nodes. */
class OpsControlsIT {
    private static final Duration ONE_SECOND = Duration.ofSeconds(1);
    private static final Duration SOON = Duration.ofSeconds(60);
    private static ScriptedPipeline pipeline;
    private static Service front;
    private static Service worker;
    private static Operators operator;
    private static Map<String, String> shared;
    private final Api api = front.api(UUID.randomUUID());

    @BeforeAll
    static void start() {
        pipeline = new ScriptedPipeline().step("context").gated("article");
        pipeline.open("article");
        shared = Map.of(
                "DATABASE_URL", Servers.freshDatabase(),
                "REDIS_URL", Servers.freshRedis(),
                "PRESSROOM_CLUSTER", "on");
        front = Service.start(shared, pipeline.asPipelines());
        worker = Service.start(shared, pipeline.asPipelines());
        operator = Operators.of(front);
    }

    @AfterAll
    static void stop() {
        worker.close();
        front.close();
    }

    @AfterEach
    void endPauses() {
        operator.list("/pauses", "pauses").forEach(pause -> operator.resume(pause.getString("scope")));
    }

    private List<UUID> created(Api owner, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> owner.created(Api.order("Article " + i)))
                .toList();
    }

    private static boolean allQueued(Api owner, List<UUID> jobs) {
        return jobs.stream()
                .allMatch(job -> owner.status(job).getString("status").equals("queued"));
    }

    private static void staysQueued(Api owner, List<UUID> jobs) {
        long end = System.nanoTime() + ONE_SECOND.multipliedBy(2).toNanos();
        Await.until(Duration.ofSeconds(10), () -> {
            assertThat(allQueued(owner, jobs)).isTrue();
            return System.nanoTime() > end;
        });
    }

    private static void awaitSuccess(Api owner, List<UUID> jobs) {
        Await.until(
                SOON,
                () -> jobs.stream()
                        .allMatch(job -> owner.status(job).getString("status").equals("succeeded")));
    }

    @Test
    void whileEverythingIsPausedJobsAreCreatedAndWaitAndThenAllRun() {
        operator.pause("all");
        List<UUID> jobs = created(api, 20);

        staysQueued(api, jobs);
        operator.resume("all");

        awaitSuccess(api, jobs);
    }

    @Test
    void aPausedTypeWaits() {
        operator.pause("type:content_generation");
        List<UUID> jobs = created(api, 5);

        staysQueued(api, jobs);
        operator.resume("type:content_generation");

        awaitSuccess(api, jobs);
    }

    @Test
    void aPauseOfATenantHoldsUpNobodyElse() {
        operator.pause("tenant:user:" + api.user());
        List<UUID> jobs = created(api, 5);
        Api other = front.api(UUID.randomUUID());

        awaitSuccess(other, created(other, 5));
        staysQueued(api, jobs);
        operator.resume("tenant:user:" + api.user());

        Await.until(
                Operators.SOON,
                () -> jobs.stream()
                        .allMatch(job -> api.status(job).getString("status").equals("succeeded")));
    }

    @Test
    void aPauseSurvivesTheStartOfANode() {
        operator.pause("all");
        List<UUID> jobs = created(api, 3);
        try (Service another = Service.start(shared, pipeline.asPipelines())) {
            staysQueued(another.api(api.user()), jobs);
        }
        assertThat(operator.list("/pauses", "pauses")).hasSize(1);
    }

    @Test
    void aJobExpiresWhileItIsPaused() {
        operator.pause("all");

        UUID job = api.created(Api.order("Late").put("startWithinSeconds", 1));

        assertThat(api.await(job, "failed").getString("errorCode")).isEqualTo("EXPIRED");
    }

    @Test
    void anUnknownScopeIs400() {
        assertThat(operator.send("PUT", "/pauses", new JsonObject().put("scope", "type:unknown"))
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void aTenantRunsAtMostItsLimitAtOnceAndLosesNoJob() {
        ScriptedPipeline slow = new ScriptedPipeline().gated("article");
        Map<String, String> own = Map.of(
                "DATABASE_URL", Servers.freshDatabase(),
                "REDIS_URL", Servers.freshRedis(),
                "PRESSROOM_CLUSTER", "on");
        try (Service one = Service.start(own, slow.asPipelines());
                Service two = Service.start(own, slow.asPipelines())) {
            Operators limiting = Operators.of(one);
            Api limited = one.api(UUID.randomUUID());
            limiting.limit("user:" + limited.user(), 2, null);
            List<UUID> jobs = created(limited, 8);
            String running = "/jobs?limit=100&status=running&owner=" + limited.user();
            limiting.await(running, page -> page.getJsonArray("jobs").size() == 2);
            List<Integer> seen = new ArrayList<>();
            long end = System.nanoTime() + ONE_SECOND.multipliedBy(3).toNanos();
            Await.until(Operators.SOON, () -> {
                seen.add(limiting.list(running, "jobs").size());
                return System.nanoTime() > end;
            });
            assertThat(seen).allMatch(count -> count <= 2);

            limiting.limit("user:" + limited.user(), 5, null);
            limiting.await(running, page -> page.getJsonArray("jobs").size() == 5);
            slow.open("article");

            Await.until(
                    Operators.SOON,
                    () -> jobs.stream()
                            .allMatch(job ->
                                    limited.status(job).getString("status").equals("succeeded")));
        }
    }

    @Test
    void aTenantMayQueueAsManyJobsAsItsLimitSays() {
        operator.pause("all");
        operator.limit("user:" + api.user(), null, 2);
        created(api, 2);

        HttpResponse<String> third = api.create(Api.order("One too many"));
        operator.limit("user:" + api.user(), null, 3);
        HttpResponse<String> allowed = api.create(Api.order("Now allowed"));

        assertThat(third.statusCode()).isEqualTo(429);
        assertThat(Api.json(third).getString("errorCode")).isEqualTo("TOO_MANY_JOBS");
        assertThat(allowed.statusCode()).isEqualTo(201);
    }

    @Test
    void theTenantsAreListedWithTheirJobsLimitsAndPauses() {
        operator.pause("tenant:user:" + api.user());
        operator.limit("user:" + api.user(), 4, null);
        created(api, 3);

        assertThat(operator.list("/tenants?limit=100", "tenants")).anySatisfy(tenant -> {
            assertThat(tenant.getString("tenant")).isEqualTo("user:" + api.user());
            assertThat(tenant.getInteger("live")).isEqualTo(3);
            assertThat(tenant.getBoolean("paused")).isTrue();
            assertThat(tenant.getJsonObject("limits").getInteger("running")).isEqualTo(4);
        });
    }

    @Test
    void aDrainedNodeFinishesItsJobsAndClaimsNoMore() {
        ScriptedPipeline held = new ScriptedPipeline().gated("article");
        try (Service alone = Service.start(Map.of(), held.asPipelines())) {
            Operators draining = Operators.of(alone);
            Api owner = alone.api(UUID.randomUUID());
            UUID running = owner.created(Api.order("Runs"));
            owner.await(running, "running");
            String node = draining.get("/overview")
                    .getJsonArray("nodes")
                    .getJsonObject(0)
                    .getString("node");
            Operators.ok(draining.send("PUT", "/nodes/" + node + "/drain", new JsonObject()));
            Await.until(SOON, () -> owner.get("/health/ready").statusCode() == 503);
            UUID waiting = owner.created(Api.order("Waits"));

            held.open("article");
            owner.await(running, "succeeded");
            staysQueued(owner, List.of(waiting));
            Operators.ok(draining.send("DELETE", "/nodes/" + node + "/drain", new JsonObject()));

            owner.await(waiting, "succeeded");
            Await.until(SOON, () -> owner.get("/health/ready").statusCode() == 200);
        }
    }

    @Test
    void anUnknownNodeIsNotDrained() {
        assertThat(operator.send("PUT", "/nodes/" + UUID.randomUUID() + "/drain", new JsonObject())
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void everyControlIsInTheAudit() {
        String tenant = "user:" + api.user();
        operator.pause("tenant:" + tenant);
        operator.resume("tenant:" + tenant);
        operator.limit(tenant, 1, null);
        Operators.ok(operator.send("DELETE", "/limits?tenant=" + tenant, new JsonObject()));

        assertThat(operator.list("/audit?target=tenant:" + tenant, "entries"))
                .extracting(entry -> entry.getString("action"))
                .containsExactly("resume", "pause");
        assertThat(operator.list("/audit?target=" + tenant, "entries"))
                .extracting(entry -> entry.getString("action"))
                .containsExactly("unlimit", "limit");
    }
}
