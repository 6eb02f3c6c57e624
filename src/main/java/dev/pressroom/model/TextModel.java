package dev.pressroom.model;

import dev.pressroom.base.Cancellation;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.function.Consumer;

/**
 * A language model. Both calls fail with a {@link dev.pressroom.base.Failure} whose code is one of {@code MODEL_…},
 * or {@code CANCELLED} when {@code cancellation} struck: then the connection to the provider is closed at once. They
 * are called on a Vert.x context; the futures complete, and {@code onText} is called, on that same context.
 */
public interface TextModel {
    /** What the provider calls the model; {@code demo} for the demo model. Shown in results. */
    String name();

    /** Which {@link Prompts} it is asked with; shown in results. */
    String promptVersion();

    /** Writes prose, handing over each piece as it comes. The pieces joined are the answer's text. */
    Future<Prose> write(Prompt prompt, Consumer<String> onText, Cancellation cancellation);

    /** Answers with JSON that fits the prompt's schema. */
    Future<Structured> structure(Prompt prompt, Cancellation cancellation);

    /** @param tokens used by the call, prompt and answer together; an estimate where the provider does not tell */
    record Prose(String text, int tokens) {}

    /** @param tokens as in {@link Prose} */
    record Structured(JsonObject value, int tokens) {}
}
