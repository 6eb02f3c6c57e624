package dev.pressroom.model.openai;

import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.output.FinishReason;
import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import dev.pressroom.model.openai.OpenAiChat.Answer;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.function.Consumer;

/** One call: gathers the pieces, and ends with the first thing that decides it. Stays on one Vert.x context. */
final class Call implements StreamingChatResponseHandler {
    private final Consumer<String> onText;
    private final Promise<Answer> promise = Promise.promise();
    private final StringBuilder text = new StringBuilder();
    private int promptLength;
    private Runnable abort = () -> {};

    Call(Consumer<String> onText) {
        this.onText = onText;
    }

    /** @param abort closes the connection */
    Future<Answer> start(Endpoint endpoint, ChatRequest request, Exchange exchange) {
        abort = exchange::abort;
        promptLength = request.messages().toString().length();
        endpoint.model(exchange).chat(request, this);
        return promise.future();
    }

    void fail(Failure failure) {
        abort.run();
        promise.tryFail(failure);
    }

    @Override
    public void onPartialResponse(String piece) {
        if (!promise.future().isComplete()) {
            text.append(piece);
            onText.accept(piece);
        }
    }

    @Override
    public void onCompleteResponse(ChatResponse response) {
        FinishReason reason = response.finishReason();
        if (reason == FinishReason.CONTENT_FILTER) {
            fail(new Failure(ErrorCode.MODEL_REFUSED, "The model provider's content filter stopped the answer."));
        } else if (reason == FinishReason.LENGTH) {
            fail(new Failure(ErrorCode.MODEL_ANSWER_INVALID, "The model stopped at its length limit. Try again."));
        } else {
            promise.tryComplete(new Answer(text.toString(), tokens(response)));
        }
    }

    /** What the exchange has found out itself has failed the call already; here it is what could not be read. */
    @Override
    public void onError(Throwable cause) {
        fail(new Failure(
                ErrorCode.MODEL_UNAVAILABLE, "The model provider sent something that is no answer. Try again.", cause));
    }

    private int tokens(ChatResponse response) {
        boolean told = response.tokenUsage() != null && response.tokenUsage().totalTokenCount() != null;
        return told ? response.tokenUsage().totalTokenCount() : (promptLength + text.length()) / 4;
    }
}
