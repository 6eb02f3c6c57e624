package dev.pressroom.http.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.bus.Addresses;
import dev.pressroom.bus.RecordCodec;
import dev.pressroom.job.NodeMessage;
import dev.pressroom.job.Signal;
import dev.pressroom.support.Await;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A node whose streams watch jobs; other nodes run them. */
class WatchVerticleTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Duration NEVER = Duration.ofMinutes(10);
    private static final UUID NODE = UUID.randomUUID();
    private static final UUID RUNNING = UUID.randomUUID();
    private static final UUID OTHER = UUID.randomUUID();
    private static final UUID JOB = UUID.randomUUID();
    private static final UUID SECOND_JOB = UUID.randomUUID();

    private final Vertx vertx = Vertx.vertx();
    private final List<Object> atRunning = new CopyOnWriteArrayList<>();
    private final List<Object> atOther = new CopyOnWriteArrayList<>();
    private final List<Signal> received = new CopyOnWriteArrayList<>();
    private final WatchVerticle.Receiver receiver = received::addAll;
    private final WatchVerticle watches = new WatchVerticle(NODE, NEVER);

    @BeforeEach
    void deploy() {
        RecordCodec.register(vertx.eventBus(), Signal.Batch.class, NodeMessage.Watch.class, NodeMessage.Unwatch.class);
        vertx.eventBus().consumer(Addresses.node(RUNNING), message -> atRunning.add(message.body()));
        vertx.eventBus().consumer(Addresses.node(OTHER), message -> atOther.add(message.body()));
        vertx.deployVerticle(watches).await();
    }

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void theRunningNodeIsToldOnceHoweverManyEventLoopsWatch() {
        watches.watch(JOB, receiver);
        watches.watch(JOB, signals -> {});
        watches.found(Map.of(JOB, new Runner(1, RUNNING)));
        watches.found(Map.of(JOB, new Runner(1, RUNNING)));
        watches.watch(SECOND_JOB, receiver);
        watches.found(Map.of(SECOND_JOB, new Runner(1, OTHER)));

        Await.until(SOON, () -> !atOther.isEmpty());
        assertThat(atRunning).containsExactly(watch(JOB));
    }

    @Test
    void theJobsOfOneNodeGoInOneMessage() {
        watches.watch(JOB, receiver);
        watches.watch(SECOND_JOB, receiver);
        watches.found(Map.of(JOB, new Runner(1, RUNNING), SECOND_JOB, new Runner(1, RUNNING)));

        Await.until(SOON, () -> !atRunning.isEmpty());
        assertThat(((NodeMessage.Watch) atRunning.get(0)).jobs()).containsExactlyInAnyOrder(JOB, SECOND_JOB);
    }

    @Test
    void anotherRunningNodeIsTold() {
        watches.watch(JOB, receiver);
        watches.found(Map.of(JOB, new Runner(1, RUNNING)));
        watches.found(Map.of(JOB, new Runner(2, OTHER)));

        Await.until(SOON, () -> !atOther.isEmpty());
        assertThat(atOther).containsExactly(watch(JOB));
    }

    @Test
    void theStartOfANewAttemptOnTheSameNodeIsAnotherRegistration() {
        watches.watch(JOB, receiver);
        watches.started(JOB, new Runner(1, RUNNING));
        Await.until(SOON, () -> atRunning.size() == 1);
        watches.started(JOB, new Runner(2, RUNNING));

        Await.until(SOON, () -> atRunning.size() == 2);
    }

    /** The node did not have the run yet when it got the first registration. */
    @Test
    void theStartOfAnAttemptRepeatsAnEarlierRegistration() {
        watches.watch(JOB, receiver);
        watches.found(Map.of(JOB, new Runner(1, RUNNING)));
        Await.until(SOON, () -> atRunning.size() == 1);
        watches.started(JOB, new Runner(1, RUNNING));

        Await.until(SOON, () -> atRunning.size() == 2);
    }

    @Test
    void theNodeOfAnEarlierAttemptIsNotTold() {
        watches.watch(JOB, receiver);
        watches.started(JOB, new Runner(2, RUNNING));
        watches.found(Map.of(JOB, new Runner(1, OTHER)));

        Await.until(SOON, () -> !atRunning.isEmpty());
        assertThat(atOther).isEmpty();
    }

    @Test
    void registrationsAreRepeated() {
        WatchVerticle frequent = new WatchVerticle(NODE, Duration.ofMillis(20));
        vertx.deployVerticle(frequent).await();
        frequent.watch(JOB, receiver);
        frequent.watch(SECOND_JOB, receiver);
        frequent.found(Map.of(JOB, new Runner(1, RUNNING), SECOND_JOB, new Runner(1, RUNNING)));

        Await.until(SOON, () -> atRunning.size() >= 5);
        assertThat(atRunning)
                .allSatisfy(message ->
                        assertThat(((NodeMessage.Watch) message).jobs()).containsExactlyInAnyOrder(JOB, SECOND_JOB));
    }

    @Test
    void whenTheLastStreamEndsTheRunningNodeIsTold() {
        WatchVerticle.Receiver second = signals -> {};
        watches.watch(JOB, receiver);
        watches.watch(JOB, second);
        watches.found(Map.of(JOB, new Runner(1, RUNNING)));
        watches.unwatch(JOB, receiver);
        Await.until(SOON, () -> atRunning.size() == 1);
        watches.unwatch(JOB, second);

        Await.until(SOON, () -> atRunning.size() == 2);
        assertThat(atRunning).containsExactly(watch(JOB), new NodeMessage.Unwatch(NODE, List.of(JOB)));
    }

    @Test
    void aJobThatIsWatchedAgainAtOnceStaysRegistered() {
        watches.watch(JOB, receiver);
        watches.found(Map.of(JOB, new Runner(1, RUNNING)));
        Await.until(SOON, () -> atRunning.size() == 1);
        watches.unwatch(JOB, receiver);
        watches.watch(JOB, receiver);
        watches.found(Map.of(JOB, new Runner(1, RUNNING)));

        Await.until(SOON, () -> atRunning.size() == 2);
        assertThat(atRunning.get(atRunning.size() - 1)).isEqualTo(watch(JOB));
    }

    @Test
    void whenTheNodeStopsRegistrationsEnd() {
        WatchVerticle stopping = new WatchVerticle(NODE, NEVER);
        String deployment = vertx.deployVerticle(stopping).await();
        stopping.watch(JOB, receiver);
        stopping.found(Map.of(JOB, new Runner(1, RUNNING)));
        stopping.unwatch(JOB, receiver);
        vertx.undeploy(deployment).await();

        Await.until(SOON, () -> atRunning.contains(new NodeMessage.Unwatch(NODE, List.of(JOB))));
    }

    @Test
    void manyJobsOfOneNodeGoInSeveralMessages() {
        Map<UUID, Runner> many = Stream.generate(UUID::randomUUID)
                .limit(2500)
                .collect(Collectors.toMap(id -> id, id -> new Runner(1, RUNNING)));
        many.keySet().forEach(id -> watches.watch(id, receiver));
        watches.found(many);

        Await.until(SOON, () -> atRunning.size() == 3);
        assertThat(atRunning.stream()
                        .mapToInt(
                                message -> ((NodeMessage.Watch) message).jobs().size()))
                .containsExactly(1000, 1000, 500);
    }

    @Test
    void signalsReachThoseThatWatchTheirJob() {
        List<Signal> ofSecond = new CopyOnWriteArrayList<>();
        watches.watch(JOB, receiver);
        watches.watch(SECOND_JOB, ofSecond::addAll);
        Signal text = new Signal.TextChunk(JOB, 1, 1, 0, "x");
        Signal progress = new Signal.ProgressUpdated(SECOND_JOB, 1, "{}");
        Signal unwatched = new Signal.ProgressUpdated(UUID.randomUUID(), 1, "{}");

        vertx.eventBus().send(Addresses.watch(NODE), new Signal.Batch(List.of(unwatched, text, progress)));

        Await.until(SOON, () -> !ofSecond.isEmpty() && !received.isEmpty());
        assertThat(received).containsExactly(text);
        assertThat(ofSecond).containsExactly(progress);
    }

    private static NodeMessage.Watch watch(UUID job) {
        return new NodeMessage.Watch(NODE, List.of(job));
    }
}
