package dev.pressroom;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.bus.Addresses;
import dev.pressroom.job.NodeMessage;
import dev.pressroom.job.Signal;
import dev.pressroom.job.Signals;
import dev.pressroom.pipeline.StepContext;
import dev.pressroom.pipeline.StepResult;
import dev.pressroom.support.Api;
import dev.pressroom.support.Await;
import dev.pressroom.support.ScriptedPipeline;
import dev.pressroom.support.Servers;
import dev.pressroom.support.Service;
import dev.pressroom.support.Sql;
import dev.pressroom.support.Sse;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A node runs jobs that streams of two other nodes watch. All messages that the running node sends are recorded. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WatchingNodesIT {
    private static final Duration SOON = Duration.ofSeconds(90);

    private final Map<UUID, Writing> writings = new ConcurrentHashMap<>();
    /** A registration that is not repeated ends after ten seconds; the last one was at most three seconds ago. */
    private static final Duration LESS_THAN_A_WATCH = Duration.ofSeconds(6);

    private final List<Message> sent = new CopyOnWriteArrayList<>();
    private final UUID user = UUID.randomUUID();
    private String database;
    private Service worker;
    private Service one;
    private Service two;
    private UUID nodeOne;
    private UUID nodeTwo;
    private UUID running;
    private Vertx workerVertx;
    private volatile boolean registrationsAreLost;
    private volatile int lostRegistrations;
    private final Set<UUID> ended = ConcurrentHashMap.newKeySet();

    /** A message with signals. */
    private record Message(String address, Signal.Batch body) {
        boolean hasTransient(UUID job) {
            return body.signals().stream()
                    .anyMatch(signal -> signal.jobId().equals(job)
                            && (signal instanceof Signal.TextChunk || signal instanceof Signal.ProgressUpdated));
        }
    }

    /** A step that writes what the test wants. */
    private record Writing(StepContext step, Context context, Promise<Void> end) {
        void text(String piece) {
            context.runOnContext(go -> {
                step.text(piece);
                step.progress(0.5, piece.length() + " characters at once");
            });
        }
    }

    @BeforeAll
    void start() {
        database = Servers.freshDatabase();
        String redis = Servers.freshRedis();
        worker = Service.start(environment(redis, "worker"), node -> {
            workerVertx = node.vertx();
            observe(workerVertx);
            return new ScriptedPipeline()
                    .step("write", this::writes)
                    .asPipelines()
                    .create(node);
        });
        running = node();
        one = Service.start(environment(redis, "http"));
        nodeOne = otherNode(Set.of(running));
        two = Service.start(environment(redis, "http"));
        nodeTwo = otherNode(Set.of(running, nodeOne));
        Await.until(SOON, () -> {
            UUID warmUp = begun();
            write(warmUp, "x");
            end(warmUp);
            return sent.stream().noneMatch(message -> message.hasTransient(warmUp));
        });
    }

    private Map<String, String> environment(String redis, String role) {
        return Map.of(
                "DATABASE_URL",
                database,
                "REDIS_URL",
                redis,
                "PRESSROOM_CLUSTER",
                "on",
                "PRESSROOM_ROLES",
                role,
                "PRESSROOM_LEASE_SECONDS",
                "10");
    }

    private void observe(Vertx vertx) {
        vertx.eventBus().addOutboundInterceptor(delivery -> {
            if (delivery.body() instanceof Signal.Batch batch) {
                sent.add(new Message(delivery.message().address(), batch));
            }
            delivery.next();
        });
        vertx.eventBus().addInboundInterceptor(delivery -> {
            if (delivery.message().body() instanceof NodeMessage.Unwatch unwatch) {
                ended.addAll(unwatch.jobs());
            }
            if (registrationsAreLost && delivery.message().body() instanceof NodeMessage.Watch) {
                lostRegistrations++;
            } else {
                delivery.next();
            }
        });
    }

    private UUID node() {
        return otherNode(Set.of());
    }

    private UUID otherNode(Set<UUID> known) {
        String all = Sql.text(database, "select string_agg(node::text, ',') from cluster_members");
        return List.of(all.split(",")).stream()
                .map(UUID::fromString)
                .filter(id -> !known.contains(id))
                .findFirst()
                .orElseThrow();
    }

    private Future<StepResult> writes(StepContext step) {
        Promise<Void> end = Promise.promise();
        writings.put(step.jobId(), new Writing(step, Vertx.currentContext(), end));
        return ScriptedPipeline.here(end.future()).map(go -> ScriptedPipeline.said("write"));
    }

    @AfterEach
    void endJobs() {
        registrationsAreLost = false;
        writings.values().forEach(writing -> writing.end.tryComplete());
    }

    @AfterAll
    void stop() {
        List.of(two, one, worker).forEach(Service::close);
    }

    @Test
    void aJobThatNoNodeWatchesSendsNeitherTextNorProgress() {
        UUID job = begun();
        for (int i = 0; i < 20; i++) {
            write(job, "words ");
        }
        end(job);

        // They are sent after the row that ends the job is stored.
        Await.until(SOON, () -> signals(job).containsAll(List.of("RunStarted", "EventAppended", "JobChanged")));
        assertThat(receivers(job)).isEmpty();
    }

    private List<String> signals(UUID job) {
        return sent.stream()
                .flatMap(message -> message.body().signals().stream())
                .filter(signal -> signal.jobId().equals(job))
                .map(signal -> signal.getClass().getSimpleName())
                .toList();
    }

    @Test
    void onlyTheNodeThatWatchesIsSentTextAndProgress() {
        UUID job = begun();
        Sse stream = one.api(user).stream(job);
        registered(job, 1);
        write(job, "The first half. ");
        stream.await("content-chunk");
        stream.await("progress-update");
        write(job, "The second half.");

        awaitText(stream, "The first half. The second half.");
        end(job);
        stream.awaitEnd();
        assertThat(receivers(job)).containsExactly(Addresses.watch(nodeOne));
        assertThat(lengths(stream)).isEqualTo("The first half. The second half.".length());
    }

    @Test
    void aStreamThatBeginsBeforeTheJobGetsItsTextWithoutDelay() {
        UUID job = one.api(user).created(Api.order("Early"));
        Sse stream = one.api(user).stream(job);
        awaitBegun(job);
        registered(job, 1);
        write(job, "One. ");
        awaitText(stream, "One. ");
        write(job, "Two.");
        awaitText(stream, "One. Two.");
        end(job);
    }

    @Test
    void twoNodesThatWatchAreSentTheSameMessage() {
        UUID job = begun();
        Sse first = one.api(user).stream(job);
        Sse second = two.api(user).stream(job);
        registered(job, 2);
        write(job, "All of it.");

        awaitText(first, "All of it.");
        awaitText(second, "All of it.");
        end(job);
        assertThat(receivers(job)).containsExactlyInAnyOrder(Addresses.watch(nodeOne), Addresses.watch(nodeTwo));
        List<Message> texts = sent.stream()
                .filter(message -> message.body().signals().stream()
                        .anyMatch(signal -> signal.equals(new Signal.TextChunk(job, 1, 1, 0, "All of it."))))
                .toList();
        assertThat(texts).hasSize(2);
        assertThat(texts.get(0).body()).isSameAs(texts.get(1).body());
    }

    @Test
    void aNodeThatBeginsToWatchInTheMiddleGetsTheWholeTextOnce() {
        UUID job = begun();
        Sse first = one.api(user).stream(job);
        registered(job, 1);
        StringBuilder all = new StringBuilder();
        Sse second = null;
        for (int i = 0; i < 60; i++) {
            String piece = "Sentence " + i + ". ";
            all.append(piece);
            write(job, piece);
            if (i == 20) {
                second = two.api(user).stream(job);
            }
            int length = all.length();
            Await.until(SOON, () -> lengths(first) == length);
        }

        awaitText(first, all.toString());
        awaitText(second, all.toString());
        assertThat(lengths(second)).isEqualTo(all.length());
        end(job);
    }

    @Test
    void aLostRegistrationIsRepeated() {
        UUID job = begun();
        write(job, "The first half. ");
        registrationsAreLost = true;
        int lostBefore = lostRegistrations;
        Sse stream = one.api(user).stream(job);
        awaitText(stream, "The first half. ");
        Await.until(SOON, () -> lostRegistrations > lostBefore);
        write(job, "The second half.");
        registrationsAreLost = false;

        awaitText(stream, "The first half. The second half.");
        assertThat(lengths(stream)).isEqualTo("The first half. The second half.".length());
        end(job);
    }

    @Test
    void afterTheLastStreamWasClosedNothingIsSent() {
        UUID job = begun();
        try (Sse stream = one.api(user).stream(job);
                Sse other = one.api(user).stream(job)) {
            registered(job, 1);
            write(job, "Watched. ");
            stream.await("content-chunk");
            other.await("content-chunk");
        }

        Await.until(SOON, () -> ended.contains(job));
        awaitSilence(job, LESS_THAN_A_WATCH);
        end(job);
    }

    /** A node that has crashed does not repeat its registration. */
    @Test
    void aNodeThatHasCrashedIsSentNothingAfterAWhile() {
        UUID job = begun();
        UUID crashed = UUID.randomUUID();
        workerVertx.eventBus().send(Addresses.node(running), new NodeMessage.Watch(crashed, List.of(job)));
        Await.until(SOON, () -> {
            write(job, "x");
            return receivers(job).contains(Addresses.watch(crashed));
        });

        awaitSilence(job, SOON);
        end(job);
    }

    @Test
    void aNodeOfThePreviousVersionGetsTextFromTheShardWhileItIsAMember() {
        String old = "'" + UUID.randomUUID() + "'";
        Servers.execute(
                database,
                "insert into cluster_members (node, host, port, seen_at) values (" + old
                        + ", '127.0.0.1', 1, now() + interval '1 hour')");
        UUID job = begun();
        String shard = Addresses.progress(Addresses.shardOf(job));
        Sse stream = one.api(user).stream(job);
        registered(job, 1);
        StringBuilder all = new StringBuilder();
        Await.until(SOON, () -> {
            all.append("word ");
            write(job, "word ");
            return receivers(job).contains(shard);
        });
        awaitText(stream, all.toString());
        assertThat(lengths(stream)).isEqualTo(all.length());

        Servers.execute(database, "delete from cluster_members where node = " + old);
        stream.close();
        awaitSilence(job, SOON);
        end(job);
    }

    /** As a running node of the previous version publishes text, and one of this version its copies. */
    @Test
    void textFromTheShardIsShownAndACopyIsNot() {
        UUID job = begun();
        Sse stream = one.api(user).stream(job);
        registered(job, 1);
        publishText(job, "Copied.", new DeliveryOptions().addHeader(Signals.COPY, "true"));
        publishText(job, "Published.", new DeliveryOptions());

        assertThat(stream.await("content-chunk").json().getString("text")).isEqualTo("Published.");
        end(job);
        assertThat(stream.awaitEnd().text()).isEqualTo("Published.");
    }

    private void publishText(UUID job, String text, DeliveryOptions options) {
        Signal chunk = new Signal.TextChunk(job, 1, 1, 0, text);
        workerVertx
                .eventBus()
                .publish(Addresses.progress(Addresses.shardOf(job)), new Signal.Batch(List.of(chunk)), options);
    }

    /** Writes until no message with text is sent any more. */
    private void awaitSilence(UUID job, Duration deadline) {
        Await.until(deadline, () -> {
            int before = sent.size();
            write(job, "unwatched ");
            pause();
            return sent.subList(before, sent.size()).stream().noneMatch(message -> message.hasTransient(job));
        });
    }

    /** Longer than the interval at which text and progress are sent. */
    private void pause() {
        Promise<Void> over = Promise.promise();
        workerVertx.setTimer(250, timer -> over.complete());
        over.future().await();
    }

    /** A running job. */
    private UUID begun() {
        UUID job = two == null
                ? one.api(user).created(Api.order("Watched"))
                : two.api(user).created(Api.order("Watched"));
        awaitBegun(job);
        return job;
    }

    private void awaitBegun(UUID job) {
        Await.until(SOON, () -> writings.containsKey(job));
    }

    /** Waits until so many nodes were sent the progress with which each registration is answered. */
    private void registered(UUID job, int nodes) {
        Await.until(
                SOON,
                () -> receivers(job).stream()
                                .filter(address -> address.startsWith("watch."))
                                .count()
                        >= nodes);
    }

    private void write(UUID job, String piece) {
        writings.get(job).text(piece);
    }

    private void end(UUID job) {
        writings.get(job).end.complete();
        one.api(user).await(job, "succeeded");
    }

    /** The addresses to which text or progress of this job were sent. */
    private Set<String> receivers(UUID job) {
        return sent.stream()
                .filter(message -> message.hasTransient(job))
                .map(Message::address)
                .collect(Collectors.toSet());
    }

    private static void awaitText(Sse stream, String text) {
        assertThat(Await.value(SOON, stream::text, text::equals)).isEqualTo(text);
    }

    /** The length of all chunks: more than that of the text if a part was sent twice. */
    private static int lengths(Sse stream) {
        return stream.events("content-chunk").stream()
                .mapToInt(event -> event.json().getString("text").length())
                .sum();
    }
}
