package dev.pressroom.model;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.pressroom.base.CallScope;
import dev.pressroom.base.Cancellation;
import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import dev.pressroom.model.Guard.Limits;
import dev.pressroom.model.TextModel.Prose;
import dev.pressroom.support.Await;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class GuardedTextModelTest {
    private final Vertx vertx = Vertx.vertx();
    private final Scripted inner = new Scripted();
    private final Cancellation never = new Cancellation();

    @AfterEach
    void stop() throws Exception {
        vertx.close().await(10, SECONDS);
    }

    @Test
    void noMoreCallsThanAllowedRunAtOnce() {
        TextModel model = guarded(2, 10);
        write(model, "a", never);
        write(model, "b", never);
        write(model, "c", never);
        assertThat(inner.tasks()).containsExactly("a", "b");
    }

    @Test
    void whoWaitsComesInOrder() throws Exception {
        TextModel model = guarded(1, 10);
        write(model, "a", never);
        write(model, "b", never);
        write(model, "c", never);
        inner.finish(0);
        inner.begun(1).await(5, SECONDS);
        inner.finish(1);
        inner.begun(2).await(5, SECONDS);
        assertThat(inner.tasks()).containsExactly("a", "b", "c");
    }

    @Test
    void aFullLineRefusesAtOnce() {
        TextModel model = guarded(1, 1);
        write(model, "a", never);
        write(model, "b", never);
        assertThat(failure(write(model, "c", never)).code()).isEqualTo(ErrorCode.MODEL_RATE_LIMITED);
    }

    @Test
    void whoIsCancelledLeavesTheLine() throws Exception {
        TextModel model = guarded(1, 10);
        Cancellation second = new Cancellation();
        write(model, "a", never);
        Future<Prose> waiting = write(model, "b", second);
        write(model, "c", never);
        second.cancel();
        assertThat(failure(waiting).code()).isEqualTo(ErrorCode.CANCELLED);
        inner.finish(0);
        inner.begun(1).await(5, SECONDS);
        assertThat(inner.tasks()).containsExactly("a", "c");
    }

    @Test
    void aFailedCallGivesItsPlaceBack() throws Exception {
        TextModel model = guarded(1, 10);
        write(model, "a", never);
        write(model, "b", never);
        inner.fail(0, ErrorCode.MODEL_ANSWER_INVALID);
        inner.begun(1).await(5, SECONDS);
    }

    @Test
    void aBurstOfOutagesOpensTheCircuit() {
        TextModel model = guarded(10, 10);
        burst(model, ErrorCode.MODEL_UNAVAILABLE);
        Failure failure = failure(write(model, "late", never));
        assertThat(failure.code()).isEqualTo(ErrorCode.MODEL_UNAVAILABLE);
        assertThat(failure.retryAfter())
                .hasValueSatisfying(wait -> assertThat(wait).isPositive());
        assertThat(inner.tasks()).doesNotContain("late");
    }

    @Test
    void refusalsAndBadAnswersDoNotOpenIt() {
        TextModel model = guarded(10, 10);
        burst(model, ErrorCode.MODEL_ANSWER_INVALID);
        burst(model, ErrorCode.MODEL_REFUSED);
        burst(model, ErrorCode.MODEL_RATE_LIMITED);
        burst(model, ErrorCode.CANCELLED);
        write(model, "late", never);
        assertThat(inner.tasks()).contains("late");
    }

    @Test
    void afterAWhileACallMayTryAgain() throws Exception {
        TextModel model = new GuardedTextModel(
                vertx, inner, new Limits(10, 10, 3, Duration.ofSeconds(10), Duration.ofMillis(100)));
        burst(model, ErrorCode.MODEL_TIMEOUT);
        Future<Prose> trial = Await.value(
                Duration.ofSeconds(5),
                () -> write(model, "trial", never),
                sent -> inner.tasks().contains("trial"));
        inner.finish(3);
        assertThat(trial.await(5, SECONDS).text()).isEqualTo("trial");
    }

    private TextModel guarded(int concurrent, int waiting) {
        return new GuardedTextModel(
                vertx, inner, new Limits(concurrent, waiting, 3, Duration.ofSeconds(10), Duration.ofSeconds(30)));
    }

    private void burst(TextModel model, ErrorCode code) {
        for (int i = 0; i < 3; i++) {
            int call = inner.tasks().size();
            Future<Prose> writing = write(model, "burst", never);
            inner.fail(call, code);
            assertThat(failure(writing).code()).isEqualTo(code);
        }
    }

    private static Future<Prose> write(TextModel model, String task, Cancellation cancellation) {
        return model.write(Prompt.prose(task, new JsonObject()), piece -> {}, cancellation);
    }

    private static Failure failure(Future<?> future) {
        return (Failure) catchThrowable(() -> future.await(5, SECONDS));
    }

    /** Does what the test says, call by call. */
    private static final class Scripted implements TextModel {
        private record Called(String task, Promise<Prose> promise) {}

        private final List<Called> calls = new ArrayList<>();
        private final List<Promise<Void>> begun = new ArrayList<>();

        synchronized List<String> tasks() {
            return calls.stream().map(Called::task).toList();
        }

        synchronized Future<Void> begun(int call) {
            while (begun.size() <= call) {
                begun.add(Promise.promise());
            }
            return begun.get(call).future();
        }

        void finish(int call) {
            Called called = call(call);
            called.promise().complete(new Prose(called.task(), 1));
        }

        void fail(int call, ErrorCode code) {
            call(call).promise().fail(new Failure(code, "scripted"));
        }

        private synchronized Called call(int call) {
            return calls.get(call);
        }

        @Override
        public String promptVersion() {
            return "test";
        }

        @Override
        public String name() {
            return "scripted";
        }

        @Override
        public synchronized Future<Prose> write(Prompt prompt, Consumer<String> onText, CallScope scope) {
            Called called = new Called(prompt.task(), Promise.promise());
            calls.add(called);
            begun(calls.size() - 1);
            begun.get(calls.size() - 1).complete();
            return called.promise().future();
        }

        @Override
        public Future<Structured> structure(Prompt prompt, CallScope scope) {
            return Future.failedFuture("not scripted");
        }
    }
}
