package dev.pressroom.model.provider;

import dev.pressroom.base.Failure;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Optional;

/** Reads the events of one answer, and knows whether it is complete. One instance for each call. */
interface AnswerReader {
    /** What an event means. */
    sealed interface Part {
        /** A comment, a ping, or reasoning. */
        record Nothing() implements Part {}

        /**
         * A part of the answer in the form that LangChain4j reads.
         *
         * @param event the name; empty when there is none
         * @param textLength characters of answer text in it
         */
        record Piece(String event, String data, int textLength) implements Part {}

        /** The answer has failed. */
        record Failed(Failure failure) implements Part {}
    }

    /** @param event the name, empty when there is none */
    List<Part> read(String event, String data);

    /** Reads an answer that came as one JSON document instead of a stream. */
    List<Part> readWhole(Buffer body);

    /** The tokens reported so far, also when the answer fails later; empty when none were. */
    Optional<TokenCount> usage();

    /** Whether the provider sent its end marker ({@code [DONE]}, {@code message_stop}): no more data follows. */
    boolean isMarked();

    /** Whether the answer may end here: at its end marker, or after a finish reason for a complete answer. */
    boolean isComplete();
}
