package dev.pressroom.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.bus.Addresses;
import dev.pressroom.bus.RecordCodec;
import dev.pressroom.support.Await;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SignalsTest {
    private static final Duration SOON = Duration.ofSeconds(5);

    private final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();
    private final Signals signals = new Signals(vertx);
    private final UUID job = UUID.randomUUID();
    private final List<Signal.Batch> received = new CopyOnWriteArrayList<>();

    @BeforeEach
    void subscribe() {
        RecordCodec.register(vertx.eventBus(), Signal.Batch.class);
        vertx.eventBus()
                .<Signal.Batch>consumer(Addresses.progress(Addresses.shardOf(job)), m -> received.add(m.body()));
    }

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void signalsOfTheSameMomentGoInOneMessageInTheirOrder() {
        context.runOnContext(now -> {
            for (int event = 1; event <= 20; event++) {
                signals.publish(jobChanged(event));
            }
        });

        Await.until(SOON, () -> !received.isEmpty());
        assertThat(received.get(0).signals())
                .hasSize(20)
                .startsWith(jobChanged(1))
                .endsWith(jobChanged(20));
    }

    @Test
    void signalsRightAfterAMessageGoInTheNextOne() {
        context.runOnContext(now -> {
            signals.publish(jobChanged(1));
            context.runOnContext(flushed -> {
                signals.publish(jobChanged(2));
                signals.publish(jobChanged(3));
            });
        });

        Await.until(SOON, () -> received.size() == 2);
        assertThat(received.get(0).signals()).containsExactly(jobChanged(1));
        assertThat(received.get(1).signals()).containsExactly(jobChanged(2), jobChanged(3));
    }

    @Test
    void afterAPauseSignalsArePublishedAgain() {
        for (int event = 1; event <= 3; event++) {
            int number = event;
            context.runOnContext(now -> signals.publish(jobChanged(number)));
            Await.until(SOON, () -> received.size() == number);
        }

        assertThat(received).extracting(batch -> batch.signals().size()).containsExactly(1, 1, 1);
    }

    @Test
    void aTransientSignalGoesToTheNodesThatWatchItsJobOnly() {
        List<UUID> nodes = List.of(UUID.randomUUID(), UUID.randomUUID());
        List<Signal.Batch> first = at(nodes.get(0));
        List<Signal.Batch> second = at(nodes.get(1));
        List<Signal.Batch> other = at(UUID.randomUUID());
        Signal text = new Signal.TextChunk(job, 1, 1, 0, "x");

        context.runOnContext(now -> {
            signals.send(nodes, text);
            signals.publish(jobChanged(1));
        });

        Await.until(SOON, () -> !received.isEmpty());
        assertThat(first).containsExactly(new Signal.Batch(List.of(text))).isEqualTo(second);
        assertThat(first.get(0)).isSameAs(second.get(0));
        assertThat(other).isEmpty();
        assertThat(received.get(0).signals()).containsExactly(jobChanged(1));
    }

    @Test
    void signalsForTheSameNodeGoInOneMessage() {
        UUID node = UUID.randomUUID();
        List<Signal.Batch> atNode = at(node);

        context.runOnContext(now -> {
            for (int i = 0; i < 10; i++) {
                signals.send(List.of(node), new Signal.TextChunk(UUID.randomUUID(), 1, 1, 0, "x"));
            }
        });

        Await.until(SOON, () -> !atNode.isEmpty());
        assertThat(atNode.get(0).signals()).hasSize(10);
    }

    @Test
    void aCopyForNodesOfThePreviousVersionIsMarked() {
        List<Boolean> isCopy = new CopyOnWriteArrayList<>();
        vertx.eventBus()
                .consumer(
                        Addresses.progress(Addresses.shardOf(job)),
                        m -> isCopy.add(m.headers().contains(Signals.COPY)));

        context.runOnContext(now -> {
            signals.publishCopy(new Signal.TextChunk(job, 1, 1, 0, "x"));
            signals.publish(jobChanged(1));
        });

        Await.until(SOON, () -> isCopy.size() == 2);
        assertThat(isCopy).containsExactly(true, false);
    }

    private List<Signal.Batch> at(UUID node) {
        List<Signal.Batch> messages = new CopyOnWriteArrayList<>();
        vertx.eventBus().<Signal.Batch>consumer(Addresses.watch(node), m -> messages.add(m.body()));
        return messages;
    }

    private Signal jobChanged(int lastEvent) {
        return new Signal.JobChanged(job, 1, lastEvent);
    }
}
