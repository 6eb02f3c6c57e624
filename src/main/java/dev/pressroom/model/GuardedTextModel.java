package dev.pressroom.model;

import dev.pressroom.base.CallScope;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.function.Consumer;

/** A text model behind a {@link Guard}. */
public final class GuardedTextModel implements TextModel {
    private final TextModel model;
    private final Guard guard;

    public GuardedTextModel(Vertx vertx, TextModel model, Guard.Limits limits) {
        this.model = model;
        this.guard = new Guard(vertx, "model", limits);
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
        return guard.run(() -> model.write(prompt, onText, scope), scope.cancellation());
    }

    @Override
    public Future<Structured> structure(Prompt prompt, CallScope scope) {
        return guard.run(() -> model.structure(prompt, scope), scope.cancellation());
    }
}
