package dev.pressroom.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.pipeline.StepContext;
import dev.pressroom.pipeline.StepResult;
import dev.pressroom.support.Api;
import dev.pressroom.support.Await;
import dev.pressroom.support.ScriptedPipeline;
import dev.pressroom.support.Servers;
import dev.pressroom.support.Service;
import dev.pressroom.support.Sql;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Steps that block a thread. */
class BlockedStepIT {
    private static final Duration SOON = Duration.ofSeconds(30);

    private final CountDownLatch freed = new CountDownLatch(1);
    private final Map<String, String> settings = new HashMap<>();

    @BeforeEach
    void oneDatabaseForAllNodes() {
        settings.put("DATABASE_URL", Servers.freshDatabase());
        settings.put("REDIS_URL", Servers.freshRedis());
        settings.put("PRESSROOM_LEASE_SECONDS", "30");
        settings.put("PRESSROOM_WORKERS_MAX_DEATHS", "1");
        settings.put("PRESSROOM_WORKERS_BLOCKED_LOOP", "1s");
        settings.put("PRESSROOM_WORKERS_BLOCKED_THREAD", "1s");
    }

    @AfterEach
    void free() {
        freed.countDown();
    }

    @Test
    void aStepThatBlocksItsEventLoopFailsAloneAndWhatRanBesideItGoesOnElsewhere() {
        ScriptedPipeline blocking = pipeline(this::blockLoop);
        try (Service first = Service.start(settings, blocking.asPipelines())) {
            Api api = first.api(UUID.randomUUID());
            UUID innocent = api.created(Api.order("Innocent"));
            Await.until(SOON, () -> blocking.runs(innocent, "write") == 1);
            UUID culprit = api.created(Api.order("Culprit").put("blocks", true));
            Await.until(SOON, () -> blocking.runs(culprit, "write") == 1);
            try (Service second =
                    Service.start(settings, pipeline(context -> said()).asPipelines())) {
                Api there = second.api(api.user());

                assertThat(there.await(culprit, "failed").getString("errorCode"))
                        .isEqualTo("WORKER_LOST");
                assertThat(there.await(innocent, "succeeded").getInteger("attempt"))
                        .isEqualTo(1);
                assertThat(standing(innocent)).isEqualTo("0 0 0");
                freed.countDown();
            }
        }
    }

    @Test
    void aStepThatBlocksAWorkerThreadFailsAndTheNodeGoesOn() {
        ScriptedPipeline blocking = pipeline(context ->
                context.input().containsKey("blocks") ? Vertx.currentContext().executeBlocking(this::blocked) : said());
        try (Service service = Service.start(settings, blocking.asPipelines())) {
            Api api = service.api(UUID.randomUUID());
            UUID culprit = api.created(Api.order("Culprit").put("blocks", true));

            JsonObject end = api.await(culprit, "failed");

            assertThat(end.getString("errorCode")).isEqualTo("WORKER_LOST");
            api.await(api.created(Api.order("Innocent")), "succeeded");
            freed.countDown();
        }
    }

    @Test
    void aStepIsBlamedOnceHoweverLongItBlocks() {
        settings.put("PRESSROOM_WORKERS_MAX_DEATHS", "3");
        ScriptedPipeline blocking = pipeline(context -> context.input().containsKey("blocks")
                ? Vertx.currentContext().executeBlocking(this::blocked, false)
                : said());
        try (Service service = Service.start(settings, blocking.asPipelines())) {
            Api api = service.api(UUID.randomUUID());
            api.awaitStatus(
                    api.created(Api.order("First").put("blocks", true)), status -> status.getInteger("attempt") == 2);
            api.awaitStatus(
                    api.created(Api.order("Second").put("blocks", true)), status -> status.getInteger("attempt") == 2);

            assertThat(api.get("/metrics").body()).contains("pressroom_jobs_blocked_total 2.0\n");
            freed.countDown();
        }
    }

    private static ScriptedPipeline pipeline(ScriptedPipeline.Script write) {
        return new ScriptedPipeline().step("plan").step("write", write);
    }

    /** One step blocks its thread; another waits for a gate. */
    private Future<StepResult> blockLoop(StepContext context) {
        if (!context.input().containsKey("blocks")) {
            return Promise.<StepResult>promise().future();
        }
        return Future.succeededFuture(blocked());
    }

    private StepResult blocked() {
        try {
            freed.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return ScriptedPipeline.said("write");
    }

    private static Future<StepResult> said() {
        return Future.succeededFuture(ScriptedPipeline.said("write"));
    }

    private String standing(UUID job) {
        return Sql.text(
                settings.get("DATABASE_URL"),
                "select concat_ws(' ', losses, lone_losses, deaths) from jobs where id = '" + job + "'");
    }
}
