package dev.pressroom.model.demo;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.pressroom.base.Cancellation;
import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import dev.pressroom.model.Prompt;
import dev.pressroom.model.Task;
import dev.pressroom.model.TextModel;
import dev.pressroom.model.TextModel.Prose;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class DemoTextModelTest {
    private static final Prompt ARTICLE = Prompt.prose(
            Task.ARTICLE, new JsonObject().put("topic", new JsonObject().put("title", "How to keep bees")));

    private final Vertx vertx = Vertx.vertx();
    private final List<String> pieces = new CopyOnWriteArrayList<>();
    private final Cancellation cancellation = new Cancellation();

    @AfterEach
    void stop() throws Exception {
        vertx.close().await(10, SECONDS);
    }

    @Test
    void thePiecesJoinedAreTheText() throws Exception {
        Prose prose = write(Duration.ZERO).await(5, SECONDS);
        assertThat(String.join("", pieces)).isEqualTo(prose.text());
        assertThat(pieces).hasSizeGreaterThan(500);
    }

    @Test
    void theSameFactsGiveTheSameText() throws Exception {
        String first = write(Duration.ZERO).await(5, SECONDS).text();
        assertThat(write(Duration.ZERO).await(5, SECONDS).text()).isEqualTo(first);
    }

    @Test
    void withoutAPaceItStillLeavesTurnsToOthers() throws Exception {
        Context context = vertx.getOrCreateContext();
        AtomicInteger turns = new AtomicInteger();
        Promise<Prose> done = Promise.promise();
        context.runOnContext(v -> {
            Future<Prose> writing = write(Duration.ZERO);
            writing.onComplete(done);
            countTurns(context, turns, writing);
        });
        done.future().await(5, SECONDS);
        assertThat(turns.get()).isGreaterThan(5);
    }

    @Test
    void aPaceTakesItsTime() throws Exception {
        long before = System.nanoTime();
        write(Duration.ofMillis(1)).await(15, SECONDS);
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofMillis(pieces.size() / 2));
    }

    @Test
    void itStopsInTheMiddleOfItsTextWhenCancelled() throws Exception {
        Future<Prose> writing = write(Duration.ofMillis(15));
        vertx.timer(100).await(5, SECONDS);
        cancellation.cancel();
        Failure failure = (Failure) catchThrowable(() -> writing.await(5, SECONDS));
        assertThat(failure.code()).isEqualTo(ErrorCode.CANCELLED);
    }

    @Test
    void noPieceComesAfterTheCancellation() throws Exception {
        Future<Prose> writing = write(Duration.ofMillis(5));
        vertx.timer(50).await(5, SECONDS);
        cancellation.cancel();
        catchThrowable(() -> writing.await(5, SECONDS));
        int told = pieces.size();
        vertx.timer(50).await(5, SECONDS);
        assertThat(pieces).hasSize(told);
    }

    @Test
    void anAnswerInJsonCanBeCancelledToo() {
        TextModel slow = new DemoTextModel(vertx, Duration.ofSeconds(1));
        Future<?> answering =
                slow.structure(Prompt.json(Task.OUTLINE, ARTICLE.facts(), new JsonObject()), cancellation);
        cancellation.cancel();
        Failure failure = (Failure) catchThrowable(() -> answering.await(5, SECONDS));
        assertThat(failure.code()).isEqualTo(ErrorCode.CANCELLED);
    }

    @Test
    void anOpeningIsStreamed() throws Exception {
        JsonObject page = new JsonObject().put("title", "Oak Bakery").put("text", "We bake rye bread.");
        Prompt opening = Prompt.prose(Task.OPENING, new JsonObject().put("page", page));
        Prose prose = new DemoTextModel(vertx, Duration.ZERO)
                .write(opening, pieces::add, cancellation)
                .await(5, SECONDS);
        assertThat(prose.text()).startsWith("Oak Bakery").isEqualTo(String.join("", pieces));
    }

    @ParameterizedTest
    @ValueSource(strings = {Task.ANALYSIS, Task.INSIGHTS, Task.AUDIENCE, Task.PITCH})
    void theTasksOfAWebsiteAreAnswered(String task) throws Exception {
        Prompt prompt = Prompt.json(task, new JsonObject(), new JsonObject());
        assertThat(new DemoTextModel(vertx, Duration.ZERO)
                        .structure(prompt, cancellation)
                        .await(5, SECONDS)
                        .value())
                .isNotEmpty();
    }

    private Future<Prose> write(Duration pace) {
        return new DemoTextModel(vertx, pace).write(ARTICLE, pieces::add, cancellation);
    }

    private static void countTurns(Context context, AtomicInteger turns, Future<?> until) {
        if (!until.isComplete()) {
            turns.incrementAndGet();
            context.runOnContext(v -> countTurns(context, turns, until));
        }
    }
}
