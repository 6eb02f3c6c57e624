package dev.pressroom.model;

import dev.pressroom.base.CallScope;
import dev.pressroom.image.Image;
import io.vertx.core.Future;

/** Draws charts locally instead of with a provider, since an image model does not draw numbers exactly. */
public final class LocalCharts implements ImageModel {
    private final ImageModel provider;
    private final ImageModel drawer;

    public LocalCharts(ImageModel provider, ImageModel drawer) {
        this.provider = provider;
        this.drawer = drawer;
    }

    @Override
    public String name() {
        return provider.name();
    }

    @Override
    public Future<Image> draw(ImagePrompt prompt, CallScope scope) {
        return (prompt.chart().isPresent() ? drawer : provider).draw(prompt, scope);
    }
}
