package dev.pressroom.pipeline.website;

import dev.pressroom.image.Image;
import io.vertx.core.Future;
import java.util.UUID;

/** Where pictures are kept. */
public interface ScenarioImages {
    /** Keeps the picture; when there is one with that id already, that one stays. */
    Future<Void> save(UUID id, Image image);
}
