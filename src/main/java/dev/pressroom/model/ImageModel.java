package dev.pressroom.model;

import dev.pressroom.base.Cancellation;
import dev.pressroom.image.Image;
import io.vertx.core.Future;

/**
 * A model that draws images. Fails with a {@link dev.pressroom.base.Failure} whose code begins with {@code MODEL_}, or
 * is {@code CANCELLED} when {@code cancellation} was cancelled. Called on a Vert.x context; the future completes on it.
 */
public interface ImageModel {
    /** The name of the model at the provider; {@code demo} for the demo model. */
    String name();

    Future<Image> draw(ImagePrompt prompt, Cancellation cancellation);
}
