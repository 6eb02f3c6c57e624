package dev.pressroom.model.provider;

import dev.pressroom.base.Failure;
import io.vertx.core.buffer.Buffer;
import java.util.List;

/** Reads the events of one answer, and knows whether it is complete. One per call. */
interface AnswerReader {
    /** What an event means. */
    sealed interface Part {
        /** Nothing: a comment, a ping, a thought. */
        record Nothing() implements Part {}

        /**
         * A part of the answer, in the plain form that LangChain4j reads.
         *
         * @param event the name, empty when there is none
         * @param textLength characters of the answer's text in it
         */
        record Piece(String event, String data, int textLength) implements Part {}

        /** The answer has failed. */
        record Failed(Failure failure) implements Part {}
    }

    /** @param event the name, empty when there is none */
    List<Part> read(String event, String data);

    /** Reads an answer that came as one JSON document although a stream was asked for. */
    List<Part> readWhole(Buffer body);

    /** Whether the provider sent its end mark ({@code [DONE]}, {@code message_stop}): nothing more will come. */
    boolean isMarked();

    /** Whether the answer may end here: at its end mark, or after a finish reason that says that it is whole. */
    boolean isComplete();
}
