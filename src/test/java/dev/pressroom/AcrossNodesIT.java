package dev.pressroom;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.pipeline.StepContext;
import dev.pressroom.pipeline.StepResult;
import dev.pressroom.support.Api;
import dev.pressroom.support.Await;
import dev.pressroom.support.ScriptedPipeline;
import dev.pressroom.support.Servers;
import dev.pressroom.support.Service;
import dev.pressroom.support.Sse;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Three nodes: jobs are submitted on one, run on the second, streamed from the third. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AcrossNodesIT {
    private static final Duration SOON = Duration.ofSeconds(90);
    private static final int STEPS = 12;

    /** The events of a job: step-change, one per step, complete. */
    private static final List<Integer> ALL_EVENTS =
            IntStream.rangeClosed(1, STEPS + 2).boxed().toList();

    private final Map<UUID, Promise<Void>> gates = new ConcurrentHashMap<>();
    private final Map<UUID, Long> stopped = new ConcurrentHashMap<>();
    private Service maker;
    private Service worker;
    private Service watcher;

    @BeforeAll
    void start() {
        ScriptedPipeline pipeline = new ScriptedPipeline();
        pipeline.step("step0", this::writes);
        for (int i = 1; i < STEPS; i++) {
            pipeline.step("step" + i, AcrossNodesIT::takesAWhile);
        }
        String database = Servers.freshDatabase();
        String redis = Servers.freshRedis();
        maker = node(pipeline, database, redis, "http");
        worker = node(pipeline, database, redis, "worker");
        watcher = node(pipeline, database, redis, "http");
    }

    private static Service node(ScriptedPipeline pipeline, String database, String redis, String role) {
        return Service.start(
                Map.of(
                        "DATABASE_URL", database,
                        "REDIS_URL", redis,
                        "PRESSROOM_CLUSTER", "on",
                        "PRESSROOM_ROLES", role),
                pipeline.asPipelines());
    }

    @AfterAll
    void stop() {
        gates.values().forEach(Promise::tryComplete);
        List.of(watcher, worker, maker).forEach(Service::close);
    }

    /** A pipeline that streams half a text, waits for its gate, and streams the rest. */
    private Future<StepResult> writes(StepContext context) {
        context.restartText();
        context.text("The first half. ");
        context.cancellation().onCancel(() -> stopped.put(context.jobId(), System.nanoTime()));
        return ScriptedPipeline.here(gate(context.jobId()).future()).map(open -> {
            context.text("The second half.");
            return ScriptedPipeline.said("step0");
        });
    }

    private static Future<StepResult> takesAWhile(StepContext context) {
        Promise<StepResult> done = Promise.promise();
        Vertx.currentContext().owner().setTimer(30, timer -> done.complete(ScriptedPipeline.said("step")));
        return done.future();
    }

    private Promise<Void> gate(UUID job) {
        return gates.computeIfAbsent(job, id -> Promise.promise());
    }

    @Test
    void aStreamHasEveryEventOnceHoweverOftenItBreaksAndMovesToAnotherNode() {
        Random random = new Random(4);
        UUID user = UUID.randomUUID();
        List<Api> nodes = List.of(watcher.api(user), maker.api(user));
        UUID job = nodes.get(1).created(Api.order("Moving"));
        gate(job).complete();

        List<Integer> seen = new ArrayList<>();
        for (int visit = 0; seen.size() < ALL_EVENTS.size(); visit++) {
            int before = seen.size();
            int leaveAfter = 1 + random.nextInt(3);
            try (Sse stream = nodes.get(visit % 2).stream(job, "Last-Event-ID", Integer.toString(before))) {
                Await.until(SOON, () -> stream.isOver() || stream.ids().size() >= leaveAfter);
                seen.addAll(stream.ids());
            }
        }

        assertThat(seen).isEqualTo(ALL_EVENTS);
    }

    @Test
    void manyJobsAreWatchedOnAnotherNodeWithoutALostOrDoubledEvent() {
        UUID user = UUID.randomUUID();
        Api made = maker.api(user);
        List<UUID> jobs = IntStream.range(0, 20)
                .mapToObj(i -> made.created(Api.order("Job " + i)))
                .toList();
        List<Sse> streams =
                jobs.stream().map(job -> watcher.api(user).stream(job)).toList();
        jobs.forEach(job -> gate(job).complete());

        assertThat(streams)
                .allSatisfy(stream -> assertThat(stream.awaitEnd().ids()).isEqualTo(ALL_EVENTS));
    }

    @Test
    void aLateComerOnAnotherNodeGetsTheTextSoFarAndThenTheRest() {
        UUID user = UUID.randomUUID();
        UUID job = maker.api(user).created(Api.order("Late"));
        maker.api(user).stream(job).await("content-chunk");

        Sse late = watcher.api(user).stream(job);
        assertThat(late.await("content-chunk").json().getString("text")).isEqualTo("The first half. ");
        gate(job).complete();

        late.await("step0-result");
        Await.value(SOON, late::text, text -> text.equals("The first half. The second half."));
    }

    /** The median of several measurements, since a single one may include a pause of this machine. */
    @Test
    void cancelReachesTheNodeThatRunsTheJobWithinASecond() {
        UUID user = UUID.randomUUID();
        List<Long> millis = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            UUID job = maker.api(user).created(Api.order("Cancelled " + i));
            watcher.api(user).awaitStatus(job, s -> "Doing step0".equals(s.getString("currentStep")));
            long asked = System.nanoTime();

            assertThat(watcher.api(user).cancel(job).statusCode()).isEqualTo(200);

            Await.until(SOON, () -> stopped.containsKey(job));
            millis.add((stopped.get(job) - asked) / 1_000_000);
        }
        assertThat(millis.stream().sorted().toList().get(2)).isLessThan(1000);
    }

    @Test
    void everyNodeShowsAJobAndItsEndAtOnce() {
        UUID user = UUID.randomUUID();
        for (int i = 0; i < 10; i++) {
            UUID job = maker.api(user).created(Api.order("Seen " + i));
            assertThat(watcher.api(user).status(job).getString("jobId")).isEqualTo(job.toString());
            gate(job).complete();

            watcher.api(user).stream(job).await("complete");

            assertThat(maker.api(user).status(job).getString("status")).isEqualTo("succeeded");
        }
    }
}
