package dev.pressroom.model;

import dev.pressroom.config.Settings;
import dev.pressroom.model.openai.CallLimits;
import dev.pressroom.model.openai.Endpoint;
import dev.pressroom.model.openai.OpenAiChat;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Clock;

/** Chooses the model that the settings ask for. */
public final class Models {
    private static final long DEMO_SEED = 1;
    private static final URI OPENAI = URI.create("https://api.openai.com/v1");

    private Models() {}

    /** One for the whole node: its limits are the node's. */
    public static TextModel create(Vertx vertx, Settings.Model settings) {
        if (settings.isDemo()) {
            return new DemoTextModel(vertx, settings.demoPace(), DEMO_SEED);
        }
        Endpoint endpoint =
                new Endpoint(settings.openAiBaseUrl().orElse(OPENAI), settings.openAiKey(), settings.openAiModel());
        CallLimits limits = CallLimits.ofPause(settings.timeout());
        OpenAiChat chat = new OpenAiChat(vertx, endpoint, limits, settings.concurrent(), Clock.systemUTC());
        return new GuardedTextModel(
                vertx, new LangChainTextModel(chat), GuardedTextModel.Limits.of(settings.concurrent()));
    }
}
