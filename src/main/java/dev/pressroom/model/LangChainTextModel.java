package dev.pressroom.model;

import dev.pressroom.base.CallScope;
import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import dev.pressroom.model.provider.ChatClient;
import dev.pressroom.model.provider.ChatClient.Answer;
import dev.pressroom.model.provider.ChatMessages;
import dev.pressroom.model.provider.JsonAnswer;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.function.Consumer;

/**
 * A model behind an OpenAI-compatible or Anthropic chat API, through LangChain4j. JSON answers are requested with a
 * schema and validated; after an invalid one the model is asked once to correct it.
 */
public final class LangChainTextModel implements TextModel {
    private final ChatClient chat;
    private final Prompts prompts;

    public LangChainTextModel(ChatClient chat, Prompts prompts) {
        this.chat = chat;
        this.prompts = prompts;
    }

    @Override
    public String name() {
        return chat.modelName();
    }

    @Override
    public String promptVersion() {
        return prompts.version();
    }

    @Override
    public Future<Prose> write(Prompt prompt, Consumer<String> onText, CallScope scope) {
        return chat.ask(conversation(prompt), onText, scope).map(answer -> new Prose(answer.text(), answer.tokens()));
    }

    @Override
    public Future<Structured> structure(Prompt prompt, CallScope scope) {
        ChatMessages conversation = conversation(prompt);
        return chat.ask(conversation, chunk -> {}, scope)
                .compose(first -> accept(prompt, first, 0)
                        .recover(invalid -> askForCorrection(prompt, conversation, first, scope)));
    }

    private Future<Structured> askForCorrection(
            Prompt prompt, ChatMessages conversation, Answer first, CallScope scope) {
        String fault = read(prompt, first).fault();
        return chat.ask(conversation.withCorrection(first.text(), fault), chunk -> {}, scope)
                .compose(second -> accept(prompt, second, first.tokens()));
    }

    private static Future<Structured> accept(Prompt prompt, Answer answer, int tokensBefore) {
        return read(prompt, answer)
                .value()
                .map(value -> Future.succeededFuture(new Structured(value, tokensBefore + answer.tokens())))
                .orElseGet(() -> Future.failedFuture(new Failure(
                        ErrorCode.MODEL_ANSWER_INVALID, "The model returned invalid JSON twice. Try again.")));
    }

    private static JsonAnswer read(Prompt prompt, Answer answer) {
        return JsonAnswer.of(answer.text(), schema(prompt));
    }

    private static JsonObject schema(Prompt prompt) {
        return prompt.schema()
                .orElseThrow(() -> new IllegalArgumentException("a JSON answer needs a schema: " + prompt.task()));
    }

    private ChatMessages conversation(Prompt prompt) {
        StringBuilder instructions = new StringBuilder(prompts.text(Prompts.FRAME));
        prompt.parts().forEach(name -> instructions.append(prompts.text(name)));
        if (!prompt.requirements().isEmpty()) {
            instructions.append(prompts.text(Prompts.REQUIREMENTS));
            prompt.requirements()
                    .forEach(line -> instructions.append("- ").append(line).append('\n'));
        }
        return ChatMessages.open(prompt.task(), instructions.toString(), prompt.facts(), prompt.schema());
    }
}
