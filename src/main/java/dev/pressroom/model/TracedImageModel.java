package dev.pressroom.model;

import dev.pressroom.base.CallScope;
import dev.pressroom.image.Image;
import io.vertx.core.Future;

/** An image model whose calls have spans. */
public final class TracedImageModel implements ImageModel {
    private final ImageModel model;
    private final ModelSpans spans;

    public TracedImageModel(ImageModel model, ModelSpans spans) {
        this.model = model;
        this.spans = spans;
    }

    @Override
    public String name() {
        return model.name();
    }

    @Override
    public Future<Image> draw(ImagePrompt prompt, CallScope scope) {
        return spans.around("generate_content", name(), "image", scope, own -> model.draw(prompt, own));
    }
}
