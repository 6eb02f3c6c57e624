package dev.pressroom.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import dev.pressroom.bus.RecordCodec;
import dev.pressroom.config.SettingsLoader;
import dev.pressroom.job.Lease;
import dev.pressroom.job.LeaseStore;
import dev.pressroom.job.Signal;
import dev.pressroom.job.Signals;
import dev.pressroom.pipeline.StepResult;
import dev.pressroom.support.Service;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.lang.reflect.Proxy;
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

/** A recorder over a fake store that answers as the test says and keeps what was written. */
class RecorderTest {
    private static final Failure AWAY = new Failure(ErrorCode.DATABASE_UNAVAILABLE, "Away.");

    private final Vertx vertx = Vertx.vertx();
    private final List<LeaseStore.Recording> written = new ArrayList<>();
    private final Deque<Future<Boolean>> answers = new ArrayDeque<>();
    private final Lease lease = new Lease(UUID.randomUUID(), 1, UUID.randomUUID());
    private boolean live = true;
    private boolean databaseAnswers;

    private final Recorder recorder = new Recorder(
            new RunServices(
                    vertx,
                    (LeaseStore) Proxy.newProxyInstance(
                            LeaseStore.class.getClassLoader(),
                            new Class<?>[] {LeaseStore.class},
                            (proxy, method, values) -> {
                                written.add((LeaseStore.Recording) values[0]);
                                return answers.remove();
                            }),
                    null,
                    new Signals(vertx),
                    new JobMetrics(new SimpleMeterRegistry()),
                    SettingsLoader.load(Service.environment(), Optional.empty()).workers(),
                    new ModelPrices(Map.of(), "USD"),
                    new Backoff(Duration.ofMillis(1), new Random(1)),
                    Duration.ofMillis(1),
                    () -> databaseAnswers),
            lease,
            4,
            () -> 50,
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

    /** The database answers, so the write itself is the cause. */
    @Test
    void aWriteThatFailsWhileTheDatabaseAnswersIsGivenUpAfterEightTries() {
        databaseAnswers = true;
        for (int i = 0; i < 20; i++) {
            answers.add(Future.failedFuture(AWAY));
        }

        Throwable cause = recorder.record(Optional.empty(), List.of())
                .map((Throwable) null)
                .otherwise(failed -> failed)
                .await();

        assertThat(cause)
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.code()).isEqualTo(ErrorCode.INTERNAL));
        assertThat(written).hasSize(RunServices.MAX_TRIES);
    }

    @Test
    void aWriteIsRepeatedForAsLongAsTheDatabaseIsAway() {
        for (int i = 0; i < 20; i++) {
            answers.add(Future.failedFuture(AWAY));
        }
        answers.add(Future.succeededFuture(true));

        recorder.record(Optional.empty(), List.of()).await();

        assertThat(written).hasSize(21);
    }

    /** A write without an answer may have used number 5: another event with that number would be lost. */
    @Test
    void afterAWriteThatPerhapsArrivedNothingTakesItsNumber() {
        Promise<Boolean> lost = Promise.promise();
        answers.add(lost.future());
        Future<Void> first = record("first");
        Future<Void> second = record("second");
        live = false;
        lost.fail(AWAY);

        assertThat(first.cause()).isSameAs(AWAY);
        assertThat(second.cause()).isSameAs(AWAY);
        assertThat(record("third").failed()).isTrue();
        assertThat(written).hasSize(1);
    }

    @Test
    void afterAWriteThatWasRefusedTheNextTakesItsNumber() {
        answers.add(Future.failedFuture("no such JSON"));
        answers.add(Future.succeededFuture(true));

        assertThat(record("first").failed()).isTrue();
        assertThat(record("second").succeeded()).isTrue();
        assertThat(written)
                .extracting(recording -> recording.events().get(0).seq())
                .containsExactly(5, 5);
    }

    private Future<Void> record(String event) {
        return recorder.record(Optional.empty(), List.of(new StepResult.Event(event, new JsonObject())));
    }
}
