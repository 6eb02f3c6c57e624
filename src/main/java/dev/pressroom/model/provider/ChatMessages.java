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
 * The messages of a chat with a model: instructions as the system message, then the facts as JSON.
 *
 * @param task names the kind of work
 * @param schema of the answer, where it is to be JSON
 */
public record ChatMessages(String task, List<ChatMessage> messages, Optional<JsonObject> schema) {
    private static final int LONGEST_QUOTE = 4000;

    /**
     * @param instructions what to do, with the frame that says that the facts are data
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

    /** The same question once more, after an answer that did not fit. */
    public ChatMessages complain(String answer, String fault) {
        String quote = answer.isBlank() ? "(nothing)" : answer.substring(0, Math.min(answer.length(), LONGEST_QUOTE));
        String complaint = "That answer does not fit the schema:\n" + fault
                + "\nAnswer again, with JSON alone that fits the schema.";
        List<ChatMessage> more = new ArrayList<>(messages);
        more.add(AiMessage.from(quote));
        more.add(UserMessage.from(complaint));
        return new ChatMessages(task, List.copyOf(more), schema);
    }

    /** @param responseFormat whether the provider is asked for JSON by {@code response_format} too */
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
