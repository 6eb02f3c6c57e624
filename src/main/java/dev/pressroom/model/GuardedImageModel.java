package dev.pressroom.model;

import dev.pressroom.base.CallScope;
import dev.pressroom.image.Image;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

/** An image model behind a {@link Guard}. */
public final class GuardedImageModel implements ImageModel {
    private final ImageModel model;
    private final Guard guard;

    public GuardedImageModel(Vertx vertx, ImageModel model, Guard.Limits limits) {
        this.model = model;
        this.guard = new Guard(vertx, "image model", limits);
    }

    @Override
    public String name() {
        return model.name();
    }

    @Override
    public Future<Image> draw(ImagePrompt prompt, CallScope scope) {
        return guard.run(() -> model.draw(prompt, scope), scope.cancellation());
    }
}
