package dev.pressroom.http.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.bus.Addresses;
import dev.pressroom.bus.RecordCodec;
import dev.pressroom.job.NodeMessage;
import dev.pressroom.job.Signal;
import dev.pressroom.support.Await;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a client is sent of a text, and what its runningNode is requests. */
class LiveTextTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final UUID JOB = UUID.randomUUID();
    private static final UUID NODE = UUID.randomUUID();

    private final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();
    private final List<Message<NodeMessage.TextFrom>> requests = new CopyOnWriteArrayList<>();
    private final List<JsonObject> sent = new CopyOnWriteArrayList<>();
    private final RecordingClient client = new RecordingClient();
    private Optional<UUID> runningNode = Optional.of(NODE);
    private final LiveText text = new LiveText(vertx, JOB, 1, client, () -> runningNode);

    private final class RecordingClient implements LiveText.Client {
        private boolean accepts = true;

        @Override
        public boolean acceptsText() {
            return accepts;
        }

        /** Sends at once, so that the client accepts more text at once. */
        @Override
        public void sendText(int offset, String part, Supplier<Buffer> frame) {
            String data = frame.get()
                    .toString()
                    .lines()
                    .filter(l -> l.startsWith("data: "))
                    .collect(Collectors.joining());
            sent.add(new JsonObject(data.substring("data: ".length())));
            text.requestIfMissing();
        }
    }

    @BeforeEach
    void listen() {
        RecordCodec.register(vertx.eventBus(), NodeMessage.TextFrom.class, Signal.TextChunk.class);
        vertx.eventBus().<NodeMessage.TextFrom>consumer(Addresses.node(NODE), requests::add);
    }

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void aClientThatConnectsLateGetsTheTextSoFarAndThenTheChunks() {
        onContext(text::requestIfMissing);
        reply(1, chunk(1, 1, 0, "The first"));
        publish(chunk(1, 1, 9, " half."));

        assertThat(received()).isEqualTo("The first half.");
        assertThat(requests).hasSize(1);
    }

    @Test
    void aChunkThatContinuesTheTextProvesThatNothingIsMissing() {
        publish(chunk(1, 1, 0, "The first"));
        onContext(text::requestIfMissing);
        publish(chunk(1, 1, 9, " half."));

        assertThat(received()).isEqualTo("The first half.");
        assertThat(requests).isEmpty();
    }

    @Test
    void afterTheLengthOfTheTextWasAnnouncedTheMissingTextIsRequested() {
        publish(chunk(1, 1, 0, "One"));
        publish(chunk(1, 1, 6, ""));
        reply(1, chunk(1, 1, 3, "Two"));
        publish(chunk(1, 1, 6, "Three"));

        assertThat(received()).isEqualTo("OneTwoThree");
        assertThat(requests).hasSize(1);
    }

    @Test
    void afterTheLengthOfANewTextWasAnnouncedItIsRequestedWhole() {
        publish(chunk(1, 1, 0, "Nonsense"));
        publish(chunk(1, 2, 3, ""));
        reply(1, chunk(1, 2, 0, "One"));

        assertThat(received()).isEqualTo("One");
    }

    @Test
    void theLengthOfATextThatTheClientHasNeedsNoRequest() {
        publish(chunk(1, 1, 0, "One"));
        publish(chunk(1, 1, 3, ""));

        assertThat(requests).isEmpty();
    }

    @Test
    void aRunThatHasJustBegunHasNoTextToRequest() {
        onContext(() -> text.runStarted(1));
        onContext(text::requestIfMissing);
        publish(chunk(1, 1, 0, "One"));

        assertThat(received()).isEqualTo("One");
        assertThat(requests).isEmpty();
    }

    @Test
    void ifTheFirstChunksOfARunWereLostTheyAreRequestedAtTheNextCheck() {
        onContext(() -> text.runStarted(1));
        onContext(text::checked);
        reply(1, chunk(1, 1, 0, "One"));

        assertThat(received()).isEqualTo("One");
    }

    @Test
    void ifTheFirstChunkOfARunLeavesAGapTheTextIsRequested() {
        onContext(() -> text.runStarted(1));
        publish(chunk(1, 1, 3, "Two"));
        reply(1, chunk(1, 1, 0, "OneTwo"));

        assertThat(received()).isEqualTo("OneTwo");
    }

    @Test
    void theTextOfANodeThatGoesOnWithTheAttemptReplacesTheOldOne() {
        publish(chunk(1, 1, 0, "Half of the first"));
        onContext(text::restarted);
        onContext(() -> text.runStarted(1));
        publish(chunk(1, 1, 0, "Second"));

        assertThat(received()).isEqualTo("Second");
        assertThat(requests).isEmpty();
    }

    @Test
    void aRequestThatFailedIsRepeated() {
        onContext(text::requestIfMissing);
        replyFailure(1);
        onContext(text::requestIfMissing);
        reply(2, chunk(1, 1, 0, "All of it"));

        assertThat(received()).isEqualTo("All of it");
        onContext(text::requestIfMissing);
        assertThat(requests).hasSize(2);
    }

    @Test
    void textIsRequestedAsSoonAsTheRunningNodeIsKnown() {
        runningNode = Optional.empty();
        onContext(text::requestIfMissing);
        runningNode = Optional.of(NODE);
        onContext(text::requestIfMissing);
        reply(1, chunk(1, 1, 0, "All of it"));

        assertThat(received()).isEqualTo("All of it");
    }

    @Test
    void chunksOfANewAttemptAreSentWhileTheOldNodeDoesNotReply() {
        onContext(text::requestIfMissing);
        awaitRequest(1);
        publish(chunk(2, 1, 0, "Anew"));
        publish(chunk(2, 1, 4, ", at once"));

        assertThat(received()).isEqualTo("Anew, at once");
        replyFailure(1);
        onContext(text::requestIfMissing);
        assertThat(requests).hasSize(1);
    }

    @Test
    void whatWasSentMeanwhileIsNotSentAgain() {
        publish(chunk(1, 1, 0, "One"));
        publish(chunk(1, 1, 6, "Three"));
        awaitRequest(1);
        assertThat(requests.get(0).body().offset()).isEqualTo(3);
        publish(chunk(1, 1, 3, "Two"));
        reply(1, chunk(1, 1, 3, "TwoThree"));

        assertThat(received()).isEqualTo("OneTwoThree");
        assertThat(requests).hasSize(1);
    }

    @Test
    void aReplyOlderThanADeferredChunkIsFollowedByAnotherRequest() {
        onContext(text::requestIfMissing);
        awaitRequest(1);
        publish(chunk(1, 1, 3, "Two"));
        reply(1, chunk(1, 1, 0, "One"));
        reply(2, chunk(1, 1, 3, "Two"));

        assertThat(received()).isEqualTo("OneTwo");
    }

    @Test
    void aReplyThatIncludesTheDeferredChunkIsEnough() {
        onContext(text::requestIfMissing);
        awaitRequest(1);
        publish(chunk(1, 1, 3, "Two"));
        reply(1, chunk(1, 1, 0, "OneTwo"));

        assertThat(received()).isEqualTo("OneTwo");
        assertThat(requests).hasSize(1);
    }

    @Test
    void textForAClientWithoutRoomIsRequestedWhenItHasRoomAgain() {
        publish(chunk(1, 1, 0, "One"));
        client.accepts = false;
        publish(chunk(1, 1, 3, "Two"));
        onContext(text::requestIfMissing);
        assertThat(requests).isEmpty();
        client.accepts = true;
        onContext(text::requestIfMissing);
        reply(1, chunk(1, 1, 3, "Two"));

        assertThat(received()).isEqualTo("OneTwo");
    }

    @Test
    void aGapInANewerAttemptIsRequestedForThatAttempt() {
        publish(chunk(1, 1, 0, "Void"));
        publish(chunk(2, 1, 3, "Two"));
        awaitRequest(1);
        assertThat(requests.get(0).body()).isEqualTo(new NodeMessage.TextFrom(JOB, 2, 0, 0));
        reply(1, chunk(2, 1, 0, "OneTwo"));

        assertThat(received()).isEqualTo("OneTwo");
    }

    @Test
    void aTextThatIsStartedAgainReplacesTheOldOne() {
        publish(chunk(1, 1, 0, "Nonsense"));
        publish(chunk(1, 2, 0, "Sense"));
        publish(chunk(1, 1, 8, "!"));

        assertThat(received()).isEqualTo("Sense");
    }

    @Test
    void theTextOfANewAttemptIsRequestedWithoutAnyChunk() {
        publish(chunk(1, 1, 0, "Void"));
        onContext(() -> text.attemptStarted(2));
        onContext(text::requestIfMissing);
        reply(1, chunk(2, 1, 0, "New"));

        assertThat(received()).isEqualTo("New");
    }

    @Test
    void aReplyOfAnEarlierAttemptDoesNotAnswerForTheNewOne() {
        onContext(text::requestIfMissing);
        awaitRequest(1);
        onContext(() -> text.attemptStarted(2));
        reply(1, chunk(1, 1, 0, "Void"));
        reply(2, chunk(2, 1, 0, "New"));

        assertThat(received()).isEqualTo("New");
        assertThat(requests).hasSize(2);
    }

    private static Signal.TextChunk chunk(int attempt, int edition, int offset, String text) {
        return new Signal.TextChunk(JOB, attempt, edition, offset, text);
    }

    private void publish(Signal.TextChunk chunk) {
        onContext(() -> text.receive(chunk, () -> SseFrames.chunk(chunk.offset(), chunk.text())));
    }

    private void awaitRequest(int number) {
        Await.until(SOON, () -> requests.size() >= number);
    }

    /** Replies to the request of this number and waits until the reply has been handled. */
    private void reply(int number, Signal.TextChunk chunk) {
        awaitRequest(number);
        requests.get(number - 1).reply(chunk);
        settle();
    }

    private void replyFailure(int number) {
        awaitRequest(number);
        requests.get(number - 1).fail(404, "not running here");
        settle();
    }

    /** Replies on the local bus are delivered on the context of the sender, in order with what is run there later. */
    private void settle() {
        onContext(() -> {});
    }

    private void onContext(Runnable action) {
        Promise<Void> done = Promise.promise();
        context.runOnContext(go -> {
            action.run();
            done.complete();
        });
        done.future().await();
    }

    /** The text as a client assembles it. */
    private String received() {
        StringBuilder all = new StringBuilder();
        for (JsonObject chunk : sent) {
            int offset = chunk.getInteger("offset");
            if (offset == 0) {
                all.setLength(0);
            }
            assertThat(offset).isEqualTo(all.length());
            all.append(chunk.getString("text"));
        }
        return all.toString();
    }
}
