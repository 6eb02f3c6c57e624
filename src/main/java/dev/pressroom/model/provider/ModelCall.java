package dev.pressroom.model.provider;

import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import dev.pressroom.base.ModelUsage;
import dev.pressroom.model.provider.ChatClient.Answer;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * One call: joins the chunks of its answer. The first completion or failure decides the result. Stays on one Vert.x
 * context.
 */
final class ModelCall implements StreamingChatResponseHandler {
    private final String model;
    private final Consumer<String> onText;
    private final Consumer<ModelUsage> onUsage;
    private final Promise<Answer> promise = Promise.promise();
    private final StringBuilder text = new StringBuilder();
    private int promptLength;
    private Runnable abort = () -> {};
    private Supplier<Optional<TokenCount>> reported = Optional::empty;

    ModelCall(String model, Consumer<String> onText, Consumer<ModelUsage> onUsage) {
        this.model = model;
        this.onText = onText;
        this.onUsage = onUsage;
    }

    /** Sends the request through {@code exchange}; {@link #fail} aborts it. */
    Future<Answer> start(ProviderApi api, ChatRequest request, StreamedRequest exchange) {
        abort = exchange::abort;
        reported = exchange::usage;
        promptLength = request.messages().toString().length();
        api.model(exchange).chat(request, this);
        return promise.future();
    }

    void fail(Failure failure) {
        abort.run();
        if (!promise.future().isComplete()) {
            reported.get().ifPresent(this::count);
            promise.tryFail(failure);
        }
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
        if (!promise.future().isComplete()) {
            count(reported.get().orElseGet(() -> new TokenCount(promptLength / 4, text.length() / 4)));
            promise.tryComplete(new Answer(text.toString(), tokens(response)));
        }
    }

    /** LangChain4j could not parse the answer. Failures that the request detects itself have failed the call before. */
    @Override
    public void onError(Throwable cause) {
        fail(new Failure(ErrorCode.MODEL_UNAVAILABLE, "The model provider sent an invalid answer. Try again.", cause));
    }

    private void count(TokenCount tokens) {
        onUsage.accept(ModelUsage.ofText(model, tokens.input(), tokens.output()));
    }

    private int tokens(ChatResponse response) {
        boolean reported =
                response.tokenUsage() != null && response.tokenUsage().totalTokenCount() != null;
        return reported ? response.tokenUsage().totalTokenCount() : (promptLength + text.length()) / 4;
    }
}
