package dev.pressroom.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.pipeline.StepResult;
import dev.pressroom.support.Api;
import dev.pressroom.support.Await;
import dev.pressroom.support.ScriptedPipeline;
import dev.pressroom.support.Servers;
import dev.pressroom.support.Service;
import dev.pressroom.support.Sql;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.net.Socket;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A node that stops hands its jobs back, so that another node continues them at once. */
class HandBackIT {
    private static final Duration SOON = Duration.ofSeconds(20);

    private final Map<String, String> settings = new HashMap<>();

    @BeforeEach
    void oneDatabaseForAllNodes() {
        settings.put("DATABASE_URL", Servers.freshDatabase());
        settings.put("REDIS_URL", Servers.freshRedis());
        settings.put("PRESSROOM_WORKERS_GRACE", "50s");
    }

    @Test
    void aJobBetweenTwoStepsIsGivenUpAtOnceAndNotWhenTheGraceTimeEnds() {
        Map<UUID, Promise<Void>> gates = new ConcurrentHashMap<>();
        ScriptedPipeline pipeline = new ScriptedPipeline()
                .step(
                        "plan",
                        context -> ScriptedPipeline.here(gates.computeIfAbsent(context.jobId(), id -> Promise.promise())
                                        .future())
                                .map(open -> ScriptedPipeline.said("plan")))
                .step("write");
        Service leaving = Service.start(settings, pipeline.asPipelines());
        Api api = leaving.api(UUID.randomUUID());
        UUID quick = api.created(Api.order("Quick"));
        UUID slow = api.created(Api.order("Slow"));
        Await.until(SOON, () -> gates.keySet().containsAll(List.of(quick, slow)));

        CompletableFuture<Void> stopped = CompletableFuture.runAsync(leaving::close);
        Await.until(SOON, () -> !answers(leaving.port()));
        try (Service staying = Service.start(settings, pipeline.asPipelines())) {
            gates.get(quick).complete();

            JsonObject end = staying.api(api.user()).await(quick, "succeeded");
            assertThat(stopped).isNotDone();
            assertThat(end.getInteger("attempt")).isEqualTo(1);
            assertThat(pipeline.runs(quick, "plan")).isEqualTo(1);
            gates.get(slow).complete();
            stopped.join();
            assertThat(staying.api(api.user()).await(slow, "succeeded").getInteger("attempt"))
                    .isEqualTo(1);
        }
    }

    @Test
    void aJobThatIsBeingClaimedWhileTheNodeStopsIsGivenUpToo() throws Exception {
        AtomicBoolean graceIsOver = new AtomicBoolean();
        ScriptedPipeline pipeline = new ScriptedPipeline().step("write", context -> {
            context.cancellation().onCancel(() -> graceIsOver.set(true));
            return Promise.<StepResult>promise().future();
        });
        settings.put("PRESSROOM_WORKERS_GRACE", "10ms");
        Service node = Service.start(settings, pipeline.asPipelines());
        Api api = node.api(UUID.randomUUID());
        UUID job = UUID.randomUUID();
        CompletableFuture<Void> stopped;
        try (Connection side = Servers.connect(node.databaseUrl());
                Statement statement = side.createStatement()) {
            api.await(api.created(Api.order("First")), "running");
            side.setAutoCommit(false);
            statement.execute("insert into job_inputs values ('" + job + "', '" + Api.order("Late") + "')");
            statement.execute("lock table job_inputs in access exclusive mode");
            Servers.execute(node.databaseUrl(), jobRow(job, api.user()));
            Await.until(SOON, () -> isClaiming(node));

            stopped = CompletableFuture.runAsync(node::close);
            Await.until(SOON, graceIsOver::get);
            side.commit();
        }
        stopped.get(60, TimeUnit.SECONDS);

        assertThat(Sql.text(
                        node.databaseUrl(),
                        "select string_agg(status || attempt, ' ') from jobs where id = '" + job + "'"))
                .isEqualTo("queued1");
    }

    private static String jobRow(UUID job, UUID user) {
        return "insert into jobs (id, type, user_id, tenant, queued_at) values ('" + job + "', 'content_generation', '"
                + user + "', 'any', now() - interval '1 minute')";
    }

    private static boolean isClaiming(Service node) {
        return Sql.number(
                        node.databaseUrl(),
                        "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and datname ="
                                + " current_database() and query like '%unnest($3::uuid[]%'")
                > 0;
    }

    private static boolean answers(int port) {
        try (Socket socket = new Socket("localhost", port)) {
            return socket.isConnected();
        } catch (java.io.IOException e) {
            return false;
        }
    }
}
