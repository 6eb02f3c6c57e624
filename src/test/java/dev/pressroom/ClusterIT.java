package dev.pressroom;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.support.Api;
import dev.pressroom.support.Await;
import dev.pressroom.support.ScriptedPipeline;
import dev.pressroom.support.Servers;
import dev.pressroom.support.Service;
import dev.pressroom.support.Sse;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two nodes that know nothing of each other but their database and their Redis: one takes requests, one works. */
class ClusterIT {
    private final Promise<Void> half = Promise.promise();
    private final ScriptedPipeline pipeline = new ScriptedPipeline()
            .step("plan")
            .step("write", context -> {
                context.restartText();
                context.text("The first half. ");
                return half.future().map(go -> {
                    context.text("The second half.");
                    return ScriptedPipeline.said("write");
                });
            });
    private Service http;
    private Service worker;
    private Api api;

    @BeforeEach
    void start() {
        String database = Servers.freshDatabase();
        String redis = Servers.freshRedis();
        http = node(database, redis, "http");
        worker = node(database, redis, "worker");
        api = http.api(UUID.randomUUID());
    }

    @AfterEach
    void stop() {
        half.tryComplete();
        worker.close();
        http.close();
    }

    private Service node(String database, String redis, String role) {
        return Service.start(
                Map.of(
                        "DATABASE_URL", database,
                        "REDIS_URL", redis,
                        "PRESSROOM_CLUSTER", "on",
                        "PRESSROOM_ROLES", role),
                pipeline.asPipelines());
    }

    @Test
    void aJobIsWatchedOnOneNodeWhileAnotherWritesIt() {
        UUID job = api.created(Api.order("Tomatoes"));
        Sse early = api.stream(job);
        early.await("content-chunk");

        try (Sse late = api.stream(job)) {
            assertThat(late.await("content-chunk").json().getString("text")).isEqualTo("The first half. ");
        }
        half.tryComplete();

        assertThat(early.awaitEnd().ids()).containsExactly(1, 2, 3, 4);
        assertThat(early.text()).isEqualTo("The first half. The second half.");
    }

    @Test
    void cancellingReachesTheNodeThatRunsTheJob() {
        UUID job = api.created(Api.order("Tomatoes"));
        api.awaitStatus(job, s -> "Doing write".equals(s.getString("currentStep")));
        api.cancel(job);
        half.tryComplete();

        UUID next = api.created(Api.order("Peppers"));

        assertThat(api.await(next, "succeeded").getInteger("attempt")).isEqualTo(1);
        assertThat(api.status(job).getString("errorCode")).isEqualTo("CANCELLED");
    }

    @Test
    void healthKnowsOfTheWorkerOnTheOtherNode() {
        Await.until(Duration.ofSeconds(10), () -> api.get("/health").statusCode() == 200);

        worker.close();

        Await.until(Duration.ofSeconds(10), () -> api.get("/health").statusCode() == 503);
    }
}
