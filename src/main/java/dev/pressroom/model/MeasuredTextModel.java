package dev.pressroom.model;

import dev.pressroom.base.CallScope;
import io.vertx.core.Future;
import java.util.function.Consumer;

/** A text model whose calls are measured. */
public final class MeasuredTextModel implements TextModel {
    private final TextModel model;
    private final ModelMetrics metrics;

    public MeasuredTextModel(TextModel model, ModelMetrics metrics) {
        this.model = model;
        this.metrics = metrics;
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
        return metrics.timed("write", model.write(prompt, onText, metrics.counted(scope)));
    }

    @Override
    public Future<Structured> structure(Prompt prompt, CallScope scope) {
        return metrics.timed("structure", model.structure(prompt, metrics.counted(scope)));
    }
}
