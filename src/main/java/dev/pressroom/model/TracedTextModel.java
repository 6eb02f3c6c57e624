package dev.pressroom.model;

import dev.pressroom.base.CallScope;
import io.vertx.core.Future;
import java.util.function.Consumer;

/** A text model whose calls have spans. */
public final class TracedTextModel implements TextModel {
    private final TextModel model;
    private final ModelSpans spans;

    public TracedTextModel(TextModel model, ModelSpans spans) {
        this.model = model;
        this.spans = spans;
    }

    @Override
    public String name() {
        return model.name();
    }

    @Override
    public String promptVersion() {
        return model.promptVersion();
    }

    @Override
    public Future<Prose> write(Prompt prompt, Consumer<String> onText, CallScope scope) {
        return spans.around("chat", name(), "text", scope, own -> model.write(prompt, onText, own));
    }

    @Override
    public Future<Structured> structure(Prompt prompt, CallScope scope) {
        return spans.around("chat", name(), "json", scope, own -> model.structure(prompt, own));
    }
}
