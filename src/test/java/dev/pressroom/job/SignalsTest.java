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
    private final List<Signal.Batch> heard = new CopyOnWriteArrayList<>();

    @BeforeEach
    void listen() {
        RecordCodec.register(vertx.eventBus(), Signal.Batch.class);
        vertx.eventBus().<Signal.Batch>consumer(Addresses.progress(Addresses.shardOf(job)), m -> heard.add(m.body()));
    }

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void whatIsSaidAtTheSameMomentGoesInOneMessageInItsOrder() {
        context.runOnContext(now -> {
            for (int event = 1; event <= 20; event++) {
                signals.send(look(event));
            }
        });

        Await.until(SOON, () -> !heard.isEmpty());
        assertThat(heard.get(0).signals()).hasSize(20).startsWith(look(1)).endsWith(look(20));
    }

    @Test
    void whatIsSaidRightAfterAMessageIsGatheredForTheNext() {
        context.runOnContext(now -> {
            signals.send(look(1));
            context.runOnContext(flushed -> {
                signals.send(look(2));
                signals.send(look(3));
            });
        });

        Await.until(SOON, () -> heard.size() == 2);
        assertThat(heard.get(0).signals()).containsExactly(look(1));
        assertThat(heard.get(1).signals()).containsExactly(look(2), look(3));
    }

    @Test
    void afterARestItGoesOn() {
        for (int event = 1; event <= 3; event++) {
            int number = event;
            context.runOnContext(now -> signals.send(look(number)));
            Await.until(SOON, () -> heard.size() == number);
        }

        assertThat(heard).extracting(batch -> batch.signals().size()).containsExactly(1, 1, 1);
    }

    private Signal look(int lastEvent) {
        return new Signal.JobChanged(job, 1, lastEvent);
    }
}
