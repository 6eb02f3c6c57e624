package dev.pressroom.model;

import dev.pressroom.config.Settings;
import dev.pressroom.model.openai.CallLimits;
import dev.pressroom.model.openai.Endpoint;
import dev.pressroom.model.openai.OpenAiChat;
import dev.pressroom.model.openai.OpenAiImages;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Clock;

/** Chooses the model that the settings ask for. */
public final class Models {
    private static final long DEMO_SEED = 1;
    /** At once: an answer is some megabytes. */
    private static final int MOST_IMAGES = 8;

    private static final URI OPENAI = URI.create("https://api.openai.com/v1");

    private Models() {}

    /** One for the whole node: its limits are the node's. */
    public static TextModel create(Vertx vertx, Settings.Model settings) {
        if (settings.isDemo()) {
            return new DemoTextModel(vertx, settings.demoPace(), DEMO_SEED);
        }
        Endpoint endpoint = endpoint(settings, settings.openAiModel());
        CallLimits limits = CallLimits.ofPause(settings.timeout());
        OpenAiChat chat = new OpenAiChat(vertx, endpoint, limits, settings.concurrent(), Clock.systemUTC());
        return new GuardedTextModel(vertx, new LangChainTextModel(chat), Guard.Limits.of(settings.concurrent()));
    }

    /** The model that draws; one for the whole node, as {@link #create}. Charts are drawn here, whatever it is. */
    public static ImageModel createImages(Vertx vertx, Settings.Model settings) {
        ImageModel drawer = new DemoImageModel(vertx, DEMO_SEED);
        if (settings.isDemo()) {
            return drawer;
        }
        int concurrent = Math.min(MOST_IMAGES, settings.concurrent());
        CallLimits limits =
                new CallLimits(settings.timeout(), settings.timeout().multipliedBy(2));
        OpenAiImages images = new OpenAiImages(
                vertx, endpoint(settings, settings.openAiImageModel()), limits, concurrent, Clock.systemUTC());
        ImageModel provider = new GuardedImageModel(vertx, new OpenAiImageModel(images), Guard.Limits.of(concurrent));
        return new ChartsDrawnHere(provider, drawer);
    }

    private static Endpoint endpoint(Settings.Model settings, String model) {
        return new Endpoint(settings.openAiBaseUrl().orElse(OPENAI), settings.openAiKey(), model);
    }
}
