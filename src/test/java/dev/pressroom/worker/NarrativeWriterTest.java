package dev.pressroom.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import dev.pressroom.bus.RecordCodec;
import dev.pressroom.config.SettingsLoader;
import dev.pressroom.job.Lease;
import dev.pressroom.job.NarrativeEvent;
import dev.pressroom.job.NarrativeStore;
import dev.pressroom.job.Signal;
import dev.pressroom.job.Signals;
import dev.pressroom.support.Service;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A writer over a fake store that answers as the test says and keeps what was written. */
class NarrativeWriterTest {
    private static final Failure AWAY = new Failure(ErrorCode.DATABASE_UNAVAILABLE, "Away.");

    private final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();
    private final List<NarrativeStore.Narrated> written = new ArrayList<>();
    private final Deque<Future<Boolean>> answers = new ArrayDeque<>();
    private boolean live = true;

    private final NarrativeStore store = new NarrativeStore() {
        @Override
        public Future<Boolean> narrate(Narrated narrated) {
            written.add(narrated);
            return answers.remove();
        }

        @Override
        public Future<Integer> last(UUID jobId) {
            return Future.succeededFuture(4);
        }
    };

    private final NarrativeWriter writer = new NarrativeWriter(
            new RunServices(
                    vertx,
                    null,
                    store,
                    new Signals(vertx),
                    new JobMetrics(new SimpleMeterRegistry()),
                    SettingsLoader.load(Service.environment(), Optional.empty()).workers(),
                    new ModelPrices(Map.of(), "USD"),
                    new Backoff(Duration.ofMillis(1), new Random(1)),
                    Duration.ofMillis(1),
                    () -> true),
            new Lease(UUID.randomUUID(), 1, UUID.randomUUID()),
            () -> live,
            () -> live = false);

    @BeforeEach
    void open() {
        RecordCodec.register(vertx.eventBus(), Signal.Batch.class);
    }

    @AfterEach
    void close() {
        vertx.close().await();
    }

    /** A write that was given up may have used number 5: another event with that number would be lost. */
    @Test
    void afterAWriteThatPerhapsArrivedNothingTakesItsNumbers() {
        for (int i = 0; i < RunServices.MAX_TRIES; i++) {
            answers.add(Future.failedFuture(AWAY));
        }
        assertThat(failureOf("first")).isPresent();
        answers.add(Future.succeededFuture(true));

        assertThat(failureOf("second")).isPresent();

        assertThat(written).hasSize(RunServices.MAX_TRIES);
    }

    @Test
    void afterAWriteThatWasRefusedTheNextTakesItsNumbers() {
        answers.add(Future.failedFuture("no such JSON"));
        answers.add(Future.succeededFuture(true));

        assertThat(failureOf("first")).isPresent();
        assertThat(failureOf("second")).isEmpty();
        assertThat(written)
                .extracting(narrated ->
                        narrated.events().stream().map(NarrativeEvent::seq).toList())
                .containsExactly(List.of(5), List.of(5));
    }

    /** Writes an event and returns why that failed; empty when it is stored. */
    private Optional<Throwable> failureOf(String content) {
        Promise<Void> stored = Promise.promise();
        context.runOnContext(go -> writer.add("opening", "analysis-chunk", new JsonObject().put("content", content))
                .onComplete(stored));
        return stored.future()
                .map(Optional.<Throwable>empty())
                .otherwise(Optional::of)
                .await();
    }
}
