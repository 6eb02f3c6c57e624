package dev.pressroom.pipeline.website;

import dev.pressroom.image.Image;
import io.vertx.core.Future;
import java.util.UUID;

/** Stores images of scenarios. */
public interface ScenarioImages {
    /** Stores the image of a job; an existing image with that id remains unchanged. */
    Future<Void> save(UUID id, UUID jobId, Image image);
}
