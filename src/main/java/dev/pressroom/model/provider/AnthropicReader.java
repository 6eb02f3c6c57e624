package dev.pressroom.model.provider;

import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the events of the Anthropic messages API; thinking blocks and pings are left out. An answer is complete only
 * with the stop reason {@code end_turn} or {@code stop_sequence}.
 */
final class AnthropicReader implements AnswerReader {
    private static final Set<String> COMPLETE = Set.of("end_turn", "stop_sequence");

    private final ProviderErrors refusals;
    private final Set<Integer> textBlocks = new HashSet<>();
    private Optional<TokenCount> usage = Optional.empty();
    private boolean finished;
    private boolean marked;

    AnthropicReader(ProviderErrors refusals) {
        this.refusals = refusals;
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
        return marked && finished;
    }

    @Override
    public List<Part> read(String event, String data) {
        try {
            JsonObject json = new JsonObject(data);
            String type = json.getString("type", event);
            return switch (type) {
                case "message_start" -> messageStart(json);
                case "content_block_start" -> blockStart(json);
                case "content_block_delta" -> blockDelta(json);
                case "content_block_stop" ->
                    textBlocks.contains(json.getInteger("index", 0)) ? piece(type, json, 0) : List.of();
                case "message_delta" -> messageDelta(json);
                case "message_stop" -> {
                    marked = true;
                    yield piece(type, json, 0);
                }
                case "error" -> List.of(new Part.Failed(refusals.inStream(data)));
                default -> List.of();
            };
        } catch (DecodeException | ClassCastException garbage) {
            return List.of(new Part.Failed(
                    new Failure(ErrorCode.MODEL_UNAVAILABLE, "The model provider sent an invalid event. Try again.")));
        }
    }

    /** This API always streams, so a whole JSON document is an error that came with status 200. */
    @Override
    public List<Part> readWhole(Buffer body) {
        return List.of(new Part.Failed(refusals.inStream(body.toString())));
    }

    private List<Part> blockStart(JsonObject json) {
        JsonObject block = json.getJsonObject("content_block", new JsonObject());
        if (!"text".equals(block.getString("type"))) {
            return List.of();
        }
        textBlocks.add(json.getInteger("index", 0));
        return piece("content_block_start", json, block.getString("text", "").length());
    }

    private List<Part> blockDelta(JsonObject json) {
        JsonObject delta = json.getJsonObject("delta", new JsonObject());
        return "text_delta".equals(delta.getString("type"))
                ? piece("content_block_delta", json, delta.getString("text", "").length())
                : List.of();
    }

    private List<Part> messageStart(JsonObject json) {
        Object reported = json.getJsonObject("message", new JsonObject()).getValue("usage");
        usage = TokenCount.read(
                reported, "output_tokens", "input_tokens", "cache_creation_input_tokens", "cache_read_input_tokens");
        return piece("message_start", json, 0);
    }

    private List<Part> messageDelta(JsonObject json) {
        TokenCount.read(json.getValue("usage"), "output_tokens")
                .ifPresent(written ->
                        usage = Optional.of(usage.orElse(new TokenCount(0, 0)).withOutput(written.output())));
        String reason = json.getJsonObject("delta", new JsonObject()).getString("stop_reason");
        if (reason != null && !COMPLETE.contains(reason)) {
            return List.of(new Part.Failed(unfinished(reason)));
        }
        finished |= reason != null;
        return piece("message_delta", json, 0);
    }

    private static Failure unfinished(String reason) {
        return switch (reason) {
            case "max_tokens" ->
                new Failure(
                        ErrorCode.MODEL_ANSWER_INVALID,
                        "The model stopped at its length limit before the answer was complete. Raise "
                                + "PRESSROOM_MODEL_MAX_TOKENS.");
            case "refusal" -> new Failure(ErrorCode.MODEL_REFUSED, "The model refused to answer.");
            case "model_context_window_exceeded" ->
                new Failure(
                        ErrorCode.MODEL_REFUSED,
                        "The request and its answer are too long for the context of the model. Send less text.");
            default ->
                new Failure(
                        ErrorCode.MODEL_UNAVAILABLE,
                        "The model provider ended the answer with \"" + ProviderMessage.line(reason)
                                + "\" before it was complete. Try again.");
        };
    }

    private static List<Part> piece(String event, JsonObject json, int textLength) {
        return List.of(new Part.Piece(event, json.encode(), textLength));
    }
}
