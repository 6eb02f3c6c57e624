package dev.pressroom.model.provider;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.json.JsonRawSchema;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The messages of a chat with a model: the instructions as system message, then the facts as JSON.
 *
 * @param task the kind of work
 * @param schema JSON Schema of the answer; empty for prose
 */
public record ChatMessages(String task, List<ChatMessage> messages, Optional<JsonObject> schema) {
    private static final int MAX_QUOTE_CHARACTERS = 4000;

    /**
     * @param instructions what to do, and the rule that facts are data
     * @param facts the data
     */
    public static ChatMessages open(String task, String instructions, JsonObject facts, Optional<JsonObject> schema) {
        String form = schema.map(shape -> "Answer with JSON alone, by this schema: " + shape.encode() + "\n")
                .orElse("");
        List<ChatMessage> messages = List.of(
                SystemMessage.from("Task: " + task + "\n" + instructions + form),
                UserMessage.from(facts.encodePrettily()));
        return new ChatMessages(task, messages, schema);
    }

    /** The same request with the invalid answer and what is wrong with it. */
    public ChatMessages withCorrection(String answer, String fault) {
        String quote =
                answer.isBlank() ? "(nothing)" : answer.substring(0, Math.min(answer.length(), MAX_QUOTE_CHARACTERS));
        String correction = "That answer does not fit the schema:\n" + fault
                + "\nAnswer again, with JSON alone that fits the schema.";
        List<ChatMessage> more = new ArrayList<>(messages);
        more.add(AiMessage.from(quote));
        more.add(UserMessage.from(correction));
        return new ChatMessages(task, List.copyOf(more), schema);
    }

    /** @param responseFormat whether to request JSON by {@code response_format} too */
    ChatRequest request(boolean responseFormat) {
        ChatRequest.Builder request = ChatRequest.builder().messages(messages);
        schema.filter(shape -> responseFormat).ifPresent(shape -> request.responseFormat(format(shape)));
        return request.build();
    }

    private ResponseFormat format(JsonObject shape) {
        JsonSchema named = JsonSchema.builder()
                .name(task.replace('.', '_'))
                .rootElement(JsonRawSchema.from(shape.encode()))
                .build();
        return ResponseFormat.builder()
                .type(ResponseFormatType.JSON)
                .jsonSchema(named)
                .build();
    }
}
