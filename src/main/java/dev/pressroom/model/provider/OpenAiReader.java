package dev.pressroom.model.provider;

import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads answers of the OpenAI chat API (chat.completion.chunk) as providers and gateways really send them: errors in
 * the middle of a stream, content as a list of parts, reasoning, comments in data lines. An answer is complete only
 * with the finish reason {@code stop}, or with the end marker and no reason.
 */
final class OpenAiReader implements AnswerReader {
    static final String END_MARK = "[DONE]";

    private final ProviderErrors refusals;
    private final ReasoningFilter reasoningFilter;
    private final Runnable onBareThought;
    private Optional<TokenCount> usage = Optional.empty();
    private boolean marked;
    private boolean finished;

    /** @param onBareThought called when the answer began with reasoning that had no opening tag */
    OpenAiReader(ProviderErrors refusals, boolean startsWithThought, Runnable onBareThought) {
        this.refusals = refusals;
        this.reasoningFilter = new ReasoningFilter(startsWithThought);
        this.onBareThought = onBareThought;
    }

    @Override
    public Optional<TokenCount> usage() {
        return usage;
    }

    @Override
    public boolean isMarked() {
        return marked;
    }

    @Override
    public boolean isComplete() {
        return marked || finished;
    }

    @Override
    public List<Part> read(String event, String data) {
        String text = data.strip();
        if (text.isEmpty() || text.startsWith(":")) {
            return List.of();
        }
        if (text.equals(END_MARK)) {
            return end();
        }
        try {
            return read(event, new JsonObject(text));
        } catch (DecodeException | ClassCastException noJson) {
            return event.equals("error") ? failed(refusals.inStream(text)) : failed(garbage("invalid JSON"));
        }
    }

    @Override
    public List<Part> readWhole(Buffer body) {
        try {
            JsonObject answer = new JsonObject(body);
            if (isError(answer)) {
                return failed(refusals.inStream(answer.encode()));
            }
            if (choice(answer) == null) {
                return failed(garbage("an answer without a choice"));
            }
            List<Part> parts = new ArrayList<>(read("", answer));
            if (parts.stream().noneMatch(Part.Failed.class::isInstance)) {
                parts.addAll(end());
            }
            return parts;
        } catch (DecodeException | ClassCastException noAnswer) {
            return failed(garbage("invalid JSON"));
        }
    }

    private List<Part> read(String event, JsonObject chunk) {
        usage = TokenCount.read(chunk.getValue("usage"), "completion_tokens", "prompt_tokens")
                .or(() -> usage);
        if (isError(chunk) || event.equals("error")) {
            return failed(refusals.inStream(chunk.encode()));
        }
        JsonObject choice = choice(chunk);
        if (choice == null) {
            return chunk.getValue("usage") instanceof JsonObject
                    ? List.of(new Part.Piece(
                            "", chunk.copy().put("choices", new JsonArray()).encode(), 0))
                    : List.of();
        }
        String text = reasoningFilter.take(content(choice));
        String reason = reason(choice);
        if (reason.isEmpty()) {
            return text.isEmpty() ? bareThought(List.of()) : bareThought(List.of(piece(chunk, text, null)));
        }
        if (!reason.equals("stop")) {
            return failed(unfinished(reason));
        }
        finished = true;
        return bareThought(List.of(piece(chunk, text + reasoningFilter.end(), reason)));
    }

    private List<Part> end() {
        marked = true;
        String rest = finished ? "" : reasoningFilter.end();
        List<Part> parts = new ArrayList<>();
        if (!rest.isEmpty()) {
            parts.add(piece(new JsonObject(), rest, null));
        }
        parts.add(new Part.Piece("", END_MARK, 0));
        return parts;
    }

    /** The text before a closing tag without an opening one was already passed on: only a new call can leave it out. */
    private List<Part> bareThought(List<Part> parts) {
        if (!reasoningFilter.sawBareClose()) {
            return parts;
        }
        onBareThought.run();
        return failed(new Failure(
                ErrorCode.MODEL_ANSWER_INVALID, "The model mixed its reasoning into the answer. Try again."));
    }

    private static Part.Piece piece(JsonObject chunk, String text, String reason) {
        JsonObject choice = new JsonObject()
                .put("index", 0)
                .put("delta", new JsonObject().put("role", "assistant").put("content", text))
                .put("finish_reason", reason);
        JsonObject plain = new JsonObject()
                .put("id", String.valueOf(chunk.getValue("id", "")))
                .put("object", "chat.completion.chunk")
                .put("model", String.valueOf(chunk.getValue("model", "")))
                .put("choices", new JsonArray().add(choice));
        if (chunk.getValue("usage") instanceof JsonObject usage) {
            plain.put("usage", usage);
        }
        return new Part.Piece("", plain.encode(), text.length());
    }

    private static boolean isError(JsonObject chunk) {
        return chunk.getValue("error") != null;
    }

    private static JsonObject choice(JsonObject chunk) {
        return chunk.getValue("choices") instanceof JsonArray choices
                        && !choices.isEmpty()
                        && choices.getValue(0) instanceof JsonObject choice
                ? choice
                : null;
    }

    private static String content(JsonObject choice) {
        Object delta = choice.getValue("delta") == null ? choice.getValue("message") : choice.getValue("delta");
        return delta instanceof JsonObject message ? text(message.getValue("content")) : "";
    }

    /** Content is a text, or a list of parts of which only those of type text are for the reader. */
    private static String text(Object content) {
        if (content instanceof String text) {
            return text;
        }
        StringBuilder joined = new StringBuilder();
        if (content instanceof JsonArray parts) {
            for (Object part : parts) {
                if (part instanceof JsonObject object
                        && "text".equals(object.getString("type", "text"))
                        && object.getValue("text") instanceof String text) {
                    joined.append(text);
                }
            }
        }
        return joined.toString();
    }

    private static String reason(JsonObject choice) {
        return choice.getValue("finish_reason") instanceof String reason && !reason.equals("null")
                ? reason.toLowerCase(Locale.ROOT)
                : "";
    }

    private static Failure unfinished(String reason) {
        return switch (reason) {
            case "length", "max_tokens" ->
                new Failure(
                        ErrorCode.MODEL_ANSWER_INVALID,
                        "The model stopped at its length limit before the answer was complete. Raise "
                                + "PRESSROOM_MODEL_MAX_TOKENS or use a model with a larger limit.");
            case "content_filter", "refusal" ->
                new Failure(ErrorCode.MODEL_REFUSED, "The model provider's content filter stopped the answer.");
            default ->
                new Failure(
                        ErrorCode.MODEL_UNAVAILABLE,
                        "The model provider ended the answer with \"" + ProviderMessage.line(reason)
                                + "\" before it was complete. Try again.");
        };
    }

    private static Failure garbage(String what) {
        return new Failure(
                ErrorCode.MODEL_UNAVAILABLE, "The model provider sent " + what + " instead of an answer. Try again.");
    }

    private static List<Part> failed(Failure failure) {
        return List.of(new Part.Failed(failure));
    }
}
