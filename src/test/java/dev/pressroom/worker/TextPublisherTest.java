package dev.pressroom.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.bus.Addresses;
import dev.pressroom.bus.RecordCodec;
import dev.pressroom.job.Lease;
import dev.pressroom.job.Signal;
import dev.pressroom.job.Signals;
import dev.pressroom.support.Await;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TextPublisherTest {
    private static final Duration SOON = Duration.ofSeconds(5);
    private final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();
    private final UUID job = UUID.randomUUID();
    private final List<Signal.TextChunk> sent = new CopyOnWriteArrayList<>();
    private final UUID node = UUID.randomUUID();
    private final Watchers watchers = new Watchers(new Signals(vertx), System::nanoTime);
    private final TextPublisher text = new TextPublisher(vertx, watchers, new Lease(job, 1, UUID.randomUUID()));

    @BeforeEach
    void listen() {
        RecordCodec.register(vertx.eventBus(), Signal.Batch.class);
        vertx.eventBus()
                .<Signal.Batch>consumer(
                        Addresses.watch(node),
                        message -> message.body().signals().forEach(signal -> sent.add((Signal.TextChunk) signal)))
                .completion()
                .await();
    }

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void piecesAreGatheredAndNoneIsLost() {
        context.runOnContext(go -> {
            watchers.add(node);
            for (int i = 0; i < 100; i++) {
                text.append("word ");
            }
        });

        Await.until(SOON, () -> !sent.isEmpty());
        assertThat(sent).hasSize(1);
        assertThat(sent.get(0).text()).isEqualTo("word ".repeat(100));
    }

    @Test
    void eachPieceBeginsWhereTheOneBeforeEnded() {
        context.runOnContext(go -> {
            watchers.add(node);
            text.append("one ");
            text.flush();
            text.append("two");
            text.flush();
        });

        Await.until(SOON, () -> sent.size() == 2);
        assertThat(sent.get(0).offset()).isZero();
        assertThat(sent.get(1).offset()).isEqualTo(sent.get(0).end());
        assertThat(sent.stream().map(Signal.TextChunk::text).collect(Collectors.joining()))
                .isEqualTo("one two");
    }

    @Test
    void aTextBegunAnewIsAnotherEditionFromZero() {
        context.runOnContext(go -> {
            watchers.add(node);
            text.append("a broken try");
            text.flush();
            text.restart();
            text.append("anew");
            text.flush();
        });

        Await.until(SOON, () -> sent.size() == 2);
        assertThat(sent.get(1).edition()).isEqualTo(2);
        assertThat(sent.get(1).offset()).isZero();
        assertThat(sent.get(1).text()).isEqualTo("anew");
    }

    @Test
    void whatNobodyWatchedIsNotSentToANodeThatWatchesLater() {
        context.runOnContext(go -> {
            text.append("before ");
            text.flush();
            watchers.add(node);
            text.announceTo(node);
            text.append("after");
            text.flush();
        });

        Await.until(SOON, () -> sent.size() == 2);
        assertThat(sent).containsExactly(chunk(7, ""), chunk(7, "after"));
    }

    @Test
    void aTextThatHasNotBegunIsNotAnnounced() {
        context.runOnContext(go -> {
            watchers.add(node);
            text.announceTo(node);
            text.append("all");
            text.flush();
        });

        Await.until(SOON, () -> !sent.isEmpty());
        assertThat(sent).containsExactly(chunk(0, "all"));
    }

    private Signal.TextChunk chunk(int offset, String part) {
        return new Signal.TextChunk(job, 1, 1, offset, part);
    }

    @Test
    void aLateComerGetsTheRestOrAllOfAnotherEdition() {
        text.append("abcdef");

        assertThat(text.from(1, 4).text()).isEqualTo("ef");
        assertThat(text.from(0, 4).text()).isEqualTo("abcdef");
        assertThat(text.from(1, 99).text()).isEqualTo("abcdef");
    }
}
