package dev.pressroom.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.bus.Addresses;
import dev.pressroom.bus.RecordCodec;
import dev.pressroom.job.Signal;
import dev.pressroom.job.Signals;
import dev.pressroom.support.Await;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WatchersTest {
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final UUID JOB = UUID.randomUUID();

    private final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();
    private final UUID one = UUID.randomUUID();
    private final UUID two = UUID.randomUUID();
    private final List<String> sent = new CopyOnWriteArrayList<>();
    private boolean previousVersion;
    private long nanos;
    private final Signals signals = new Signals(vertx, () -> previousVersion);
    private final Watchers watchers = new Watchers(signals, () -> nanos);

    @BeforeEach
    void listen() {
        RecordCodec.register(vertx.eventBus(), Signal.Batch.class);
        listen("one", Addresses.watch(one));
        listen("two", Addresses.watch(two));
        listen("shard", Addresses.progress(Addresses.shardOf(JOB)));
    }

    private void listen(String name, String address) {
        vertx.eventBus()
                .<Signal.Batch>consumer(
                        address,
                        message -> message.body()
                                .signals()
                                .forEach(signal -> sent.add(name + ((Signal.TextChunk) signal).offset())));
    }

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void aNodeIsNewOnce() {
        assertThat(watchers.isEmpty()).isTrue();
        assertThat(watchers.add(one)).isTrue();
        assertThat(watchers.add(one)).isFalse();
        assertThat(watchers.isEmpty()).isFalse();
    }

    @Test
    void aNodeThatDoesNotRepeatItsRegistrationIsRemoved() {
        watchers.add(one);
        pass(Duration.ofSeconds(6));
        watchers.add(two);
        pass(Duration.ofSeconds(6));

        send(1);

        Await.until(SOON, () -> sent.contains("two1"));
        assertThat(sent).containsExactly("two1");
        assertThat(watchers.add(one)).isTrue();
    }

    @Test
    void aNodeThatRepeatsItsRegistrationStays() {
        watchers.add(one);
        for (int i = 0; i < 10; i++) {
            pass(Duration.ofSeconds(3));
            assertThat(watchers.isEmpty()).isFalse();
            assertThat(watchers.add(one)).isFalse();
        }
    }

    @Test
    void theLastRemovedNodeLeavesNone() {
        watchers.add(one);
        pass(Watchers.TIMEOUT.plusMillis(1));

        assertThat(watchers.isEmpty()).isTrue();
    }

    @Test
    void aNodeWithoutStreamsGetsNothingMore() {
        watchers.add(one);
        watchers.add(two);
        watchers.remove(one);

        send(1);

        Await.until(SOON, () -> sent.contains("two1"));
        assertThat(sent).containsExactly("two1");
    }

    @Test
    void beyondItsBoundNoNodeIsAdded() {
        for (int i = 0; i < Watchers.MAX_NODES; i++) {
            assertThat(watchers.add(UUID.randomUUID())).isTrue();
        }

        assertThat(watchers.add(one)).isFalse();
    }

    /** The message to both nodes was begun before that to one of them. */
    @Test
    void signalsStayInOrderWhenANodeIsAdded() {
        onContext(() -> {
            Watchers ofOtherJob = new Watchers(signals, () -> nanos);
            ofOtherJob.add(one);
            ofOtherJob.add(two);
            ofOtherJob.send(new Signal.TextChunk(JOB, 1, 1, 0, "x"));
            watchers.add(one);
            send(1);
            watchers.add(two);
            send(2);
        });

        Await.until(SOON, () -> sent.contains("two2") && sent.contains("one2"));
        assertThat(sent.stream().filter(name -> name.startsWith("one"))).containsExactly("one0", "one1", "one2");
    }

    @Test
    void nodesOfThePreviousVersionGetSignalsFromTheShard() {
        previousVersion = true;
        assertThat(watchers.isEmpty()).isFalse();

        send(1);
        Await.until(SOON, () -> sent.contains("shard1"));
        previousVersion = false;

        assertThat(watchers.isEmpty()).isTrue();
    }

    private void pass(Duration time) {
        nanos += time.toNanos();
    }

    private void send(int offset) {
        watchers.send(new Signal.TextChunk(JOB, 1, 1, offset, "x"));
    }

    private void onContext(Runnable action) {
        Promise<Void> done = Promise.promise();
        context.runOnContext(go -> {
            action.run();
            done.complete();
        });
        done.future().await();
    }
}
