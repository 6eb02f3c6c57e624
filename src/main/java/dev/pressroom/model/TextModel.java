package dev.pressroom.model;

import dev.pressroom.base.CallScope;
import dev.pressroom.base.Cancellation;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.function.Consumer;

/**
 * A language model. Both calls fail with a {@link dev.pressroom.base.Failure} whose code begins with {@code MODEL_}, or
 * is {@code CANCELLED} when the cancellation of its scope was cancelled: then the connection to the provider is closed at once.
 * Called on a Vert.x context; the futures complete, and {@code onText} is called, on it.
 */
public interface TextModel {
    /** The name of the model at the provider; {@code demo} for the demo model. Part of results. */
    String name();

    /** The version of its {@link Prompts}; part of results. */
    String promptVersion();

    /** Writes prose. {@code onText} receives each chunk; the chunks joined are the text of the answer. */
    Future<Prose> write(Prompt prompt, Consumer<String> onText, CallScope scope);

    /** As {@link #write(Prompt, Consumer, CallScope)}; its usage is not counted. */
    default Future<Prose> write(Prompt prompt, Consumer<String> onText, Cancellation cancellation) {
        return write(prompt, onText, CallScope.uncounted(cancellation));
    }

    /** Answers with JSON that is valid by the schema of the prompt. */
    Future<Structured> structure(Prompt prompt, CallScope scope);

    /** As {@link #structure(Prompt, CallScope)}; its usage is not counted. */
    default Future<Structured> structure(Prompt prompt, Cancellation cancellation) {
        return structure(prompt, CallScope.uncounted(cancellation));
    }

    /** @param tokens of prompt and answer; an estimate when the provider does not report them */
    record Prose(String text, int tokens) {}

    /** @param tokens as in {@link Prose} */
    record Structured(JsonObject value, int tokens) {}
}
