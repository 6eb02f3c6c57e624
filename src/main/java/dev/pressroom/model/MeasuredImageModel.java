package dev.pressroom.model;

import dev.pressroom.base.CallScope;
import dev.pressroom.image.Image;
import io.vertx.core.Future;

/** An image model whose calls are measured. */
public final class MeasuredImageModel implements ImageModel {
    private final ImageModel model;
    private final ModelMetrics metrics;

    public MeasuredImageModel(ImageModel model, ModelMetrics metrics) {
        this.model = model;
        this.metrics = metrics;
    }

    @Override
    public String name() {
        return model.name();
    }

    @Override
    public Future<Image> draw(ImagePrompt prompt, CallScope scope) {
        return metrics.timed("draw", model.draw(prompt, metrics.counted(scope)));
    }
}
