package dev.pressroom.model;

import dev.pressroom.base.Cancellation;
import dev.pressroom.image.Image;
import io.vertx.core.Future;

/**
 * Makes pictures. Fails with a {@link dev.pressroom.base.Failure} whose code is one of {@code MODEL_…}, or
 * {@code CANCELLED} when {@code cancellation} struck. Called on a Vert.x context; the future completes on that context.
 */
public interface ImageModel {
    /** What the provider calls the model; {@code demo} for the demo model. */
    String name();

    Future<Image> draw(ImagePrompt prompt, Cancellation cancellation);
}
