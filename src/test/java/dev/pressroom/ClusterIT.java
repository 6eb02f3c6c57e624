package dev.pressroom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.pressroom.support.Api;
import dev.pressroom.support.Await;
import dev.pressroom.support.ScriptedPipeline;
import dev.pressroom.support.Servers;
import dev.pressroom.support.Service;
import dev.pressroom.support.Sse;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two nodes that share only their database and their Redis: one has the HTTP role, one the worker role. */
class ClusterIT {
    private static final Duration SOON = Duration.ofSeconds(90);

    private final Promise<Void> half = Promise.promise();
    private final ScriptedPipeline pipeline = new ScriptedPipeline()
            .step("plan")
            .step("write", context -> {
                context.restartText();
                context.text("The first half. ");
                return ScriptedPipeline.here(half.future()).map(go -> {
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
    void healthNamesTheMembersAndWhatTheyAreFor() {
        JsonObject bus = Await.value(
                SOON, () -> part("eventBus"), part -> reachable(part).size() == 2);

        assertThat(bus.getBoolean("clustered")).isTrue();
        assertThat(roles(bus)).containsExactlyInAnyOrder("http", "worker");
        assertThat(ports(bus)).containsExactlyInAnyOrder(http.port(), worker.port());
        assertThat(members(bus)).allSatisfy(member -> {
            assertThat(member.getString("host")).isEqualTo("127.0.0.1");
            assertThat(Instant.parse(member.getString("lastSeen")))
                    .isCloseTo(Instant.now(), within(30, ChronoUnit.SECONDS));
        });
    }

    @Test
    void healthNamesTheWorkersWithTheirSlotsAndRunningJobs() {
        UUID job = api.created(Api.order("Tomatoes"));
        api.await(job, "running");

        JsonObject only = Await.value(
                        SOON,
                        () -> part("workers"),
                        part -> working(part).stream().anyMatch(node -> node.getInteger("running", 0) == 1))
                .getJsonArray("nodes")
                .getJsonObject(0);

        assertThat(only.getInteger("slots")).isEqualTo(50);
    }

    @Test
    void aNodeThatOnlyWorksAnswersProbesAndNothingElse() {
        Api probe = worker.api(UUID.randomUUID());

        assertThat(List.of("/health", "/health/live", "/health/ready", "/metrics"))
                .allSatisfy(path -> Await.until(SOON, () -> probe.get(path).statusCode() == 200));
        assertThat(probe.get("/metrics").body()).contains("pressroom_jobs_running");
        assertThat(Api.json(probe.get("/api/v1/jobs")).getString("errorCode")).isEqualTo("NOT_FOUND");
    }

    private JsonObject part(String name) {
        return Api.json(api.get("/health")).getJsonObject("parts").getJsonObject(name);
    }

    private static List<JsonObject> members(JsonObject bus) {
        return bus.getJsonArray("members").stream().map(JsonObject.class::cast).toList();
    }

    private static List<JsonObject> reachable(JsonObject bus) {
        return members(bus).stream()
                .filter(member -> member.getBoolean("reachable") && member.getInteger("httpPort") != null)
                .toList();
    }

    private static List<JsonObject> working(JsonObject workers) {
        return workers.getJsonArray("nodes", new JsonArray()).stream()
                .map(JsonObject.class::cast)
                .filter(node -> node.getBoolean("working"))
                .toList();
    }

    private static List<String> roles(JsonObject bus) {
        return members(bus).stream()
                .map(member -> member.getJsonArray("roles").getString(0))
                .toList();
    }

    private static List<Integer> ports(JsonObject bus) {
        return members(bus).stream()
                .map(member -> member.getInteger("httpPort"))
                .toList();
    }

    @Test
    void healthKnowsOfTheWorkerOnTheOtherNode() {
        Await.until(Duration.ofSeconds(60), () -> api.get("/health").statusCode() == 200);

        worker.close();

        Await.until(Duration.ofSeconds(60), () -> api.get("/health").statusCode() == 503);
    }
}
