package dev.pressroom;

import dev.pressroom.config.ModelSettings;
import dev.pressroom.model.DemoImageModel;
import dev.pressroom.model.Guard;
import dev.pressroom.model.GuardedImageModel;
import dev.pressroom.model.GuardedTextModel;
import dev.pressroom.model.ImageModel;
import dev.pressroom.model.LangChainTextModel;
import dev.pressroom.model.LocalCharts;
import dev.pressroom.model.OpenAiImageModel;
import dev.pressroom.model.Prompts;
import dev.pressroom.model.TextModel;
import dev.pressroom.model.demo.DemoTextModel;
import dev.pressroom.model.provider.CallLimits;
import dev.pressroom.model.provider.ChatClient;
import dev.pressroom.model.provider.Endpoint;
import dev.pressroom.model.provider.ImageClient;
import dev.pressroom.model.provider.ProviderKind;
import dev.pressroom.model.provider.Proxy;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Creates the models that the settings select. */
public final class Models {
    /** Concurrent image requests at most: each response takes some megabytes of memory. */
    private static final int MAX_CONCURRENT_IMAGES = 8;

    private static final URI OPENAI = URI.create("https://api.openai.com/v1");

    private static final String DEMO = "pressroom.demo";

    private Models() {}

    /** Creates the text model. Call it once per node: the limit on concurrent calls is the limit of the node. */
    public static TextModel create(Vertx vertx, ModelSettings settings) {
        if (settings.isDemo()) {
            return new DemoTextModel(vertx, settings.demoPace());
        }
        CallLimits limits = CallLimits.ofPause(settings.timeout());
        ChatClient chat = new ChatClient(
                vertx,
                kind(settings),
                chat(settings),
                limits,
                settings.concurrent(),
                Clock.systemUTC(),
                proxy(settings));
        return new GuardedTextModel(
                vertx,
                new LangChainTextModel(chat, Prompts.load(settings.prompts())),
                Guard.Limits.of(settings.concurrent()));
    }

    /**
     * Creates the image model. Call it once per node, as {@link #create}. Charts are drawn in this process with any image
     * model.
     */
    public static ImageModel createImages(Vertx vertx, ModelSettings settings) {
        ImageModel local = new DemoImageModel(vertx);
        if (drawsLocally(settings)) {
            return local;
        }
        int concurrent = Math.min(MAX_CONCURRENT_IMAGES, settings.concurrent());
        CallLimits limits =
                new CallLimits(settings.timeout(), settings.timeout().multipliedBy(2));
        ImageClient images = new ImageClient(
                vertx,
                openAi(settings, settings.openAi().imageModel()),
                limits,
                concurrent,
                Clock.systemUTC(),
                proxy(settings));
        ImageModel provider = new GuardedImageModel(
                vertx, new OpenAiImageModel(images, Prompts.load(settings.prompts())), Guard.Limits.of(concurrent));
        return new LocalCharts(provider, local);
    }

    /** The {@code gen_ai.provider.name} of text calls: the API that is used, also for compatible servers of others. */
    static String provider(ModelSettings settings) {
        if (settings.isDemo()) {
            return DEMO;
        }
        return switch (settings.provider()) {
            case OPENAI -> openAiProvider(settings);
            case ANTHROPIC -> "anthropic";
        };
    }

    /** As {@link #provider}, of image calls. */
    static String imageProvider(ModelSettings settings) {
        return drawsLocally(settings) ? DEMO : openAiProvider(settings);
    }

    private static String openAiProvider(ModelSettings settings) {
        return settings.openAi().apiVersion().isPresent() ? "azure.ai.openai" : "openai";
    }

    private static boolean drawsLocally(ModelSettings settings) {
        return !settings.openAi().isConfigured()
                || settings.openAi().imageModel().equals(ModelSettings.OpenAi.DRAWN_HERE);
    }

    private static ProviderKind kind(ModelSettings settings) {
        return switch (settings.provider()) {
            case OPENAI -> ProviderKind.OPENAI;
            case ANTHROPIC -> ProviderKind.ANTHROPIC;
        };
    }

    private static Endpoint chat(ModelSettings settings) {
        return switch (settings.provider()) {
            case OPENAI -> openAi(settings, settings.openAi().model());
            case ANTHROPIC ->
                new Endpoint(
                        settings.anthropic().baseUrl(),
                        settings.anthropic().key(),
                        settings.anthropic().model(),
                        Optional.empty(),
                        Map.of(),
                        settings.temperature(),
                        settings.maxTokens());
        };
    }

    private static Endpoint openAi(ModelSettings settings, String model) {
        ModelSettings.OpenAi openAi = settings.openAi();
        return new Endpoint(
                openAi.baseUrl().orElse(OPENAI),
                openAi.key(),
                model,
                openAi.apiVersion(),
                headers(openAi.headers()),
                settings.temperature(),
                settings.maxTokens());
    }

    private static Map<String, String> headers(List<String> lines) {
        Map<String, String> headers = new LinkedHashMap<>();
        lines.forEach(line -> headers.put(
                line.substring(0, line.indexOf(':')),
                line.substring(line.indexOf(':') + 1).strip()));
        return headers;
    }

    private static Proxy proxy(ModelSettings settings) {
        return new Proxy(settings.proxy(), settings.noProxy());
    }
}
