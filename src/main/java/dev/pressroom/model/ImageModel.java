package dev.pressroom.model;

import dev.pressroom.base.CallScope;
import dev.pressroom.base.Cancellation;
import dev.pressroom.image.Image;
import io.vertx.core.Future;

/**
 * A model that draws images. Fails with a {@link dev.pressroom.base.Failure} whose code begins with {@code MODEL_}, or
 * is {@code CANCELLED} when the cancellation of its scope was cancelled. Called on a Vert.x context; the future completes on it.
 */
public interface ImageModel {
    /** The name of the model at the provider; {@code demo} for the demo model. */
    String name();

    Future<Image> draw(ImagePrompt prompt, CallScope scope);

    /** As {@link #draw(ImagePrompt, CallScope)}; its usage is not counted. */
    default Future<Image> draw(ImagePrompt prompt, Cancellation cancellation) {
        return draw(prompt, CallScope.uncounted(cancellation));
    }
}
