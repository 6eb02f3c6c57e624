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
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a client is sent of a text, and what its writer is asked. */
class LiveTextTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final UUID JOB = UUID.randomUUID();
    private static final UUID WRITER = UUID.randomUUID();

    private final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();
    private final List<Message<NodeMessage.TextFrom>> asked = new CopyOnWriteArrayList<>();
    private final List<JsonObject> sent = new CopyOnWriteArrayList<>();
    private final Reader reader = new Reader();
    private Optional<UUID> writer = Optional.of(WRITER);
    private final LiveText text = new LiveText(vertx, JOB, 1, reader, () -> writer);

    private final class Reader implements LiveText.Client {
        private boolean takes = true;

        @Override
        public boolean takesText() {
            return takes;
        }

        /** All is sent at once, so what follows from that happens at once too. */
        @Override
        public void send(Buffer frame) {
            String data =
                    frame.toString().lines().filter(l -> l.startsWith("data: ")).collect(Collectors.joining());
            sent.add(new JsonObject(data.substring("data: ".length())));
            text.askIfLacking();
        }
    }

    @BeforeEach
    void listen() {
        RecordCodec.register(vertx.eventBus(), NodeMessage.TextFrom.class, Signal.TextChunk.class);
        vertx.eventBus().<NodeMessage.TextFrom>consumer(Addresses.node(WRITER), asked::add);
    }

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void whoComesLateAsksForTheTextSoFarAndThenGetsWhatIsTold() {
        later(text::askIfLacking);
        answer(1, piece(1, 1, 0, "The first"));
        tell(piece(1, 1, 9, " half."));

        assertThat(read()).isEqualTo("The first half.");
        assertThat(asked).hasSize(1);
    }

    @Test
    void aPieceThatJoinsProvesThatNothingIsLacking() {
        tell(piece(1, 1, 0, "The first"));
        later(text::askIfLacking);
        tell(piece(1, 1, 9, " half."));

        assertThat(read()).isEqualTo("The first half.");
        assertThat(asked).isEmpty();
    }

    @Test
    void anAskThatFailedIsRepeatedWhenThereIsAChance() {
        later(text::askIfLacking);
        refuse(1);
        later(text::askIfLacking);
        answer(2, piece(1, 1, 0, "All of it"));

        assertThat(read()).isEqualTo("All of it");
        later(text::askIfLacking);
        assertThat(asked).hasSize(2);
    }

    @Test
    void aWriterThatIsNotKnownYetIsAskedAsSoonAsItIs() {
        writer = Optional.empty();
        later(text::askIfLacking);
        writer = Optional.of(WRITER);
        later(text::askIfLacking);
        answer(1, piece(1, 1, 0, "All of it"));

        assertThat(read()).isEqualTo("All of it");
    }

    @Test
    void whileAWriterDoesNotAnswerWhatAnotherTellsIsSent() {
        later(text::askIfLacking);
        awaitAsked(1);
        tell(piece(2, 1, 0, "Anew"));
        tell(piece(2, 1, 4, ", at once"));

        assertThat(read()).isEqualTo("Anew, at once");
        refuse(1);
        later(text::askIfLacking);
        assertThat(asked).hasSize(1);
    }

    @Test
    void whatWasSentMeanwhileIsNotSentAgain() {
        tell(piece(1, 1, 0, "One"));
        tell(piece(1, 1, 6, "Three"));
        awaitAsked(1);
        assertThat(asked.get(0).body().offset()).isEqualTo(3);
        tell(piece(1, 1, 3, "Two"));
        answer(1, piece(1, 1, 3, "TwoThree"));

        assertThat(read()).isEqualTo("OneTwoThree");
        assertThat(asked).hasSize(1);
    }

    @Test
    void anAnswerThatIsOlderThanWhatWasToldIsFollowedByAnotherAsk() {
        later(text::askIfLacking);
        awaitAsked(1);
        tell(piece(1, 1, 3, "Two"));
        answer(1, piece(1, 1, 0, "One"));
        answer(2, piece(1, 1, 3, "Two"));

        assertThat(read()).isEqualTo("OneTwo");
    }

    @Test
    void anAnswerThatHasWhatWasToldMeanwhileIsEnough() {
        later(text::askIfLacking);
        awaitAsked(1);
        tell(piece(1, 1, 3, "Two"));
        answer(1, piece(1, 1, 0, "OneTwo"));

        assertThat(read()).isEqualTo("OneTwo");
        assertThat(asked).hasSize(1);
    }

    @Test
    void aClientWithoutRoomIsAskedForWhenItHasRoomAgain() {
        tell(piece(1, 1, 0, "One"));
        reader.takes = false;
        tell(piece(1, 1, 3, "Two"));
        later(text::askIfLacking);
        assertThat(asked).isEmpty();
        reader.takes = true;
        later(text::askIfLacking);
        answer(1, piece(1, 1, 3, "Two"));

        assertThat(read()).isEqualTo("OneTwo");
    }

    @Test
    void aGapInANewerAttemptIsAskedForUnderItsNumber() {
        tell(piece(1, 1, 0, "Void"));
        tell(piece(2, 1, 3, "Two"));
        awaitAsked(1);
        assertThat(asked.get(0).body()).isEqualTo(new NodeMessage.TextFrom(JOB, 2, 0, 0));
        answer(1, piece(2, 1, 0, "OneTwo"));

        assertThat(read()).isEqualTo("OneTwo");
    }

    @Test
    void aTextThatIsBegunAnewReplacesTheOldOne() {
        tell(piece(1, 1, 0, "Nonsense"));
        tell(piece(1, 2, 0, "Sense"));
        tell(piece(1, 1, 8, "!"));

        assertThat(read()).isEqualTo("Sense");
    }

    @Test
    void anAttemptOfWhichNothingWasHeardIsAskedFor() {
        tell(piece(1, 1, 0, "Void"));
        later(() -> text.attemptBegan(2));
        later(text::askIfLacking);
        answer(1, piece(2, 1, 0, "New"));

        assertThat(read()).isEqualTo("New");
    }

    @Test
    void anAnswerOfAnAttemptThatIsOverSaysNothingOfTheNextOne() {
        later(text::askIfLacking);
        awaitAsked(1);
        later(() -> text.attemptBegan(2));
        answer(1, piece(1, 1, 0, "Void"));
        answer(2, piece(2, 1, 0, "New"));

        assertThat(read()).isEqualTo("New");
        assertThat(asked).hasSize(2);
    }

    private static Signal.TextChunk piece(int attempt, int edition, int offset, String text) {
        return new Signal.TextChunk(JOB, attempt, edition, offset, text);
    }

    private void tell(Signal.TextChunk piece) {
        later(() -> text.take(piece, SseFrames.chunk(piece.offset(), piece.text())));
    }

    private void awaitAsked(int number) {
        Await.until(SOON, () -> asked.size() >= number);
    }

    /** Answers the ask of this number, and waits until the answer has been taken. */
    private void answer(int number, Signal.TextChunk piece) {
        awaitAsked(number);
        asked.get(number - 1).reply(piece);
        settle();
    }

    private void refuse(int number) {
        awaitAsked(number);
        asked.get(number - 1).fail(404, "not running here");
        settle();
    }

    /** An answer on the local bus is delivered by the context of whom it is for, in order with what comes after. */
    private void settle() {
        later(() -> {});
    }

    private void later(Runnable action) {
        Promise<Void> done = Promise.promise();
        context.runOnContext(go -> {
            action.run();
            done.complete();
        });
        done.future().await();
    }

    /** As a client puts it together. */
    private String read() {
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
